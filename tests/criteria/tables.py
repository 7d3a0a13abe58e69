"""Cases as tables that anybody can read: one row a person, a blank for what is unknown."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from oncoptions.criteria import Possible, Range, Truth, Value

TRUTHS: dict[str, Truth] = {"true": True, "false": False, "unknown": None}


class Case(NamedTuple):
    """One row of a table: its facts, and the columns that are not facts."""

    text: str
    facts: dict[str, Value]
    expected: dict[str, str]

    def __str__(self) -> str:
        return self.text


def table(text: str) -> list[Case]:
    """Read a table; columns named with a leading ``->`` are expectations, the rest facts."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in _lines(text)]
    return [_case(dict(zip(header, row, strict=True))) for row in rows]


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip())


def _case(row: dict[str, str]) -> Case:
    facts = {name: value(cell) for name, cell in row.items() if not name.startswith("->") and cell}
    expected = {name.removeprefix("->"): cell for name, cell in row.items() if name[:2] == "->"}
    return Case(" ".join(cell for cell in row.values() if cell) or "nothing", facts, expected)


def value(cell: str) -> Any:
    """Read a cell: ``yes``, ``12``, ``low``, ``low?positive`` (possible), ``3..12`` (range)."""
    if "?" in cell:
        return Possible(frozenset(cell.split("?")))
    if ".." in cell:
        low, high = cell.split("..")
        return Range(float(low), float(high))
    words = {"yes": True, "no": False, "never": float("inf")}
    if cell in words:
        return words[cell]
    return float(cell) if cell.lstrip("-").replace(".", "").isdigit() else cell
