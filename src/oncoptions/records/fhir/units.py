"""Measured amounts in the units of the facts, as far as a unit fits.

Only conversions that need nothing but the number are made. What has no unit, or one that does not
fit, is not read: a slip of unit is worse than a missing value.
"""

from collections.abc import Mapping

from oncoptions.facts.vocabulary import FactEntry
from oncoptions.records.fhir.resources import Quantity, ReferenceRange

__all__ = ["amount", "times_normal"]

_COUNT = {
    "10*9/L": 1.0,
    "10^9/L": 1.0,
    "10*3/uL": 1.0,
    "10^3/uL": 1.0,
    "10*3/mm3": 1.0,
    "K/uL": 1.0,
    "G/L": 1.0,
    "/uL": 0.001,
    "{cells}/uL": 0.001,
    "cells/uL": 0.001,
    "/mm3": 0.001,
}
_BURDEN = dict.fromkeys(
    ("{mutations}/Mb", "1/1000000{Base}", "mut/Mb", "mutations/Mb", "{mutations}/{megabase}"), 1.0
)
_UNITS: Mapping[str, Mapping[str, float]] = {
    "%": {"%": 1.0},
    "ms": {"ms": 1.0, "msec": 1.0, "s": 1000.0},
    "mL/min": {"mL/min": 1.0},
    "mg/dL": {"mg/dL": 1.0},
    "g/dL": {"g/dL": 1.0, "g/L": 0.1},
    "mmol/L": {"mmol/L": 1.0},
    "10*9/L": _COUNT,
    "{mutations}/Mb": _BURDEN,
    "wk": {"wk": 1.0},
    "": {"": 1.0, "1": 1.0, "{score}": 1.0, "score": 1.0, "{CPS}": 1.0},
}
"""The unit of a fact, the units of records that fit it, and the factor between them."""

_OF_SUBSTANCE: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "fasting_glucose_mg_dl": {"mmol/L": (18.016, 0.0)},
    "hba1c_percent": {
        "mmol/mol": (0.09148, 2.152),
        "%{HemoglobinA1C}": (1.0, 0.0),
        "%{HbA1c}": (1.0, 0.0),
    },
    "calcium_mmol_l": {"mg/dL": (0.2495, 0.0), "meq/L": (0.5, 0.0), "mEq/L": (0.5, 0.0)},
    "magnesium_mmol_l": {"mg/dL": (0.4114, 0.0), "meq/L": (0.5, 0.0), "mEq/L": (0.5, 0.0)},
    "potassium_mmol_l": {"meq/L": (1.0, 0.0), "mEq/L": (1.0, 0.0)},
}
"""What depends on the substance: a factor and what is added (HbA1c by the IFCC-NGSP equation)."""

_SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


def amount(fact: str, entry: FactEntry, quantity: Quantity) -> float | int | str:
    """Return a quantity in the fact's unit, or `<5` where only a bound is known.

    Raises ValueError saying why it cannot be read.
    """
    if quantity.value is None:
        raise ValueError("no value")
    factor, added = _factor(fact, entry, quantity)
    value = _tidy(quantity.value * factor + added)
    _within(entry, value)
    if fact in ("er_percent", "pr_percent") and 0 < value < 1 and quantity.comparator is None:
        raise ValueError("between 0 and 1 %: a percentage or a fraction?")
    return _bounded(value, quantity.comparator)


def times_normal(
    entry: FactEntry, quantity: Quantity, ranges: list[ReferenceRange]
) -> float | int | str:
    """Return a quantity as a multiple of the upper limit of normal that stands beside it.

    Raises ValueError where there is no one such limit in the same unit.
    """
    limits = {
        _tidy(r.high.value)
        for r in ranges
        if r.high is not None
        and r.high.value
        and (_unit(r.high) or _unit(quantity)) == _unit(quantity)
    }
    if quantity.value is None:
        raise ValueError("no value")
    if len(limits) != 1 or min(limits) <= 0:
        raise ValueError("no upper limit of normal beside it")
    value = _tidy(round(quantity.value / limits.pop(), 2))
    _within(entry, value)
    return _bounded(value, quantity.comparator)


def _factor(fact: str, entry: FactEntry, quantity: Quantity) -> tuple[float, float]:
    known = _UNITS.get(entry.unit or "", {})
    special = _OF_SUBSTANCE.get(fact, {})
    for unit in (quantity.code or "", quantity.unit or ""):
        if unit in known:
            return known[unit], 0.0
        if unit in special:
            return special[unit]
    if not entry.unit and _unit(quantity) == "":
        return 1.0, 0.0
    raise ValueError("a unit that does not fit" if _unit(quantity) else "no unit")


def _unit(quantity: Quantity) -> str:
    return (quantity.code or quantity.unit or "").strip()


def _within(entry: FactEntry, value: float) -> None:
    low, high = entry.min, entry.max
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValueError("outside what is possible: check the value and its unit")


def _bounded(value: float, comparator: str | None) -> float | int | str:
    if comparator is None:
        return value
    if comparator not in _SIGNS:
        raise ValueError("a comparator that is not known")
    return f"{_SIGNS[comparator]}{value:g}"


def _tidy(value: float) -> float | int:
    """Return a number without the noise of conversion, whole where it is whole.

    >>> _tidy(5.0), _tidy(0.30000000000000004)
    (5, 0.3)
    """
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded
