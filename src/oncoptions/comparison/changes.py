"""What changed for one person between two days: the same person, asked of the knowledge of both.

The person is taken as known on the later day. Only the knowledge differs between the two answers:
every difference comes from an approval, a withdrawal, a guideline's word or a changed label. What
happened to the person in between is not counted as a change of the medicine.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from oncoptions.assessment.answer import KnowledgeRow, OptionRow
from oncoptions.assessment.assess import assess
from oncoptions.assessment.person import Person
from oncoptions.facts.case import Case
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.changes import between
from oncoptions.knowledge.event import Dated, Event
from oncoptions.knowledge.models import Precaution, Region, Support

__all__ = ["CaseChanges", "OptionChange", "Side", "case_changes"]

Kind = Literal["new", "gone", "status", "standing", "availability"]
_OPEN = ("fits", "depends")
_PLACES = {"new": 0, "gone": 1, "status": 2, "availability": 3, "standing": 4}


class Side(Struct, frozen=True):
    """How an option stood on one of the two days."""

    status: str
    availability: str
    off_label: bool | str
    accelerated: bool
    standing: str | None
    by: tuple[str, ...]
    """Each body with its word: `ESMO preferred`."""


class OptionChange(Struct, frozen=True):
    """One option that changed for this person, and what lies behind it."""

    id: str
    name: str
    kind: str
    change: Kind
    """new: it may be given and could not; gone: the reverse; status: whether a test decides."""
    before: Side
    after: Side
    events: tuple[Event, ...]


class CaseChanges(Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """All that changed for one person."""

    since: str
    until: str
    region: Region
    knowledge: KnowledgeRow
    options: tuple[OptionChange, ...]
    shown: tuple[Event, ...]
    """Figures that became public on studies of options that fit or depend on the later day."""


def case_changes(
    case: Case, knowledge: KnowledgeBase, since: dt.date, until: dt.date, region: Region
) -> CaseChanges:
    """Return which options changed for a person between two days. Read the case as of `until`."""
    events = between(knowledge, since, until, region)
    earlier, later = (assess(case, knowledge, day, region) for day in (since, until))
    then = {row.id: row for row in earlier.options}
    person = Person(knowledge.at(until, region), knowledge.resolver.resolve(case))
    found = tuple(_changed(person, then, later.options, events))
    return CaseChanges(
        since=since.isoformat(),
        until=until.isoformat(),
        region=region,
        knowledge=later.knowledge,
        options=tuple(sorted(found, key=lambda change: _PLACES[change.change])),
        shown=_shown(later.options, events),
    )


def _changed(
    person: Person, then: dict[str, OptionRow], now: Iterable[OptionRow], events: list[Dated]
) -> Iterator[OptionChange]:
    for row in now:
        before, after = _side(then[row.id]), _side(row)
        change = _kind(before, after)
        if change is not None:
            behind = tuple(_behind(person, row, events))
            yield OptionChange(row.id, row.name, row.kind, change, before, after, behind)


def _side(row: OptionRow) -> Side:
    available, standing = row.availability, row.standing
    return Side(
        status=row.status,
        availability=available.value,
        off_label=available.off_label,
        accelerated=available.accelerated,
        standing=standing.value,
        by=tuple(f"{body.body} {body.value.replace('_', ' ')}" for body in standing.by),
    )


def _kind(before: Side, after: Side) -> Kind | None:
    """Say what kind of change it is; of a row that stays closed only its status counts."""
    was, is_open = before.status in _OPEN, after.status in _OPEN
    if was != is_open:
        return "new" if is_open else "gone"
    if before.status != after.status:
        return "status"
    if not is_open:
        return None if before.availability == after.availability else "availability"
    if _label(before) != _label(after):
        return "availability"
    return "standing" if before.by != after.by else None


def _label(side: Side) -> tuple[object, ...]:
    return side.availability, side.off_label, side.accelerated


def _behind(person: Person, row: OptionRow, events: list[Dated]) -> Iterator[Event]:
    """The events on an option and its drugs that may concern this person."""
    parts = person.base.regimens[row.id].components
    drugs = {member for part in parts for member in part.one_of}
    for event, statement in events:
        own = event.subject == "regimen" and event.id == row.id
        if not own and not (event.subject == "drug" and event.id in drugs):
            continue
        if row.current or _concerns(person, statement):
            yield event


def _concerns(person: Person, statement: Support | Precaution | None) -> bool:
    if isinstance(statement, Support):
        return person.holds(statement) is not False
    return statement is None or person.ask(statement.when) is not False


def _shown(rows: Iterable[OptionRow], events: list[Dated]) -> tuple[Event, ...]:
    studies = {study for row in rows if row.status in _OPEN for study in row.studies}
    return tuple(e for e, _ in events if e.subject == "study" and e.id in studies)
