"""One value for each fact out of all results: the latest; receptors by sample, earlier ones kept.

Results of one receptor within a month that do not contradict each other, or of one specimen, are
one sample (a score and the gene test that follows it). Results that contradict each other on the
same day are both possible.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from oncoptions.records.fhir.draft import Draft, Moment
from oncoptions.records.fhir.observations import Result

__all__ = ["settle"]

_RECEPTORS = (
    ("er_percent", "er"),
    ("pr_percent", "pr"),
    ("her2_ihc", "her2_ish", "her2_status"),
)
_MONTH = 31


class Sample(NamedTuple):
    """Results of one receptor from one specimen, by fact."""

    when: Moment
    results: dict[str, list[Result]]
    specimen: str


def settle(draft: Draft, results: Iterable[Result]) -> None:
    """State the latest value of each fact, and earlier differing receptors as specimens."""
    by_fact: dict[str, list[Result]] = {}
    for result in results:
        by_fact.setdefault(result.fact, []).append(result)
    receptors = {fact for group in _RECEPTORS for fact in group}
    earlier: list[Sample] = []
    for group in _RECEPTORS:
        earlier += _receptor(draft, [r for fact in group for r in by_fact.get(fact, [])])
    _specimens(draft, earlier)
    for fact in draft.vocabulary.facts:
        if fact in by_fact and fact not in receptors:
            _latest(draft, fact, by_fact[fact])


def _latest(draft: Draft, fact: str, results: list[Result]) -> None:
    order = sorted(results, key=_age)
    latest = _age(order[-1])
    last = [r for r in order if _age(r) == latest]
    _state(draft, _path(draft, fact), last)
    for result in order:
        if _age(result) != latest and result.value != last[-1].value:
            draft.leave(result.origin.entry, f"an earlier result ({result.origin.code})")


def _age(result: Result) -> tuple[Any, ...]:
    return (result.when.last, result.when.first, result.when.hour)


def _path(draft: Draft, fact: str) -> str:
    path = draft.vocabulary.facts[fact].case
    assert path is not None, f"{fact} has codes but no place in a case file"
    return path


def _state(draft: Draft, path: str, results: list[Result]) -> None:
    """Put the value of results of equal age; those that differ are possible values together."""
    values = _distinct(r.value for r in results)
    draft.put(path, values[0] if len(values) == 1 else _possible(values), results[0].origin)
    if len(values) > 1:
        for result in results[1:]:
            draft.leave(result.origin.entry, f"differs from another result of that day ({path})")


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def _possible(values: list[Any]) -> Any:
    """Return several values as what is possible.

    >>> _possible(["positive", "negative"]), _possible([5, 9])
    (['negative', 'positive'], {'min': 5, 'max': 9})
    """
    if all(isinstance(value, str) for value in values):
        return sorted(values)
    numbers = [value for value in values if isinstance(value, int | float)]
    return {"min": min(numbers), "max": max(numbers)} if numbers else values[0]


def _receptor(draft: Draft, results: list[Result]) -> list[Sample]:
    """State the current sample of one receptor; return the others that differ from it.

    A sample dated after the day asked about stays among the others: the case file sets it aside.
    """
    later = _samples(sorted((r for r in results if draft.later(r.when)), key=_age))
    samples = _samples(sorted((r for r in results if not draft.later(r.when)), key=_age))
    if not samples:
        return later
    *others, current = samples
    for fact, found in current.results.items():
        _state(draft, _path(draft, fact), found)
    now = {fact: found[-1].value for fact, found in current.results.items()}
    differ = [s for s in others if any(r[-1].value != now.get(f) for f, r in s.results.items())]
    return [*differ, *later]


def _samples(results: list[Result]) -> list[Sample]:
    samples: list[Sample] = []
    for result in results:
        if samples and _belongs(samples[-1], result):
            last = samples.pop()
            last.results.setdefault(result.fact, []).append(result)
            samples.append(last._replace(specimen=last.specimen or result.specimen))
        else:
            samples.append(Sample(result.when, {result.fact: [result]}, result.specimen))
    return samples


def _belongs(sample: Sample, result: Result) -> bool:
    """Whether a result is of the sample before it."""
    same_day = sample.when.last == result.when.last
    if sample.specimen and result.specimen and sample.specimen != result.specimen and not same_day:
        return False
    values = {r.value for r in sample.results.get(result.fact, []) if isinstance(r.value, str)}
    agrees = result.fact not in sample.results or result.value in values or same_day
    near = result.when.known == sample.when.known and (
        abs((result.when.last - sample.when.last).days) <= _MONTH
    )
    return agrees and near


def _specimens(draft: Draft, samples: list[Sample]) -> None:
    """Write earlier samples, those of one day together, oldest first."""
    days: dict[str, list[Sample]] = {}
    for sample in sorted(samples, key=lambda s: (s.when.last, s.when.first)):
        days.setdefault(sample.when.text, []).append(sample)
    written: list[dict[str, Any]] = []
    for day, found in days.items():
        specimen: dict[str, Any] = {"date": day} if day else {}
        for sample in found:
            for fact, results in sample.results.items():
                key = _path(draft, fact)
                specimen[key] = results[-1].value
                draft.source(f"specimens[{len(written)}].{key}", results[-1].origin)
        written.append(specimen)
    if written:
        draft.case["specimens"] = written
