"""Figures of a study as a line that a clinician reads at a glance.

>>> interval_words((0.39, 0.77))
'0.39-0.77'
>>> interval_words((22.1, None))
'22.1-not reached'
"""

from collections.abc import Callable, Iterable

from oncoptions.knowledge.models import Interval, QualityOfLife, Result, Study

__all__ = [
    "arms_words",
    "interval_words",
    "number",
    "quality_words",
    "ratio",
    "result_words",
    "shown_words",
]

_SHORT = {"percent": "%"}


def number(value: float) -> str:
    """Return a number without needless zeros.

    >>> number(35.0), number(2.5)
    ('35', '2.5')
    """
    return f"{value:g}"


def ratio(value: float) -> str:
    """Return a ratio as papers print it: two decimals, or the three it has.

    >>> ratio(0.9), ratio(0.732)
    ('0.90', '0.732')
    """
    return f"{value:.2f}" if round(value, 2) == value else number(value)


def interval_words(interval: Interval, as_number: Callable[[float], str] = number) -> str:
    """Return an interval; an end that nobody could estimate is not reached."""
    return "-".join("not reached" if end is None else as_number(end) for end in interval)


def result_words(result: Result) -> str:
    """Return a result with its comparison: `overall survival: 20 v 16 months, HR 0.80 (0.71-0.90)`.

    >>> import oncoptions.knowledge.models as m
    >>> shared = {"public": "2022-05-18", "unit": "months", "arm": "a", "comparator": "b"}
    >>> result_words(
    ...     m.Result(
    ...         **shared,
    ...         endpoint="overall survival",
    ...         value=20.1,
    ...         comparator_value=16.0,
    ...         hazard_ratio=0.8,
    ...         hr_ci95=(0.71, 0.9),
    ...     )
    ... )
    'overall survival: 20.1 v 16 months, HR 0.80 (0.71-0.90)'
    """
    parts = [part for part in (_values(result), _ratio(result)) if part]
    return f"{_endpoint(result)}: {', '.join(parts)}"


def _endpoint(result: Result) -> str:
    if result.endpoint == "other" and result.detail:
        return result.detail
    return f"{result.endpoint} ({result.detail})" if result.detail else result.endpoint


def _values(result: Result) -> str:
    ours = _value(result.value, result.not_reached, result.ci95)
    theirs = _value(result.comparator_value, result.comparator_not_reached, result.comparator_ci95)
    if not ours and not theirs:
        return ""
    pair = f"{ours or 'not given'} v {theirs}" if theirs else ours
    is_bare = result.value is None and result.comparator_value is None
    unit = _SHORT.get(result.unit, f" {result.unit}")
    return pair if is_bare else f"{pair}{unit}"


def _value(value: float | None, not_reached: bool, interval: Interval | None) -> str:
    word = "not reached" if not_reached else "" if value is None else number(value)
    return f"{word} ({interval_words(interval)})" if word and interval is not None else word


def _ratio(result: Result) -> str:
    if result.hazard_ratio is None:
        return ""
    interval = "" if result.hr_ci95 is None else f" ({interval_words(result.hr_ci95, ratio)})"
    return f"HR {ratio(result.hazard_ratio)}{interval}"


def quality_words(report: QualityOfLife) -> str:
    """Return what people reported about their life, with the questionnaire."""
    return f"quality of life ({report.instrument}): {report.says}"


def arms_words(study: Study, arm: str, comparator: str | None) -> str:
    """Return which arm a figure is of, and against which: `drug v placebo`."""
    names = {known.id: known.name for known in study.arms}
    words = names.get(arm, arm)
    return words if comparator is None else f"{words} v {names.get(comparator, comparator)}"


def shown_words(study: Study, results: Iterable[Result]) -> str:
    """Return several results, those of the same arms together, with the arms named first."""
    grouped: dict[str, list[str]] = {}
    for result in results:
        arms = arms_words(study, result.arm, result.comparator)
        grouped.setdefault(arms, []).append(result_words(result))
    return ". ".join(f"{arms}: {'; '.join(words)}" for arms, words in grouped.items())
