"""What changed between two days: the difference of two views of the knowledge.

What was in force on the first day, with the events after it and through the last, gives what is in
force on the last.
"""

import datetime as dt
from typing import get_args

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.event import Change, Dated, Event
from oncoptions.knowledge.events import dated
from oncoptions.knowledge.models import Region

__all__ = ["between", "changes"]

_ORDER = {change: place for place, change in enumerate(get_args(Change))}
"""Of one day, approvals and withdrawals come before what bodies and studies say."""


def changes(
    base: KnowledgeBase, since: dt.date, until: dt.date, region: Region
) -> tuple[Event, ...]:
    """Return what happened in a region after one day and through another, in order.

    Raises InputError if the days stand the wrong way round.
    """
    return tuple(event for event, _ in between(base, since, until, region))


def between(base: KnowledgeBase, since: dt.date, until: dt.date, region: Region) -> list[Dated]:
    """Return the events after one day and through another, each with what is behind it."""
    if until < since:
        raise InputError("--to", "it is before --from", "put the earlier day first")
    found = [item for item in dated(base, region) if since < item.event.day <= until]
    return sorted(found, key=lambda item: _place(item.event))


def _place(event: Event) -> tuple[dt.date, int, str, str]:
    return event.day, _ORDER[event.change], event.name.lower(), event.what
