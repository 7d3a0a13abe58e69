"""The page of a regimen: on whose word it stands first, then how it is given and what came out."""

from collections.abc import Iterator

from oncoptions.facts.dates import in_force_from
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Component, Regimen, Study, Support
from oncoptions.text.layout import bullet, heading, joined, wrapped
from oncoptions.text.pages import figures
from oncoptions.text.pages.parts import References, before_start, made, precautions
from oncoptions.text.pages.schedule import given_words

__all__ = ["regimen_page"]

_KEY_FIGURES = 4
_ENDED = {"replaced": "replaced", "converted": "made regular"}


def regimen_page(knowledge: KnowledgeBase, regimen: Regimen) -> Iterator[str]:
    """Yield the page of a regimen."""
    references = References(knowledge)
    intent = "" if regimen.intent in ("treatment", regimen.kind) else f", {regimen.intent}"
    yield from wrapped(f"{regimen.name} (regimen {regimen.id}; {regimen.kind}{intent})")
    yield from wrapped(f"{regimen.how_it_works}{references.mark(regimen.sources)}")
    yield from _status(regimen, references)
    yield from _components(knowledge, regimen)
    yield from _schedule(knowledge, regimen, references)
    yield from _own(knowledge, regimen, references)
    yield from _of_drugs(knowledge, regimen, references)
    yield from _studies(knowledge, regimen, references)
    yield from _plain(regimen)
    yield from references.lines()
    yield from made(regimen)


# ----------------------------------------------------------------------------------------- status


def _status(regimen: Regimen, references: References) -> Iterator[str]:
    yield from heading("Who says so, in order of date")
    for support in sorted(regimen.supports, key=lambda s: in_force_from(str(s.since))):
        yield from wrapped(f"{support.since!s:10}  {_authority(support)}", "  ", "              ")
        yield from wrapped(f"{support.says}{references.of(support)}", "              ")
        if support.confirmatory is not None:
            yield from wrapped(f"Confirmation: {support.confirmatory}", "              ")
        if support.note is not None:
            yield from wrapped(f"Note: {support.note}", "              ")
    if not regimen.supports:
        yield "  Nobody whose word was read."


def _authority(support: Support) -> str:
    """Who, what kind of word, how strong, and until when: `FDA approval, until 2021-10-06`."""
    word = support.standing or ("accelerated approval" if support.accelerated else support.kind)
    parts = [f"{support.by} {word.replace('_', ' ')}"]
    parts += [support.grade] if support.grade is not None else []
    parts += [f"ESMO-MCBS {support.mcbs}"] if support.mcbs is not None else []
    if support.until is not None:
        ended = _ENDED.get(support.ended or "", support.ended or "ended")
        parts.append(f"until {support.until} ({ended})")
    return "; ".join(parts)


# -------------------------------------------------------------------------------- what and how


def _components(knowledge: KnowledgeBase, regimen: Regimen) -> Iterator[str]:
    if regimen.components:
        yield from heading("Consists of")
    for part in regimen.components:
        yield from bullet(_component(knowledge, part))


def _component(knowledge: KnowledgeBase, part: Component) -> str:
    names = joined([knowledge.component_name(member) for member in part.one_of], "or")
    again = " (may be used again after it failed)" if part.backbone else ""
    return f"{names}{again}" + (f", when {part.when}" if part.when is not None else "")


def _schedule(knowledge: KnowledgeBase, regimen: Regimen, references: References) -> Iterator[str]:
    if regimen.schedule:
        yield from heading("How it is given")
    for row in regimen.schedule:
        note = f". {row.note}" if row.note is not None else ""
        name = knowledge.component_name(row.drug)
        yield from bullet(f"{name}: {given_words(row)}{note}{references.of(row)}")


# ------------------------------------------------------------------------------------------- care


def _own(knowledge: KnowledgeBase, regimen: Regimen, references: References) -> Iterator[str]:
    if not regimen.is_carefree:
        yield from heading("Mind, for this regimen")
    yield from precautions(regimen, references)
    yield from before_start(knowledge, regimen.before_start, references)


def _of_drugs(knowledge: KnowledgeBase, regimen: Regimen, references: References) -> Iterator[str]:
    """The precautions stand on the drugs: said here in short, whole on the drug's own page."""
    members = dict.fromkeys(m for part in regimen.components for m in part.one_of)
    drugs = [knowledge.drugs[member] for member in members if member in knowledge.drugs]
    careful = [d for d in drugs if d.contraindications or d.avoid or d.cautions or d.before_start]
    if careful:
        yield from heading("Mind, for its drugs")
    for drug in careful:
        yield from wrapped(f"{drug.name} (whole: oncoptions show drugs/{drug.id})", "  ", "    ")
        for words, rows in (("do not use", drug.contraindications), ("avoid", drug.avoid)):
            if rows:
                why = " ".join(f"{row.why}{references.mark(row.sources)}" for row in rows)
                yield from wrapped(f"{words}: {why}", "    ", "      ")
        tests = joined([knowledge.tests[row.test].name for row in drug.before_start])
        counts = f"{len(drug.cautions)} cautions"
        before = f"; before the first dose: {tests}" if tests else ""
        yield from wrapped(f"{counts}{before}", "    ", "      ")


# ---------------------------------------------------------------------------------------- studies


def _studies(knowledge: KnowledgeBase, regimen: Regimen, references: References) -> Iterator[str]:
    studies = [knowledge.studies[study] for study in regimen.studies]
    if studies:
        yield from heading("Studies")
    for study in studies:
        yield from wrapped(f"{study.name} ({_size(study)})", "  ", "    ")
        yield from figures.results(study, references, most=_KEY_FIGURES)
    if any(study.adverse_events for study in studies):
        yield from heading("Side effects, of 100 people: any grade / grade 3 or more")
    for study in studies:
        if study.adverse_events:
            yield f"  {study.name}"
            yield from figures.side_effects(study, references)


def _size(study: Study) -> str:
    people = f", {study.n} people" if study.n is not None else ""
    return f"{study.id}; phase {study.phase}{people}"


def _plain(regimen: Regimen) -> Iterator[str]:
    yield from heading("In plain words")
    plain = regimen.plain
    for words in (plain.what, plain.how_given, plain.feel, plain.watch):
        yield from wrapped(words, "  ")
