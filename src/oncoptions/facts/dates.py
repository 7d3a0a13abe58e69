"""Dates as people write them: a day, a month, a year, or "so many months ago".

What is not known to the day is kept as what it can be. Everything is counted in months before the
day asked about (`on`), as a pair (fewest, most): criteria compare months, never calendar days. A
comparison is unknown when the two ends disagree.

>>> import datetime as dt
>>> months_ago("2025-11-23", dt.date(2026, 11, 23))
Ago(fewest=12.0, most=12.0)
>>> months_ago("2025-11", dt.date(2026, 11, 23)).most > 12
True
"""

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Ago", "in_force_from", "months_ago", "months_between", "span"]

_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$", re.ASCII)
_DAYS_A_MONTH = 30.4375


class Ago(NamedTuple):
    """Months before the day asked about: at least `fewest`, at most `most`; negative is later."""

    fewest: float
    most: float


def span(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day that a date such as `2024`, `2024-03` or `2024-03-08` can be.

    Raises ValueError for anything else, for a day that does not exist, and for the year 0000.

    >>> span("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    found = _DATE.match(str(text))
    if found is None:
        raise ValueError("not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if year < 1900:
        raise ValueError("a year before 1900 cannot be right")
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        first = dt.date(year, month, 1)
        return first, dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


# The same few dates are asked for every option of every person.
@lru_cache(maxsize=4096)
def in_force_from(text: str) -> dt.date:
    """Return the day from which a date counts: of a month or a year, its last day."""
    return span(text)[1]


def months_between(earlier: dt.date, later: dt.date) -> float:
    """Count calendar months from one day to another, days as parts of a month of 30.4 days.

    >>> months_between(dt.date(2025, 9, 1), dt.date(2026, 9, 1))
    12.0
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months + round((later.day - earlier.day) / _DAYS_A_MONTH, 3)


def months_ago(text: str, on: dt.date) -> Ago:
    """Return how many months before `on` a date was; a month that holds `on` ends at `on`."""
    first, last = span(text)
    if first <= on < last:
        last = on
    return Ago(months_between(last, on), months_between(first, on))
