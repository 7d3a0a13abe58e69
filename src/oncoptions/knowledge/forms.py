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
Path = tuple[str | int, ...]
_AT = re.compile(r" - at `\$?(.*)`$")
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `(.+?)`")
_MISSING = re.compile(r"missing required field `(.+?)`")


def fit(document: Document, path: Path, kind: type[T]) -> tuple[T | None, list[Fault]]:
    """Return the entry at `path` as a `kind`, or None, and all that is wrong with it."""
    data = copy.deepcopy(_at(document.data, path))
    faults: list[Fault] = []
    out: list[Path] = []
    for _ in range(100):
        try:
            entry = msgspec.convert(data, kind)
            return (None if faults else entry), faults
        except msgspec.ValidationError as error:
            message, steps = _parts(str(error))
            written = _as_written(steps, out)
            if not _follows(message, written, out):
                faults.append(_fault(document, (*path, *written), message, kind))
            if unknown := _UNKNOWN.search(message):
                steps, written = (*steps, unknown[1]), (*written, unknown[1])
            if not steps:
                break
            _take_out(data, steps)
            out.append(written)
    return None, faults


def _parts(error: str) -> tuple[str, Path]:
    found = _AT.search(error)
    if found is None:
        return error, ()
    steps = tuple(
        step[1] or int(step[2]) for step in _STEP.finditer(found[1]) if step[1] or step[2]
    )
    return error[: found.start()], steps


def _as_written(steps: Path, out: list[Path]) -> Path:
    """Turn a place in what is left into the place in the file: items taken out shift the others."""
    here: Path = ()
    for step in steps:
        if isinstance(step, int):
            for gone in sorted(last for *before, last in out if tuple(before) == here):
                step += isinstance(gone, int) and gone <= step
        here = (*here, step)
    return here


def _follows(message: str, written: Path, out: list[Path]) -> bool:
    """Whether a key is missing only because it was wrong and has been taken out."""
    missing = _MISSING.search(message)
    return missing is not None and (*written, missing[1]) in out


def _fault(document: Document, path: Path, message: str, kind: type) -> Fault:
    if unknown := _UNKNOWN.search(message):
        line, column = document.key((*path, unknown[1]))
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
    where = ".".join(str(step) for step in path) or "the file"
    return Fault(
        document.file, line, column, f"{where}: {message}", "See docs/knowledge.md for the form."
    )


def _keys(kind: Any) -> Iterator[str]:
    """All keys of a struct and of the structs inside it, to find the nearest word."""
    schema = msgspec.json.schema(kind)
    for definition in schema.get("$defs", {}).values():
        yield from definition.get("properties", {})


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _take_out(data: Any, steps: Path) -> None:
    *before, last = steps
    del _at(data, tuple(before))[last]
