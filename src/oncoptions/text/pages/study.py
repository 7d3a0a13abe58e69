"""The page of a study: who took part, what was compared, what came out and when it was public."""

from collections.abc import Iterator

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.in_words import number
from oncoptions.knowledge.models import Study
from oncoptions.text.layout import bullet, heading, wrapped
from oncoptions.text.pages import figures
from oncoptions.text.pages.parts import References, made

__all__ = ["study_page"]


def study_page(knowledge: KnowledgeBase, study: Study) -> Iterator[str]:
    """Yield the page of a study."""
    references = References(knowledge)
    registered = f"; {study.nct}" if study.nct is not None else ""
    yield from wrapped(f"{study.name} (study {study.id}; phase {study.phase}{registered})")
    yield from wrapped(f"{_when(study)}{references.mark(study.sources)}")
    yield from _people(study)
    if study.results:
        yield from heading("Results (with 95% intervals)")
        yield from figures.results(study, references)
    yield from _tolerated(study, references)
    if study.quality_of_life:
        yield from heading("Quality of life")
        yield from figures.quality(study, references)
    if study.note is not None:
        yield from ["", *wrapped(f"Note: {study.note}")]
    yield from _used_by(knowledge, study)
    yield from references.lines()
    yield from made(study)


def _when(study: Study) -> str:
    begun = f"Enrolled from {study.enrolment_from}. " if study.enrolment_from is not None else ""
    people = f"{study.n} people. " if study.n is not None else ""
    return f"{people}{begun}First published {study.published}."


def _people(study: Study) -> Iterator[str]:
    yield from heading("Who took part")
    yield from wrapped("; ".join(study.population), "  ")
    yield from heading("Arms")
    for arm in study.arms:
        yield from bullet(f"{arm.name}" + (f" ({arm.n} people)" if arm.n is not None else ""))


def _tolerated(study: Study, references: References) -> Iterator[str]:
    ours, theirs = study.discontinued_percent, study.comparator_discontinued_percent
    if study.adverse_events:
        yield from heading("Side effects, of 100 people: any grade / grade 3 or more")
        yield from figures.side_effects(study, references)
    if ours is not None:
        than = f" v {number(theirs)}" if theirs is not None else ""
        words = f"Stopped for side effects: {number(ours)}{than} of 100, in the order of the arms."
        yield from wrapped(words, "  ")


def _used_by(knowledge: KnowledgeBase, study: Study) -> Iterator[str]:
    users = [r.id for r in knowledge.regimens.values() if study.id in r.studies]
    if users:
        yield from heading("Regimens that rest on it")
        yield from wrapped(", ".join(users), "  ")
