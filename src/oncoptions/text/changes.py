"""What changed between two days, as text in order of date; and what it changed for one person."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from oncoptions.assessment.answer import KnowledgeRow
from oncoptions.comparison.changes import CaseChanges, OptionChange, Side
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.changes import changes
from oncoptions.knowledge.event import Event
from oncoptions.knowledge.models import Region, Through
from oncoptions.text.layout import heading, wrapped

__all__ = ["Changes", "case_page", "changes_data", "changes_page", "kept_through"]

_WORDS = {
    "replaced": "label changed",
    "converted": "made regular",
    "unmarketed": "off the market",
    "test_advised": "test advised",
    "shown": "results",
    "lifted": "no longer in the label",
}
_GROUPS = {
    "new": "New for this person",
    "gone": "No longer for this person",
    "status": "Another status",
    "availability": "Another availability",
    "standing": "Another word of a guideline",
}


class Changes(Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What happened in a region between two days, and through when the knowledge was kept."""

    since: dt.date
    until: dt.date
    region: Region
    knowledge: KnowledgeRow
    changes: tuple[Event, ...]


def changes_data(
    knowledge: KnowledgeBase, since: dt.date, until: dt.date, region: Region
) -> Changes:
    """Return what changed in a region, with the knowledge it was read from."""
    return Changes(
        since=since,
        until=until,
        region=region,
        knowledge=KnowledgeRow(knowledge.version, knowledge.through.date.isoformat()),
        changes=changes(knowledge, since, until, region),
    )


def changes_page(found: Changes, through: Through) -> str:
    """Return what changed in a region as a page of 80 columns."""
    span = f"after {found.since} and through {found.until}"
    lines = wrapped(f"Changes in the {found.region} {span}: {len(found.changes)}")
    lines += kept_through(through, found.until)
    for event in found.changes:
        lines += ["", *_event(event)]
    return "\n".join(lines)


def kept_through(through: Through, until: dt.date) -> list[str]:
    """Say through when the knowledge was kept, per area; louder where the question goes beyond."""
    areas = ", ".join(f"{area} {date}" for area, date in through.areas.items())
    lines = wrapped(f"Knowledge kept through {through.date}" + (f" ({areas})." if areas else "."))
    if until > through.date:
        lines += wrapped(f"Later changes are not here: {until} is after that.", "! ", "  ")
    return lines


def _event(event: Event, indent: str = "", of: str | None = None) -> Iterator[str]:
    """One event: date, what happened, to what, on whose word; then what it says and where.

    Below the option `of`, its name is not said again.
    """
    by = f" [{event.authority}{_strength(event)}]" if event.authority else ""
    name = "" if event.id == of else f": {event.name}"
    lead = f"{event.date:10}  {_word(event)}{name}{by}"
    below = f"{indent}            "
    yield from wrapped(lead, indent, below)
    yield from wrapped(event.what, below)
    if event.before is not None and event.before != event.what:
        yield from wrapped(f"Until then: {event.before}", below)
    if event.confirmatory is not None:
        yield from wrapped(f"Confirmation: {event.confirmatory}", below)
    if not event.verified:
        yield f"{below}(not yet held against its source)"
    for address in event.sources:
        yield f"{below}{address}"


def _word(event: Event) -> str:
    words = _WORDS.get(event.change, event.change.replace("_", " "))
    is_quick = event.accelerated and event.change in ("approved", "replaced")
    return f"{words}, accelerated" if is_quick else words


def _strength(event: Event) -> str:
    parts = [p for p in (event.standing and event.standing.replace("_", " "), event.grade) if p]
    return f": {'; '.join(parts)}" if parts else ""


# ------------------------------------------------------------------------------------- one person


def case_page(found: CaseChanges, through: Through) -> str:
    """Return what changed for one person: by kind of change, each with the events behind it."""
    span = f"after {found.since} and through {found.until}"
    lines = wrapped(f"What changed for this person in the {found.region} {span}")
    lines += kept_through(through, dt.date.fromisoformat(found.until))
    lines += wrapped("The person is taken as known on the later day; only the knowledge differs.")
    for kind, words in _GROUPS.items():
        lines += _group(words, [row for row in found.options if row.change == kind])
    if not found.options:
        lines += ["", "No option changed."]
    lines += _shown(found.shown)
    return "\n".join(lines)


def _group(words: str, rows: Iterable[OptionChange]) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    yield from heading(f"{words} ({len(rows)})")
    for row in rows:
        yield from wrapped(f"{row.name}: {_from_to(row.before, row.after)}", "  - ", "    ")
        for event in row.events:
            yield from _event(event, "    ", row.id)


def _from_to(before: Side, after: Side) -> str:
    was, now = _side(before), _side(after)
    if was == now:
        return f"{now}; {', '.join(before.by) or 'no word'} -> {', '.join(after.by) or 'no word'}"
    return f"{was} -> {now}"


def _side(side: Side) -> str:
    """Return how an option stood: `fits, approved (accelerated), preferred`."""
    parts = [side.status.replace("_", " ")]
    if side.status != "ruled_out":
        label = side.availability.replace("_", " ")
        parts.append(f"{label} (accelerated)" if side.accelerated else label)
    if side.standing is not None and side.status in ("fits", "depends"):
        parts.append(side.standing.replace("_", " "))
    return ", ".join(parts)


def _shown(events: Sequence[Event]) -> Iterator[str]:
    if events:
        yield from heading(f"Results that became public on options open now ({len(events)})")
    for event in events:
        yield from _event(event, "  ")
