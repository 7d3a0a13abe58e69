"""One entry of the knowledge: found by its id or name, as a page, or whole as data."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import Struct

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Drug, Regimen, Study, Test
from oncoptions.text.layout import heading, wrapped
from oncoptions.text.listing import collections_of, name_of
from oncoptions.text.pages.drug import drug_page
from oncoptions.text.pages.regimen import regimen_page
from oncoptions.text.pages.study import study_page
from oncoptions.text.pages.test import test_page

__all__ = ["entry_page", "find_entry"]


def find_entry(knowledge: KnowledgeBase, identity: str) -> tuple[str, Struct]:
    """Return the kind and the entry with this id, or the drug with this name or brand.

    An id that a drug and a regimen share means the regimen; `drugs/ID` means the drug. Raises
    InputError with the nearest ids.
    """
    collections = collections_of(knowledge)
    folder, _, inside = identity.rpartition("/")
    for kind, entries in collections.items():
        if folder in ("", kind) and inside in entries:
            return kind, entries[inside]
    drug = knowledge.lexicon.drugs.get(identity.lower())
    if drug is not None:
        return "drugs", knowledge.drugs[drug]
    known = [name for entries in collections.values() for name in entries]
    near = get_close_matches(inside.lower(), [*known, *knowledge.lexicon.drugs], 3, 0.5)
    todo = (
        f"did you mean {' or '.join(repr(name) for name in near)}?"
        if near
        else "see `oncoptions list`"
    )
    raise InputError(identity, "no entry of that name", todo)


def entry_page(knowledge: KnowledgeBase, kind: str, identity: str, entry: Struct) -> str:
    """Return an entry as a page of 80 columns, made for its kind."""
    match entry:
        case Regimen():
            lines = regimen_page(knowledge, entry)
        case Drug():
            lines = drug_page(knowledge, entry)
        case Study():
            lines = study_page(knowledge, entry)
        case Test():
            lines = test_page(knowledge, entry)
        case _:
            lines = _plain_page(knowledge, kind, identity, entry)
    return "\n".join(lines)


def _plain_page(knowledge: KnowledgeBase, kind: str, identity: str, entry: Struct) -> Iterator[str]:
    """The fields of a small entry in the order of the file, sources as addresses."""
    yield from wrapped(f"{name_of(entry) or identity} ({kind}: {identity})")
    for key, value in msgspec.to_builtins(entry).items():
        if key not in ("id", "name"):
            yield from heading(key.replace("_", " "))
            yield from _shown(knowledge, key, value, "  ")


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
