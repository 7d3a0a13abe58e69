"""The page of a drug: what it is, where it is sold, what to mind, and where it is used."""

from collections.abc import Iterator

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Drug, Rating
from oncoptions.text.layout import bullet, heading, joined, wrapped
from oncoptions.text.pages.parts import References, before_start, made, precautions
from oncoptions.text.pages.schedule import watched_words

__all__ = ["drug_page"]


def drug_page(knowledge: KnowledgeBase, drug: Drug) -> Iterator[str]:
    """Yield the page of a drug."""
    references = References(knowledge)
    yield from _head(knowledge, drug, references)
    yield from _marketed(drug, references)
    if drug.boxed_warning is not None:
        yield from heading("Boxed warning")
        yield from wrapped(drug.boxed_warning, "  ")
    if drug.contraindications or drug.avoid or drug.cautions:
        yield from heading("Mind")
    yield from precautions(drug, references)
    if drug.before_start:
        yield from heading("Before the first dose")
    yield from before_start(knowledge, drug.before_start, references)
    yield from _during(knowledge, drug, references)
    yield from _again(knowledge, drug)
    yield from _ratings(drug, references)
    yield from _used_in(knowledge, drug)
    yield from references.lines()
    yield from made(drug)


def _head(knowledge: KnowledgeBase, drug: Drug, references: References) -> Iterator[str]:
    names = joined([*drug.brands, *drug.synonyms])
    yield from wrapped(f"{drug.name} (drug {drug.id})" + (f", also {names}" if names else ""))
    yield from wrapped(f"{drug.mechanism}{references.mark(drug.sources)}")
    classes = joined([knowledge.classes[name].name for name in drug.classes])
    target = f"; acts on {drug.target}" if drug.target is not None else ""
    only = "; no line of therapy" if drug.supportive_only else ""
    yield from wrapped(f"{classes}; {drug.route}{target}{only}")
    if drug.codes:
        yield from wrapped(f"Codes: {', '.join(drug.codes)}")


def _marketed(drug: Drug, references: References) -> Iterator[str]:
    yield from heading("On the market, for any use")
    for row in drug.marketed:
        until = f" until {row.until}" if row.until is not None else ""
        note = f" ({row.note})" if row.note is not None else ""
        yield from bullet(f"{row.region} from {row.since}{until}{note}{references.of(row)}")
    if not drug.marketed:
        yield "  Nowhere that was read."


def _during(knowledge: KnowledgeBase, drug: Drug, references: References) -> Iterator[str]:
    if drug.dose_changes:
        yield from heading("Dose")
    for change in drug.dose_changes:
        yield from bullet(f"{change.do} When {change.when}.{references.of(change)}")
    if drug.monitoring:
        yield from heading("During treatment")
    for row in drug.monitoring:
        words = [knowledge.tests[row.test].name, watched_words(row)]
        said = ": ".join(word for word in words if word)
        yield from bullet(f"{said}.{f' {row.why}' if row.why else ''}{references.of(row)}")


def _again(knowledge: KnowledgeBase, drug: Drug) -> Iterator[str]:
    if (again := drug.rechallenge) is None:
        return
    ways = [f"after {again.after_months:g} months"] if again.after_months is not None else []
    if again.with_new:
        new = joined([knowledge.classes[name].name for name in again.with_new], "or")
        ways.append(f"together with a {new} that was not given before")
    yield from heading("After it has failed")
    yield from wrapped(f"It may come back {joined(ways, 'or')}.", "  ")


def _ratings(drug: Drug, references: References) -> Iterator[str]:
    rows = (("Emetic risk", drug.emetic_risk), ("Hair loss", drug.hair_loss))
    if any(ratings for _, ratings in rows):
        yield from heading("How it is felt")
    for words, ratings in rows:
        for rating in ratings:
            yield from bullet(f"{words}: {_rated(rating)}{references.of(rating)}")


def _rated(rating: Rating) -> str:
    return rating.value + (f" ({rating.by})" if rating.by is not None else "")


def _used_in(knowledge: KnowledgeBase, drug: Drug) -> Iterator[str]:
    users = [
        regimen.id
        for regimen in knowledge.regimens.values()
        if any(drug.id in part.one_of for part in regimen.components)
    ]
    if users:
        yield from heading(f"Used in ({len(users)})")
        yield from wrapped(", ".join(users), "  ")
