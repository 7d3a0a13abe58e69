"""The page of a test: what it tells, how it is done, who asks for it and what hangs on it."""

from collections.abc import Iterator

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Test
from oncoptions.text.layout import bullet, heading, joined, wrapped
from oncoptions.text.pages.parts import References, made

__all__ = ["test_page"]


def test_page(knowledge: KnowledgeBase, test: Test) -> Iterator[str]:
    """Yield the page of a test."""
    references = References(knowledge)
    yield from wrapped(f"{test.name} (test {test.id}; {test.kind})")
    yield from wrapped(f"{test.plain}{references.mark(test.sources)}")
    yield from wrapped(f"Specimen: {test.specimen}", "", "  ")
    yield from wrapped(f"Method: {test.method}", "", "  ")
    yield from heading("Tells")
    for fact in test.facts:
        yield from bullet(f"{fact}: {knowledge.vocabulary.facts[fact].question}")
    yield from _advised(test, references)
    yield from _asked_by(knowledge, test)
    yield from references.lines()
    yield from made(test)


def _advised(test: Test, references: References) -> Iterator[str]:
    if test.recommended:
        yield from heading("Who asks for it")
    for row in test.recommended:
        until = f" until {row.until}" if row.until is not None else ""
        yield from wrapped(f"{row.since!s:10}  {row.by}{until}", "  ", "              ")
        yield from wrapped(f"{row.says}{references.of(row)}", "              ")
        yield from wrapped(f"when {row.when}", "              ")


def _asked_by(knowledge: KnowledgeBase, test: Test) -> Iterator[str]:
    """The regimens whose supports read a fact of this test, and the drugs that check it first."""
    facts = set(test.facts)
    users = [r.id for r in knowledge.regimens.values() if facts & knowledge.regimen_reads(r)]
    drugs = [
        drug.name
        for drug in knowledge.drugs.values()
        if any(row.test == test.id for row in drug.before_start)
    ]
    if test.kind == "biomarker" and users:
        yield from heading(f"Regimens that hang on it ({len(users)})")
        yield from wrapped(", ".join(users), "  ")
    if drugs:
        yield from heading("Checked before the first dose of")
        yield from wrapped(joined(drugs), "  ")
