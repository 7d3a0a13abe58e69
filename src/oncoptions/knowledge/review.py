"""Which entries are past their next review: what was true when it was checked may not be now."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from oncoptions.knowledge.load import Base
from oncoptions.knowledge.models import Entry

__all__ = ["Due", "stale"]


class Due(Struct, frozen=True):
    """An entry whose review is overdue."""

    entry: str
    """The collection, such as `drugs`."""
    id: str
    checked: dt.date
    next_review: dt.date

    def __str__(self) -> str:
        """One line, as `oncoptions check --stale` prints it.

        >>> day = dt.date(2026, 1, 1)
        >>> str(Due("drugs", "tamoxifen", day, day))
        'drugs/tamoxifen: review was due on 2026-01-01 (checked 2026-01-01)'
        """
        said = f"review was due on {self.next_review} (checked {self.checked})"
        return f"{self.entry}/{self.id}: {said}"


def stale(base: Base, on: dt.date) -> list[Due]:
    """Return the entries past their next review on a day, the longest overdue first."""
    kinds: dict[str, Mapping[str, Entry]] = {
        "drugs": base.drugs,
        "regimens": base.regimens,
        "studies": base.studies,
        "tests": base.tests,
    }
    found = [
        Due(kind, identity, entry.checked, entry.next_review)
        for kind, entries in kinds.items()
        for identity, entry in entries.items()
        if entry.next_review < on
    ]
    return sorted(found, key=lambda due: (due.next_review, due.entry, due.id))
