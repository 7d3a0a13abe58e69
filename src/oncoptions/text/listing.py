"""Lists of the knowledge, whole or filtered by kind, class, subtype and status on a day."""

import datetime as dt
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Drug, Regimen, Region
from oncoptions.knowledge.selection import admitting, drug_status, is_of_class, regimen_status

__all__ = ["Filters", "collections_of", "listing", "name_of"]


class Filters(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; a status and a subtype are those of a day in a region."""

    on: dt.date
    region: Region
    kind: str | None = None
    drug_class: str | None = None
    subtype: str | None = None
    status: str | None = None


def collections_of(knowledge: KnowledgeBase) -> dict[str, Mapping[str, Struct]]:
    """Return what can be listed, by the words a person types."""
    return {
        "regimens": knowledge.regimens,
        "drugs": knowledge.drugs,
        "studies": knowledge.studies,
        "tests": knowledge.tests,
        "classes": knowledge.classes,
        "facts": knowledge.vocabulary.facts,
        "sources": knowledge.sources,
    }


def name_of(entry: Struct) -> str:
    """Return the name of an entry: of a source its title, of a fact its question."""
    for field in ("name", "title", "question"):
        value = getattr(entry, field, None)
        if value:
            return str(value)
    return ""


def listing(
    knowledge: KnowledgeBase, kind: str, filters: Filters | None = None
) -> list[dict[str, Any]]:
    """Return id, name and kind of the entries of a kind, in the order of their ids.

    With filters, only those that pass, each with what it was filtered on. Raises InputError for a
    filter that this kind of entry does not have, and for a class that is not known.
    """
    if filters is not None:
        _refuse(knowledge, kind, filters)
    rows = []
    for identity, entry in sorted(collections_of(knowledge)[kind].items()):
        row = {"id": identity, "name": name_of(entry), "kind": _kind(kind, entry)}
        if filters is None:
            rows.append(row)
        elif (passed := _passed(knowledge, entry, filters)) is not None:
            rows.append({**row, **passed})
    return rows


def _kind(kind: str, entry: Struct) -> str:
    singular = {"studies": "study", "classes": "class"}.get(kind, kind.removesuffix("s"))
    return entry.kind if isinstance(entry, Regimen) else singular


def _refuse(knowledge: KnowledgeBase, kind: str, filters: Filters) -> None:
    for name, kinds, value in _uses(filters):
        if value is not None and kind not in kinds:
            raise InputError(name, f"{kind} have none", f"use it with {' or '.join(kinds)}")
    wanted = filters.drug_class
    known = (*knowledge.classes, *knowledge.drugs)
    if wanted is not None and wanted not in known:
        near = get_close_matches(wanted, known, 1, 0.4)
        todo = f"did you mean '{near[0]}'?" if near else "see `oncoptions list classes`"
        raise InputError("--class", f"no class '{wanted}'", todo)


def _uses(filters: Filters) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    yield "--kind", ("regimens",), filters.kind
    yield "--subtype", ("regimens",), filters.subtype
    yield "--class", ("regimens", "drugs"), filters.drug_class
    yield "--status", ("regimens", "drugs"), filters.status


def _passed(knowledge: KnowledgeBase, entry: Struct, filters: Filters) -> dict[str, str] | None:
    """Return what an entry was filtered on and has, or None if it does not pass."""
    if isinstance(entry, Regimen) and filters.kind not in (None, entry.kind):
        return None
    passed: dict[str, str] = {}
    if filters.drug_class is not None:
        if not (isinstance(entry, Regimen | Drug) and _has_class(knowledge, entry, filters)):
            return None
        passed["class"] = filters.drug_class
    return _on_the_day(knowledge, entry, filters, passed)


def _has_class(knowledge: KnowledgeBase, entry: Regimen | Drug, filters: Filters) -> bool:
    return is_of_class(knowledge, entry, filters.drug_class or "")


def _on_the_day(
    knowledge: KnowledgeBase, entry: Struct, filters: Filters, passed: dict[str, str]
) -> dict[str, str] | None:
    """Hold subtype and status against an entry, on the day and in the region asked about."""
    if filters.subtype is None and filters.status is None:
        return passed
    view = knowledge.at(filters.on, filters.region)
    if isinstance(entry, Drug):
        status = drug_status(view, entry)
    elif isinstance(entry, Regimen):
        supports = view.supports[entry.id]
        if filters.subtype is not None:
            passed["subtype"] = filters.subtype
            supports = admitting(knowledge, supports, filters.subtype)
            if not any(supports):
                return None
        status = regimen_status(view, entry, supports)
    else:
        return None
    if filters.status not in (None, status):
        return None
    return {**passed, "status": status, "on": filters.on.isoformat(), "region": filters.region}
