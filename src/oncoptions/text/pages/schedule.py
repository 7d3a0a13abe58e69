"""How a drug is given, as a sentence: `600 mg by mouth once a day, days 1-21 of 28`.

>>> days_words((1, 2, 3, 8))
'days 1-3 and 8'
"""

from collections.abc import Iterator, Sequence

from oncoptions.knowledge.in_words import number
from oncoptions.knowledge.models import Monitoring, Schedule
from oncoptions.text.layout import joined

__all__ = ["days_words", "given_words", "watched_words"]

_ROUTES = {
    "oral": "by mouth",
    "intravenous": "into a vein",
    "subcutaneous": "under the skin",
    "intramuscular": "into a muscle",
    "implant": "as an implant",
    "topical": "on the skin",
    "other": "",
}
_TIMES = {1: "once a day", 2: "twice a day", 3: "three times a day"}


def given_words(row: Schedule) -> str:
    """Return one line of a schedule as a sentence.

    >>> given_words(Schedule(drug="x", dose="600 mg", route="oral", days=(1, 2, 3), cycle_days=28))
    '600 mg by mouth, days 1-3 of 28'
    """
    parts = [f"{row.dose} {_ROUTES[row.route]}".strip() + _often(row), *_when(row)]
    if row.infusion_minutes is not None:
        parts.append(f"over {row.infusion_minutes} minutes")
    if row.units_per_dose is not None:
        parts.append(_units(row.route, row.units_per_dose))
    return ", ".join(parts)


def _units(route: str, count: float) -> str:
    unit = {"oral": "pill", "implant": "implant"}.get(route, "injection")
    return f"{number(count)} {unit}{'' if count == 1 else 's'} a time"


def _often(row: Schedule) -> str:
    """How often on a day; a tablet taken daily says so even when it is once."""
    if row.daily or row.times_a_day > 1:
        return f" {_TIMES.get(row.times_a_day, f'{row.times_a_day} times a day')}"
    return ""


def _when(row: Schedule) -> Iterator[str]:
    if row.days:
        cycle = f" of {row.cycle_days}" if row.cycle_days is not None else ""
        yield f"{days_words(row.days)}{cycle}"
    elif row.cycle_days is not None and not row.daily:
        yield f"every {row.cycle_days} days"
    if row.first_cycle > 1:
        yield f"from cycle {row.first_cycle}"
    if row.last_cycle is not None:
        yield f"until cycle {row.last_cycle}"


def days_words(days: Sequence[int]) -> str:
    """Return days of a cycle with runs joined.

    >>> days_words((1,))
    'day 1'
    """
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"{'day' if len(days) == 1 else 'days'} {joined(words)}"


def watched_words(row: Monitoring) -> str:
    """Return when something is watched during treatment.

    >>> watched_words(Monitoring(test="ecg", every_days=14, until_day=56))
    'every 14 days from day 1 until day 56'
    """
    parts = [f"on {days_words(row.days)}"] if row.days else []
    if row.every_days is not None:
        end = f" until day {row.until_day}" if row.until_day is not None else ""
        parts.append(f"every {row.every_days} days from day {row.from_day}{end}")
    if row.as_needed:
        parts.append("as needed")
    return ", ".join(parts)
