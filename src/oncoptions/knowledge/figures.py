"""Figures of a study that cannot be right.

An interval that does not hold its estimate, more severe events than events, a result that was
public before anybody took part: each is a slip of the pen that a reader would believe.
"""

from collections.abc import Iterator

from oncoptions.facts.dates import span
from oncoptions.knowledge.models import AdverseEvent, Interval, Result, Study

__all__ = ["impossible_figures"]

Found = tuple[tuple[str | int, ...], str, str]


def impossible_figures(study: Study) -> Iterator[Found]:
    """Yield where in the study, what is wrong, and the mend."""
    arms = {arm.id for arm in study.arms}
    for i, result in enumerate(study.results):
        for message in _result(result, arms):
            yield ("results", i), message, "Hold it against the source."
        if study.enrolment_from is not None and _first(result.public) < _first(
            study.enrolment_from
        ):
            yield (
                ("results", i, "public"),
                "public before the first person took part",
                "Mend the date.",
            )
    for i, event in enumerate(study.adverse_events):
        for message in _event(event, arms):
            yield ("adverse_events", i), message, "Hold it against the source."
    if study.enrolment_from is not None and _first(study.published) < _first(study.enrolment_from):
        yield ("published",), "published before the first person took part", "Mend the date."


def _result(result: Result, arms: set[str]) -> Iterator[str]:
    yield from _arms((result.arm, result.comparator), arms)
    if not _around(result.value, result.ci95):
        yield "the value lies outside its interval"
    if not _around(result.comparator_value, result.comparator_ci95):
        yield "the comparator's value lies outside its interval"
    if not _around(result.hazard_ratio, result.hr_ci95):
        yield "the hazard ratio lies outside its interval"
    if result.hr_ci95 is not None and result.hazard_ratio is None:
        yield "an interval without its hazard ratio"
    if result.unit == "percent" and max(result.value or 0, result.comparator_value or 0) > 100:
        yield "more than 100 percent"
    if result.value is None and not result.not_reached and result.hazard_ratio is None:
        yield "no figure at all"
    if result.comparator_value is not None and result.comparator is None:
        yield "a comparator's value without a comparator"


def _event(event: AdverseEvent, arms: set[str]) -> Iterator[str]:
    yield from _arms((event.arm, event.comparator), arms)
    if _more(event.grade_3_or_more, event.any_grade):
        yield "more people with grade 3 or more than with any grade"
    if _more(event.comparator_grade_3_or_more, event.comparator_any_grade):
        yield "in the comparator, more people with grade 3 or more than with any grade"
    if event.any_grade is None and event.grade_3_or_more is None:
        yield "no figure at all"


def _arms(named: tuple[str | None, ...], arms: set[str]) -> Iterator[str]:
    for arm in named:
        if arm is not None and arm not in arms:
            yield f"no arm '{arm}' in this study"


def _more(part: float | None, whole: float | None) -> bool:
    return part is not None and whole is not None and part > whole


def _around(value: float | None, interval: Interval | None) -> bool:
    if value is None or interval is None:
        return True
    low, high = interval
    return (low is None or low <= value) and (high is None or value <= high)


def _first(date: str | int) -> str:
    try:
        return span(str(date))[0].isoformat()
    except ValueError:
        return ""
