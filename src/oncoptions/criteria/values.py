"""What may be known about a fact when one person is evaluated.

A fact is a plain value (yes or no, a number, a text, a date), or only partly
known: a text that is one of several (HER2 is low *or* positive until ISH is
back) or a number or date within a range (a month without its day). ``None``, or
no entry at all, is unknown. Infinity is the time since what never happened.

A comparison with a partly known value is decided when everything the value may
still be gives the same answer, and unknown otherwise. There may be infinitely
many such values, but between two constants of a comparison nothing changes, so
one value from each stretch stands for all of them:

>>> representatives(Range(10, 20), [12])
(10, 12, 20, 11.0, 16.0)
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import inf, isinf
from typing import Any, Literal, TypeAlias

import msgspec

__all__ = [
    "Kind",
    "Plain",
    "Possible",
    "Range",
    "Value",
    "is_unknown",
    "kind_of",
    "representatives",
]


class Possible(msgspec.Struct, frozen=True):
    """A text known to be one of several.

    >>> sorted(Possible(frozenset({"low", "positive"})).options)
    ['low', 'positive']
    """

    options: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse an empty set: a value that can be nothing is a mistake upstream."""
        if not self.options:
            raise ValueError("Possible needs at least one option")


class Range(msgspec.Struct, frozen=True):
    """A number or date between two ends, both included; an open end is infinite.

    A range open at both ends is unknown, like ``None``.

    >>> Range(date(2024, 3, 1), date(2024, 3, 31)).low.isoformat()
    '2024-03-01'
    """

    low: int | float | date
    high: int | float | date

    def __post_init__(self) -> None:
        """Refuse ends in the wrong order, or of different kinds."""
        low, high = _ends(self)
        if not low <= high:
            raise ValueError("Range needs low <= high")


Plain: TypeAlias = bool | int | float | str | date
Value: TypeAlias = Plain | Possible | Range | None
Kind: TypeAlias = Literal["boolean", "number", "text", "date"]


def kind_of(value: Plain | Possible | Range) -> Kind:
    """Tell which kind of constant a value can be compared with.

    >>> kind_of(True), kind_of(0.5), kind_of(Possible(frozenset({"low"})))
    ('boolean', 'number', 'text')
    >>> kind_of(Range(date(2024, 3, 1), inf))
    'date'
    """
    if isinstance(value, Range):
        return "date" if isinstance(value.low, date) or isinstance(value.high, date) else "number"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, date):
        return "date"
    return "text" if isinstance(value, str | Possible) else "number"


def is_unknown(value: Value) -> bool:
    """Tell whether nothing at all is known of a value.

    >>> is_unknown(None), is_unknown(Range(-inf, inf)), is_unknown(Range(0, inf))
    (True, True, False)
    """
    return value is None or (isinstance(value, Range) and (value.low, value.high) == (-inf, inf))


def representatives(
    value: Plain | Possible | Range, thresholds: Iterable[Plain]
) -> tuple[Plain, ...]:
    """Pick, from all that a value may be, enough to meet every answer there is.

    ``thresholds`` are the constants it is compared with, of the value's own kind.

    >>> representatives("low", [])
    ('low',)
    >>> sorted(representatives(Possible(frozenset({"low", "positive"})), ["zero"]))
    ['low', 'positive']
    """
    match value:
        case Possible(options):
            return tuple(options)
        case Range():
            return _stretches(value, thresholds)
        case _:
            return (value,)


def _stretches(known: Range, thresholds: Iterable[Any]) -> tuple[Plain, ...]:
    low, high = _ends(known)
    points = [low, *sorted({point for point in thresholds if low < point < high}), high]
    return (*points, *(_middle(left, right) for left, right in pairwise(points)))


# The two ends are numbers or dates, never mixed; no type says "ordered with each other".
def _ends(known: Range) -> tuple[Any, Any]:
    if kind_of(known) == "number":
        return known.low, known.high
    open_ends: dict[object, date] = {-inf: date.min, inf: date.max}
    return open_ends.get(known.low, known.low), open_ends.get(known.high, known.high)


def _middle(left: Any, right: Any) -> Any:
    if isinstance(left, date):
        return left + (right - left) / 2
    if isinf(left):
        return 0.0 if isinf(right) else right - 1
    return left + 1 if isinf(right) else left + (right - left) / 2
