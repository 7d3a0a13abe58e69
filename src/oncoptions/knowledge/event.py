"""Every dated statement of the knowledge as an event: what happened, on whose word, since when.

An approval that takes the place of another is one event, not an end and a beginning; all that a
study made public on one day is one event.
"""

import datetime as dt
from typing import Literal, NamedTuple

from msgspec import Struct

from oncoptions.facts.dates import in_force_from
from oncoptions.knowledge.models import Precaution, Support

__all__ = ["Change", "Dated", "Event"]

Change = Literal[
    "approved",
    "replaced",
    "converted",
    "withdrawn",
    "revoked",
    "refused",
    "under_review",
    "ended",
    "recommended",
    "advised_against",
    "test_advised",
    "marketed",
    "unmarketed",
    "contraindicated",
    "avoid",
    "caution",
    "lifted",
    "shown",
]
"""What happened; `replaced` is a label that was widened or reworded, `shown` a study's figures."""


class Event(Struct, frozen=True, kw_only=True):
    """One dated thing that happened, on whose word, and where it can be read.

    >>> event = Event(
    ...     date="2025-12", change="approved", subject="regimen", id="a", name="A", what="For all."
    ... )
    >>> event.day
    datetime.date(2025, 12, 31)
    """

    date: str
    """As known: a month or a year counts from its last day."""
    change: Change
    subject: Literal["regimen", "drug", "study", "test"]
    id: str
    name: str
    authority: str | None = None
    what: str
    before: str | None = None
    """What the authority said until then, where this takes the place of it."""
    standing: str | None = None
    grade: str | None = None
    accelerated: bool = False
    confirmatory: str | None = None
    verified: bool = True
    sources: tuple[str, ...] = ()
    """Addresses."""

    @property
    def day(self) -> dt.date:
        """The day from which it counts."""
        return in_force_from(self.date)


class Dated(NamedTuple):
    """An event with the statement behind it, whose condition says whom it concerns."""

    event: Event
    behind: Support | Precaution | None = None
