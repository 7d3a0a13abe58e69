"""The case as it grows while a record is read: each value with where it came from.

Nothing of the record disappears: what is not used is left with its reason.
"""

import datetime as dt
from typing import Any, NamedTuple

from oncoptions.facts.dates import span
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.records.fhir.bundle import Entry, one_line

__all__ = ["Draft", "Moment", "Origin", "day_of"]

_BEFORE_ALL = dt.date(1, 1, 1)


class Origin(NamedTuple):
    """Where a value was read."""

    entry: Entry
    code: str = ""
    date: str = ""
    text: str = ""
    """The words, only where words were read."""


class Moment(NamedTuple):
    """A date as written, to the day at most, and its first and last possible day."""

    text: str = ""
    first: dt.date = _BEFORE_ALL
    last: dt.date = _BEFORE_ALL
    hour: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a date at all."""
        return bool(self.text)


class Draft:
    """The case being written, and the report about it."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date, name: str) -> None:
        """Begin with an empty case."""
        self.vocabulary, self.lexicon, self.on, self.name = vocabulary, lexicon, on, name
        self.case: dict[str, Any] = {}
        self.sources: list[dict[str, Any]] = []
        self.unread: list[str] = []
        self.notices: list[str] = []

    def put(self, path: str, value: Any, origin: Origin | None) -> None:
        """State a value at a case file path such as `labs.lvef_percent`."""
        *parents, leaf = path.split(".")
        level = self.case
        for parent in parents:
            level = level.setdefault(parent, {})
        level[leaf] = value
        if origin is not None:
            self.source(path, origin)

    def source(self, path: str, origin: Origin) -> None:
        """Note where the value at a path was read."""
        row = {
            "path": path,
            "resource": origin.entry.source,
            "code": origin.code,
            "date": origin.date,
            "text": one_line(origin.text),
        }
        self.sources.append({key: value for key, value in row.items() if value})

    def leave(self, entry: Entry, why: str) -> None:
        """Note that a resource, or a part of it, was not used."""
        self.unread.append(f"{entry.label}: {why}")

    def moment(self, entry: Entry, written: str | None) -> Moment:
        """Read a date of a resource; one that cannot be is left with a line."""
        if not written:
            return Moment()
        try:
            return day_of(written)
        except ValueError:
            self.leave(entry, "a date that cannot be read")
            return Moment()

    def later(self, moment: Moment) -> bool:
        """Whether a date lies after the day asked about."""
        return moment.first > self.on


def day_of(written: str) -> Moment:
    """Read a FHIR date or time. Raises ValueError for anything else.

    >>> day_of("2024-03-01T10:00:00Z").text
    '2024-03-01'
    """
    first, last = span(written)
    return Moment(one_line(written[:10]), first, last, one_line(written[11:19]))
