"""`prior_therapies` and `medicines` from all that was given.

Records of one drug that follow each other are one course. Courses that start within 28 days of
each other, in one setting, and end alike are one entry. Courses of one start that end apart, and
drugs added while others of the line go on, share a line.
"""

import datetime as dt
from typing import Any

from oncoptions.records.fhir.draft import Draft, Moment
from oncoptions.records.fhir.given import Given

__all__ = ["state_medicines", "state_treatments"]

_TOGETHER_DAYS = 28
_REFILL_DAYS = 100
_NEAR_SPREAD_DAYS = 31


def state_treatments(draft: Draft, given: list[Given], since: Moment) -> None:
    """State the anticancer treatments, oldest first."""
    lexicon = draft.lexicon
    drugs = [g for g in given if g.drug in lexicon.classes and g.drug not in lexicon.supportive]
    courses = [_with_setting(course, since) for course in _courses(drugs)]
    entries = _entries(sorted(courses, key=_order))
    lines = _lines(entries)
    if entries:
        draft.case["prior_therapies"] = [
            _entry(draft, entry, line, i)
            for i, (entry, line) in enumerate(zip(entries, lines, strict=True))
        ]


def state_medicines(draft: Draft, given: list[Given]) -> None:
    """State what is taken now for other reasons; what is over is left."""
    named: list[str] = []
    lexicon = draft.lexicon
    for each in sorted(given, key=_order):
        if each.drug in lexicon.classes and each.drug not in lexicon.supportive:
            continue
        name = lexicon.names.get(each.drug, each.drug)
        if each.ongoing is not True or draft.later(each.start):
            draft.leave(each.origin.entry, f"not known to be taken now ({each.origin.code})")
        elif name not in named:
            named.append(name)
            draft.source(f"medicines[{name}]", each.origin)
    if named:
        draft.case["medicines"] = sorted(named)


def _order(given: Given) -> tuple[Any, ...]:
    return (given.start.last, given.start.first, given.last.last, given.drug, given.origin.entry.id)


# --------------------------------------------------------------------------------------- courses


def _courses(given: list[Given]) -> list[Given]:
    """Join records of one drug that follow each other."""
    courses: list[Given] = []
    open_now: dict[str, int] = {}
    for each in sorted(given, key=_order):
        index = open_now.get(each.drug)
        if index is not None and _follows(courses[index], each):
            courses[index] = _joined(courses[index], each)
        else:
            open_now[each.drug] = len(courses)
            courses.append(each)
    return courses


def _follows(course: Given, each: Given) -> bool:
    if course.setting != each.setting or course.reason is not None:
        return False
    if not (course.start.known and each.start.known):
        return course.start.known == each.start.known and course.ongoing == each.ongoing
    gap = (each.start.first - course.last.last).days
    alike = course.ongoing == each.ongoing
    return gap <= (_REFILL_DAYS if alike or each.refillable else _TOGETHER_DAYS) and (
        alike or each.refillable or gap > 0
    )


def _joined(course: Given, each: Given) -> Given:
    later = each if each.last.last >= course.last.last else course
    return course._replace(
        end=later.end, last=later.last, ongoing=later.ongoing, reason=each.reason
    )


def _with_setting(course: Given, since: Moment) -> Given:
    """Say the setting by dates where no intent says it; relapse is growth in a curative setting."""
    setting = course.setting or _by_dates(course.start, since)
    curative = setting in ("adjuvant", "neoadjuvant")
    reason = "relapse" if curative and course.reason == "progression" else course.reason
    return course._replace(setting=setting, reason=reason)


def _by_dates(start: Moment, since: Moment) -> str | None:
    if not (start.known and since.known):
        return None
    near = dt.timedelta(days=_NEAR_SPREAD_DAYS)
    if start.last < since.first - near:
        return "adjuvant"
    return "metastatic" if start.first >= since.first - near else None


# ------------------------------------------------------------------------------ entries and lines


def _entries(courses: list[Given]) -> list[list[Given]]:
    """Join courses that start together and end alike."""
    entries: list[list[Given]] = []
    for course in courses:
        for entry in entries:
            if _together(entry[0], course) and _end_alike(entry[0], course):
                entry.append(course)
                break
        else:
            entries.append([course])
    return entries


def _together(first: Given, course: Given) -> bool:
    """Whether two courses start within 28 days, in one setting."""
    if first.setting != course.setting or not (first.start.known and course.start.known):
        return False
    return (course.start.first - first.start.last).days <= _TOGETHER_DAYS


def _end_alike(first: Given, course: Given) -> bool:
    if (first.ongoing, first.reason) != (course.ongoing, course.reason):
        return False
    if first.end.known != course.end.known:
        return False
    return abs((first.end.last - course.end.last).days) <= _TOGETHER_DAYS


def _lines(entries: list[list[Given]]) -> list[int | None]:
    """Number the lines for metastatic disease, where entries share one; else leave them alone."""
    metastatic = [entry for entry in entries if entry[0].setting == "metastatic"]
    if not all(entry[0].start.known for entry in metastatic):
        return [None] * len(entries)
    numbers: list[int | None] = []
    line: list[list[Given]] = []
    count = 0
    for entry in entries:
        if entry[0].setting != "metastatic":
            numbers.append(None)
            continue
        if not any(_same_line(other[0], entry[0]) for other in line):
            line, count = [], count + 1
        line.append(entry)
        numbers.append(count)
    return numbers if count < len(metastatic) else [None] * len(entries)


def _same_line(earlier: Given, later: Given) -> bool:
    """Whether a later entry belongs to the line of an earlier one, which then goes on beside it."""
    if _together(earlier, later):
        return True
    return earlier.end.known and (earlier.end.first - later.start.last).days > _TOGETHER_DAYS


def _entry(draft: Draft, courses: list[Given], line: int | None, index: int) -> dict[str, Any]:
    first = courses[0]
    latest_end = max((course.end for course in courses), key=lambda end: end.last)
    said: dict[str, Any] = {
        "drugs": [draft.lexicon.names[course.drug] for course in courses],
        "setting": first.setting,
        "line": line,
        "started": first.start.text,
        "ended": latest_end.text,
        "reason_stopped": first.reason,
    }
    if first.ongoing is True or (
        first.ongoing is False and not latest_end.known and not first.reason
    ):
        said["ongoing"] = first.ongoing
    for i, course in enumerate(courses):
        draft.source(f"prior_therapies[{index}].drugs[{i}]", course.origin)
    return {key: value for key, value in said.items() if value not in (None, "")}
