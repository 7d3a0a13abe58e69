"""Fit a document to its struct and say everything that does not fit.

msgspec names the first thing that is wrong. To name them all, the wrong part is taken out and the
rest is tried again.

>>> from oncoptions.facts import strict_yaml
>>> from oncoptions.knowledge.models import Procedure
>>> document = strict_yaml.read("p.yaml", b"{name: ablation, plan: heat, prize: 3}")
>>> entry, faults = fit(document, (), Procedure)
>>> [fault.message for fault in faults]
["unknown key 'plan'", "unknown key 'prize'", "the key 'plain' is missing"]
"""

import copy
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec

from oncoptions.criteria import Fault
from oncoptions.facts.strict_yaml import Document

__all__ = ["fit"]

T = TypeVar("T")
_AT = re.compile(r" - at `\$?(.*)`$")
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `(.+?)`")
_MISSING = re.compile(r"missing required field `(.+?)`")


def fit(
    document: Document, path: tuple[str | int, ...], kind: type[T]
) -> tuple[T | None, list[Fault]]:
    """Return the entry at `path` as a `kind`, or None, and all that is wrong with it."""
    data = copy.deepcopy(_at(document.data, path))
    faults: list[Fault] = []
    for _ in range(100):
        try:
            return (msgspec.convert(data, kind) if not faults else None), faults
        except msgspec.ValidationError as error:
            message, steps = _parts(str(error))
            faults.append(_fault(document, (*path, *steps), message, kind))
            if not _take_out(data, steps, message):
                break
            if _is_sound(data, kind):
                break
    return None, faults


def _is_sound(data: Any, kind: type) -> bool:
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError:
        return False
    return True


def _parts(error: str) -> tuple[str, tuple[str | int, ...]]:
    found = _AT.search(error)
    if found is None:
        return error, ()
    steps = tuple(
        step[1] or int(step[2]) for step in _STEP.finditer(found[1]) if step[1] or step[2]
    )
    return error[: found.start()], steps


def _fault(document: Document, path: tuple[str | int, ...], message: str, kind: type) -> Fault:
    if unknown := _UNKNOWN.search(message):
        line, column = document.place((*path, unknown[1]))
        near = get_close_matches(unknown[1], list(_keys(kind)), 1)
        mend = (
            f"did you mean '{near[0]}'?"
            if near
            else "Take it out; docs/knowledge.md lists the keys."
        )
        return Fault(document.file, line, column, f"unknown key '{unknown[1]}'", mend)
    line, column = document.place(path)
    if missing := _MISSING.search(message):
        return Fault(
            document.file,
            line,
            column,
            f"the key '{missing[1]}' is missing",
            f"Add '{missing[1]}:' here.",
        )
    where = ".".join(str(step) for step in path)
    return Fault(
        document.file, line, column, f"{where}: {message}", "See docs/knowledge.md for the form."
    )


def _keys(kind: Any) -> Iterator[str]:
    """All keys of a struct and of the structs inside it, to find the nearest word."""
    schema = msgspec.json.schema(kind)
    for definition in schema.get("$defs", {}).values():
        yield from definition.get("properties", {})


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _take_out(data: Any, steps: tuple[str | int, ...], message: str) -> bool:
    """Remove the wrong part; False when nothing can be removed and the search must end."""
    if unknown := _UNKNOWN.search(message):
        del _at(data, steps)[unknown[1]]
        return True
    while steps:
        *before, last = steps
        holder = _at(data, tuple(before))
        if isinstance(holder, list) and isinstance(last, int):
            del holder[last]
            return True
        if isinstance(holder, dict) and not _MISSING.search(message):
            del holder[last]
            return True
        steps = tuple(before)
    return False
