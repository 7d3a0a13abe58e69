"""Find the resources in whatever was sent: a bundle, a list, one resource, entries without wrapper.

The order of the resources never changes the result: they are sorted before they are read.

>>> [e.label for e in resources_of({"resourceType": "Patient", "id": "p"}, "x.json")]
['Patient p']
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from oncoptions.errors import InputError

__all__ = ["Entry", "one_line", "resources_of"]

MOST_BUNDLES = 4
"""Bundles may stand inside bundles, but no deeper than this."""


class Entry(NamedTuple):
    """One resource, not yet decoded."""

    kind: str
    id: str
    url: str
    """The address the bundle gives it, such as `urn:uuid:...`."""
    data: dict[str, Any]

    @property
    def label(self) -> str:
        """How the report names it."""
        return f"{self.kind} {self.id}" if self.id else f"{self.kind} without an id"

    @property
    def source(self) -> str:
        """How a source names it, as FHIR refers to it."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


def resources_of(data: Any, name: str) -> list[Entry]:
    """Return all resources, sorted, each once. Raises InputError where bundles nest too deeply."""
    found = {_sort_key(entry): entry for entry in _walk(data, "", name, 0)}
    return [found[key] for key in sorted(found)]


def _walk(item: Any, url: str, name: str, depth: int) -> Iterator[Entry]:
    if depth > 2 * MOST_BUNDLES:
        raise InputError(name, "bundles inside bundles, too deep", "export one bundle")
    if isinstance(item, list):
        for each in item:
            yield from _walk(each, "", name, depth + 1)
    elif isinstance(item, dict):
        yield from _of_object(item, url, name, depth)


def _of_object(item: dict[str, Any], url: str, name: str, depth: int) -> Iterator[Entry]:
    kind = item.get("resourceType")
    if isinstance(item.get("entry"), list) and kind in (None, "Bundle"):
        yield from _walk(item["entry"], "", name, depth + 1)
    elif isinstance(item.get("resource"), dict):
        full = item.get("fullUrl")
        yield from _walk(item["resource"], full if isinstance(full, str) else "", name, depth + 1)
    elif isinstance(kind, str) and kind != "Bundle":
        yield Entry(one_line(kind), one_line(item.get("id")), url, item)
    elif kind is None and item:
        yield Entry("an entry", "", url, item)


def _sort_key(entry: Entry) -> tuple[str, str, bytes]:
    """Order by kind and id, then by content, so that exact copies are one."""
    try:
        content = msgspec.json.encode(entry.data, order="sorted")
    except RecursionError:
        content = b""
    return entry.kind, entry.id, content


def one_line(value: Any) -> str:
    r"""Return an id or text of a record as one short line, so that no report can be broken by it.

    >>> one_line("a\n  b")
    'a b'
    """
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    if isinstance(value, int) and abs(value) >= 10**100:  # too long to write out
        return ""
    text = str(value)[:1000]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:120]
