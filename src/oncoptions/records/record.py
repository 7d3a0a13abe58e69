"""What reading any input gives: the data of a case file, and where each part came from."""

from typing import Any

from msgspec import Struct

__all__ = ["Record"]


class Record(Struct, frozen=True):
    """An input as data of a case file, with where each part came from.

    >>> Record("a.yaml", {"er_percent": 90}).not_understood
    ()
    """

    name: str
    case: dict[str, Any]
    sources: tuple[dict[str, Any], ...] = ()
    """For each key path: the resource, its code and date, and the words where words were read."""
    not_understood: tuple[str, ...] = ()
    """One line for each resource or value that was not used, with the reason."""
    notices: tuple[str, ...] = ()
    """What must be said about the record and has no place in a case file."""
