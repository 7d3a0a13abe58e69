"""Observations: which fact each is about, and what it says.

Every understood observation becomes a `Result`; `settle` then chooses among results of one fact.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import Entry
from oncoptions.records.fhir.codes import keys, shown
from oncoptions.records.fhir.draft import Draft, Moment, Origin
from oncoptions.records.fhir.resources import Observation, Valued
from oncoptions.records.fhir.values import value_of

__all__ = ["Result", "effective", "results_of", "usable"]

_NOT_RESULTS = frozenset({"entered-in-error", "cancelled", "registered"})
_FRESH_DAYS = {"pregnancy_weeks": 31}
"""A fact that changes so fast that an older result says nothing about today."""


class Result(NamedTuple):
    """One result about one fact."""

    fact: str
    value: Any
    when: Moment
    origin: Origin
    specimen: str = ""


def usable(draft: Draft, entry: Entry, observation: Observation) -> bool:
    """Whether an observation stands; else it is left with the reason."""
    if observation.status in _NOT_RESULTS:
        draft.leave(entry, f"its status is {observation.status}")
        return False
    return True


def effective(draft: Draft, entry: Entry, observation: Observation) -> Moment:
    """Return when an observation was true."""
    period = observation.effective_period
    return draft.moment(
        entry,
        observation.effective_date_time
        or observation.effective_instant
        or (period and (period.end or period.start))
        or observation.issued,
    )


def results_of(draft: Draft, entry: Entry, observation: Observation) -> Iterator[Result]:
    """Yield the results of one observation and its components; what says nothing is left."""
    parts: list[Valued] = [observation, *observation.component]
    when: Moment | None = None
    understood = False
    for part in parts:
        facts = _facts(draft, part)
        if not facts:
            continue
        understood = True
        when = when or effective(draft, entry, observation)
        if (result := _result(draft, entry, observation, part, facts, when)) is not None:
            yield result
    if not understood:
        draft.leave(entry, f"no fact for {shown(observation.code)}")


def _facts(draft: Draft, part: Valued) -> tuple[str, ...]:
    """Return the facts a code names, measured ones before called ones."""
    coded = draft.vocabulary.coded
    found = dict.fromkeys(fact for key in keys(part.code) for fact in coded.get(key, ()))
    if not found and isinstance(part, Observation):
        found = dict.fromkeys(_by_answer(draft, part))
    order = list(found)
    return tuple(sorted(found, key=lambda f: (_rank(draft, f), order.index(f))))


def _rank(draft: Draft, fact: str) -> int:
    if fact == "her2_status":
        return 2
    return 0 if draft.vocabulary.facts[fact].type == "number" else 1


def _by_answer(draft: Draft, part: Valued) -> Iterator[str]:
    """Yield facts for which the observation's own code is already the answer."""
    for key in keys(part.code):
        for fact, answers in draft.vocabulary.answers.items():
            if key in answers and key not in terms.ANSWERS:
                yield fact


def _result(
    draft: Draft,
    entry: Entry,
    observation: Observation,
    part: Valued,
    facts: tuple[str, ...],
    when: Moment,
) -> Result | None:
    code = next((k for k in keys(part.code) if k in draft.vocabulary.coded), shown(part.code))
    if draft.later(when) and not draft.vocabulary.receptors.issuperset(facts):
        draft.leave(entry, f"dated after the day asked about ({code})")
        return None
    why = f"no value that is understood ({code})"
    for fact in facts:
        try:
            read = value_of(draft.vocabulary, fact, part, observation.reference_range)
        except ValueError as error:
            why = f"{error} ({code})"
            break
        if read is not None:
            return _fresh(
                draft, entry, fact, read.value, when, Origin(entry, code, when.text, read.text)
            )
    draft.leave(entry, why)
    return None


def _fresh(
    draft: Draft, entry: Entry, fact: str, value: Any, when: Moment, origin: Origin
) -> Result | None:
    limit = _FRESH_DAYS.get(fact)
    if limit is not None and (not when.known or (draft.on - when.first).days > limit):
        draft.leave(entry, f"too old to say how it is now ({origin.code})")
        return None
    return Result(fact, value, when, origin)
