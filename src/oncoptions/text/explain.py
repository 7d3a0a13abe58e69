"""One option, whole: every condition of every authority with its value for this person."""

from collections.abc import Iterator
from difflib import get_close_matches

from oncoptions.assessment.answer import Answer, OptionRow
from oncoptions.assessment.person import Person
from oncoptions.assessment.row import word
from oncoptions.criteria import Trace
from oncoptions.errors import InputError
from oncoptions.facts.case import Case
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.text.layout import bullet, heading, wrapped
from oncoptions.text.person import value_words

__all__ = ["explained"]

_MARK = {True: "yes", False: "no ", None: "?  "}


def explained(answer: Answer, identity: str, knowledge: KnowledgeBase, case: Case) -> str:
    """Return the trace of one option as text. Raises InputError for an option that is not known."""
    row = next((row for row in answer.options if row.id == identity), None)
    if row is None:
        near = _with_drug(answer, identity, knowledge) or get_close_matches(
            identity, [r.id for r in answer.options], 1
        )
        names = " or ".join(f"'{name}'" for name in near[:3])
        todo = f"did you mean {names}?" if near else "see `oncoptions list regimens`"
        raise InputError("--explain", "no option of that name", todo)
    import datetime as dt

    view = knowledge.at(dt.date.fromisoformat(answer.as_of), answer.region)
    person = Person(view, knowledge.resolver.resolve(case))
    return "\n".join([*_head(row), *_supports(person, row), *_cautions(row), *_rest(row)])


def _with_drug(answer: Answer, name: str, knowledge: KnowledgeBase) -> list[str]:
    """The options that hold the drug of this name or brand, those that fit first."""
    drug = knowledge.lexicon.drugs.get(name.lower())
    if drug is None:
        return []
    return [
        row.id
        for row in answer.options
        if any(drug in c.one_of for c in knowledge.regimens[row.id].components)
    ]


def _head(row: OptionRow) -> Iterator[str]:
    yield from wrapped(f"{row.name} ({row.id})")
    yield f"Status: {row.status.replace('_', ' ')}; {row.availability.value.replace('_', ' ')}"
    if row.availability.note:
        yield from wrapped(row.availability.note)
    yield from wrapped(row.how_it_works)
    for component in row.components:
        yield from bullet(" or ".join(component.one_of))
    for out in row.excluded:
        yield from bullet(f"not {out.drug}: {out.why}")


def _supports(person: Person, row: OptionRow) -> Iterator[str]:
    for support in person.base.regimens[row.id].supports:
        holds, now = person.holds(support), person.view.in_force(support.since, support.until)
        until = f" until {support.until} ({support.ended or 'ended'})" if support.until else ""
        words = f"{support.by} {support.kind}, from {support.since}{until}: {word(holds)}"
        yield from heading(words if now else f"{words} - not in force on this day")
        yield from wrapped(support.says, "  ")
        for trace in person.traces(support):
            yield from _tree(trace, 1)
        for source in support.sources:
            yield f"  {person.base.sources[source].url}"


def _tree(trace: Trace, depth: int) -> Iterator[str]:
    space = "  " * depth
    if trace.fact is not None:
        known = value_words(_plain(trace))
        yield from wrapped(f"{_MARK[trace.value]} {trace.text}   [{known}]", space, space + "    ")
        return
    kind = type(trace.node).__name__.lower()
    yield f"{space}{_MARK[trace.value]} {({'and': 'all of', 'or': 'any of', 'not': 'not'})[kind]}"
    for part in trace.parts:
        yield from _tree(part, depth + 1)


def _plain(trace: Trace) -> object:
    from oncoptions.assessment.assess import plain_value

    return plain_value(trace.known)


def _cautions(row: OptionRow) -> Iterator[str]:
    if row.cautions:
        yield from heading("Cautions that hold now")
    for caution in row.cautions:
        drug = f"{caution.drug}: " if caution.drug else ""
        yield from bullet(f"{caution.severity}: {drug}{caution.why} [{caution.criterion}]")
        for source in caution.sources:
            yield f"    {source}"


def _rest(row: OptionRow) -> Iterator[str]:
    if row.before_start:
        yield from heading("Before the first dose")
    for check in row.before_start:
        yield from bullet(f"{check.name}: {check.why}")
    if row.would_fit_if:
        yield from heading("Would fit if")
    for change in row.would_fit_if:
        yield from bullet(f"{change.criterion} ({change.by}; now {change.now})")
    if row.dose_changes:
        yield from heading("Dose")
    for dose in row.dose_changes:
        yield from bullet(f"{dose.drug}: {dose.do} [{dose.criterion}]")
    if row.studies:
        yield from heading("Studies")
        yield from wrapped(", ".join(row.studies), "  ")
