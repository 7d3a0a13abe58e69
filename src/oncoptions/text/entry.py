"""Entries of the knowledge base as pages and lists."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import Struct

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.text.layout import heading, wrapped

__all__ = ["entry_page", "find_entry", "listing"]

_MADE = ("curated", "checked", "next_review", "reviewed", "competing_interests")


def _collections(knowledge: KnowledgeBase) -> dict[str, Mapping[str, Struct]]:
    return {
        "regimens": knowledge.regimens,
        "drugs": knowledge.drugs,
        "studies": knowledge.studies,
        "tests": knowledge.tests,
        "classes": knowledge.classes,
        "facts": knowledge.vocabulary.facts,
        "sources": knowledge.sources,
    }


def find_entry(knowledge: KnowledgeBase, identity: str) -> tuple[str, Struct]:
    """Return the kind and the entry with this id, or the drug with this name or brand.

    An id that a drug and a regimen share means the regimen. Raises InputError with the nearest ids.
    """
    collections = _collections(knowledge)
    for kind, entries in collections.items():
        if identity in entries:
            return kind, entries[identity]
    drug = knowledge.lexicon.drugs.get(identity.lower())
    if drug is not None:
        return "drugs", knowledge.drugs[drug]
    known = [name for entries in collections.values() for name in entries]
    near = get_close_matches(identity.lower(), [*known, *knowledge.lexicon.drugs], 3, 0.5)
    todo = (
        f"did you mean {' or '.join(repr(name) for name in near)}?"
        if near
        else "see `oncoptions list`"
    )
    raise InputError(identity, "no entry of that name", todo)


def listing(knowledge: KnowledgeBase, kind: str) -> list[dict[str, Any]]:
    """Return id and name of every entry of a kind, in the order of their ids."""
    entries = _collections(knowledge)[kind]
    return [{"id": key, "name": _name(entry)} for key, entry in sorted(entries.items())]


def _name(entry: Struct) -> str:
    for field in ("name", "title", "question"):
        value = getattr(entry, field, None)
        if value:
            return str(value)
    return ""


def entry_page(knowledge: KnowledgeBase, kind: str, identity: str, entry: Struct) -> str:
    """Return an entry as a page: its fields in the order of the file, sources as addresses."""
    data = msgspec.to_builtins(entry)
    lines = [f"{_name(entry) or identity} ({kind}: {identity})"]
    for key, value in data.items():
        if key in ("id", "name", *_MADE):
            continue
        lines += heading(key.replace("_", " "))
        lines += _shown(knowledge, key, value, "  ")
    made = [f"{key.replace('_', ' ')}: {_inline(data[key])}" for key in _MADE if data.get(key)]
    if made:
        lines += ["", *wrapped("; ".join(made))]
        if not data.get("reviewed"):
            lines.append("No named clinician has reviewed this entry yet.")
    return "\n".join(lines)


def _shown(knowledge: KnowledgeBase, key: str, value: Any, indent: str) -> Iterator[str]:
    if key == "sources" and isinstance(value, list):
        for name in value:
            source = knowledge.sources.get(name)
            yield f"{indent}{source.url if source is not None else name}"
    elif isinstance(value, list):
        for item in value:
            yield from _item(knowledge, item, indent)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _field(knowledge, name, part, indent)
    else:
        yield from wrapped(_inline(value), indent)


def _item(knowledge: KnowledgeBase, item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield from wrapped(f"- {_inline(item)}", indent, indent + "  ")
        return
    first = True
    for name, part in item.items():
        lead = f"{indent}- " if first else f"{indent}  "
        first = False
        yield from _field(knowledge, name, part, lead, indent + "  ")


def _field(
    knowledge: KnowledgeBase, name: str, part: Any, lead: str, below: str | None = None
) -> Iterator[str]:
    following = (below if below is not None else lead) + "  "
    if name == "sources" or (isinstance(part, list) and any(isinstance(x, dict) for x in part)):
        yield f"{lead}{name}:"
        yield from _shown(knowledge, name, part, following)
    else:
        yield from wrapped(f"{name.replace('_', ' ')}: {_inline(part)}", lead, following)


def _inline(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_inline(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_inline(part)}" for key, part in value.items())
    return str(value)
