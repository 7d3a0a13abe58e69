"""Numbers as reports write them: `95`, `">90%"`, `"<1"`, `"80-90"`, `{min: 80, max: 90}`.

>>> number(">90%")
Range(low=90.00000000000001, high=inf)
>>> number({"min": 80, "max": 90})
Range(low=80, high=90)
"""

import math
import re
from typing import Any

from oncoptions.criteria import Range

__all__ = ["number"]

_BOUND = re.compile(r"^(<=|>=|<|>|≤|≥)\s*(\d+(?:\.\d+)?)\s*%?$", re.ASCII)
_SPAN = re.compile(r"^(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*%?$", re.ASCII)
_PLAIN = re.compile(r"^(\d+(?:\.\d+)?)\s*%?$", re.ASCII)


def number(written: Any) -> float | int | Range:
    """Read a number or a range of numbers.

    Raises ValueError for anything else.
    """
    if isinstance(written, bool):
        raise ValueError("not a number")
    if isinstance(written, int | float):
        if math.isnan(written):
            raise ValueError("not a number")
        return written
    if isinstance(written, dict):
        return _from_ends(written)
    if isinstance(written, str):
        return _from_text(written.strip())
    raise ValueError("not a number")


def _from_ends(ends: dict[str, Any]) -> float | Range:
    if not ends or set(ends) - {"min", "max"}:
        raise ValueError("a range has `min` and `max` and nothing else")
    low, high = ends.get("min", -math.inf), ends.get("max", math.inf)
    if any(isinstance(end, bool) or not isinstance(end, int | float) for end in (low, high)):
        raise ValueError("the ends of a range are numbers")
    if low > high:
        raise ValueError("`min` is larger than `max`")
    return Range(low, high)


def _from_text(text: str) -> float | Range:
    if found := _PLAIN.match(text):
        return float(found[1])
    if found := _SPAN.match(text):
        return _from_ends({"min": float(found[1]), "max": float(found[2])})
    if found := _BOUND.match(text):
        end = float(found[2])
        match found[1]:
            case "<":
                return Range(-math.inf, math.nextafter(end, -math.inf))
            case ">":
                return Range(math.nextafter(end, math.inf), math.inf)
            case "<=" | "≤":
                return Range(-math.inf, end)
            case _:
                return Range(end, math.inf)
    raise ValueError("not a number")
