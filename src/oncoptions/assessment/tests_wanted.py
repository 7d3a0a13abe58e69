"""Which tests or questions would change the answer, and how.

A *deciding* test would change the status of an option: this is found by trying every result it can
have, not by guessing from the text of a criterion.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from oncoptions.assessment.answer import OptionRow, TestRow
from oncoptions.assessment.person import Person
from oncoptions.assessment.standing import address
from oncoptions.assessment.status import judge
from oncoptions.criteria import Plain, Possible, Range, representatives
from oncoptions.knowledge.models import Regimen, Test

__all__ = ["tests_wanted"]

_MOST_RESULTS = 24
"""Combined results tried of one test; with more, each fact is tried alone, and the ends of all."""
_ORDER = {"deciding": 0, "confirm": 1, "recommended": 2, "before_start": 3, "judgement": 4}


def tests_wanted(person: Person, rows: Iterable[OptionRow]) -> tuple[TestRow, ...]:
    """Return the tests, those that would change most options first."""
    rows = tuple(rows)
    found = [*_deciding(person, rows), *_recommended(person), *_before_start(person, rows)]
    merged: dict[str, TestRow] = {}
    for row in sorted(found, key=lambda t: _ORDER[t.kind]):
        merged.setdefault(f"{row.kind}:{row.id}", row)
    weigh = {row.id: len(row.would_open) + len(row.would_close) for row in found}
    return tuple(sorted(merged.values(), key=lambda t: (_ORDER[t.kind], -weigh[t.id], t.id)))


# --------------------------------------------------------------------------------------- deciding


def _deciding(person: Person, rows: tuple[OptionRow, ...]) -> Iterator[TestRow]:
    waiting = [row for row in rows if row.status == "depends"]
    by_test: dict[str, dict[str, None]] = {}
    for row in waiting:
        for fact in row.deciding_facts:
            by_test.setdefault(person.base.test_of.get(fact) or fact, {})[fact] = None
    for identity, facts in by_test.items():
        concerned = [
            person.base.regimens[row.id]
            for row in waiting
            if not facts.keys().isdisjoint(row.deciding_facts)
        ]
        opens, closes = _changes(person, tuple(facts), concerned)
        if opens or closes:
            yield _test_row(person, identity, tuple(facts), opens, closes)


def _changes(
    person: Person, facts: tuple[str, ...], concerned: list[Regimen]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Try every result: the options that some result opens, and those that some result closes."""
    opens: dict[str, None] = {}
    closes: dict[str, None] = {}
    for result in _all_results(person, facts):
        other = person.learning(result)
        for regimen in concerned:
            status = judge(other, regimen).status
            if status == "fits":
                opens[regimen.id] = None
            elif status != "depends":
                closes[regimen.id] = None
    return tuple(sorted(opens)), tuple(sorted(closes))


def _all_results(person: Person, facts: tuple[str, ...]) -> Iterator[dict[str, Plain]]:
    """Yield what a test may find: every combination, or where those are many, fact by fact.

    Then the ends are combined too: only ER *and* PR negative make a cancer receptor negative.
    """
    results = {fact: _results(person, fact) for fact in facts}
    if prod(map(len, results.values())) <= _MOST_RESULTS:
        for combined in product(*results.values()):
            yield dict(zip(facts, combined, strict=True))
        return
    for fact, values in results.items():
        for value in values:
            yield {fact: value}
    ends = [(values[0], values[-1]) for values in results.values()]
    for mixed in product(*ends) if 2 ** len(ends) <= _MOST_RESULTS else zip(*ends, strict=True):
        yield dict(zip(facts, mixed, strict=True))


def _results(person: Person, fact: str) -> tuple[Plain, ...]:
    """Return one value of each kind that a fact may still have."""
    entry, known = person.base.vocabulary.facts[fact], person.values.get(fact)
    if isinstance(known, Possible):
        return tuple(v for v in entry.values if v in known.options)
    if entry.type == "boolean":
        return (True, False)
    if entry.type == "category":
        return entry.values
    low, high = (known.low, known.high) if isinstance(known, Range) else (entry.min, entry.max)
    span = Range(float("-inf") if low is None else low, float("inf") if high is None else high)
    return tuple(sorted(representatives(span, person.base.thresholds(fact))))


def _test_row(
    person: Person,
    identity: str,
    facts: tuple[str, ...],
    opens: tuple[str, ...],
    closes: tuple[str, ...],
) -> TestRow:
    test = person.base.tests.get(identity)
    judged = all(person.base.vocabulary.facts[fact].judgement for fact in facts)
    what = " and ".join(
        text for text in (_count(opens, "could open"), _count(closes, "could close")) if text
    )
    return TestRow(
        id=identity,
        kind="judgement" if judged else "deciding",
        name=test.name if test else person.base.vocabulary.facts[identity].question,
        facts=facts,
        why=f"The result {what}.",
        would_open=opens,
        would_close=closes,
        specimen=test.specimen if test else None,
        sources=address(person.base, test.sources) if test else (),
    )


def _count(ids: tuple[str, ...], verb: str) -> str:
    return f"{verb} {len(ids)} option{'s' if len(ids) > 1 else ''}" if ids else ""


# ---------------------------------------------------------------------- recommended, before start


def _recommended(person: Person) -> Iterator[TestRow]:
    for test in person.base.tests.values():
        said = [
            r
            for r in test.recommended
            if person.view.in_force(r.since, r.until) and person.ask(r.when) is True
        ]
        missing = _not_done(person, test)
        if said and missing:
            sources = tuple(dict.fromkeys(s for r in said for s in r.sources))
            why = "; ".join(f"{r.by}: {r.says}" for r in said)
            yield TestRow(
                test.id, "recommended", test.name, missing, why,
                _later_lines(person, missing), (),
                test.specimen, address(person.base, sources),
            )  # fmt: skip


def _not_done(person: Person, test: Test) -> tuple[str, ...]:
    """The facts that a test would give, if none of them has been found out yet."""
    facts = [f for f in test.facts if person.base.vocabulary.facts[f].case is not None]
    states = [person.facts.findings[fact].state for fact in facts]
    return () if {"known", "derived"} & set(states) else tuple(facts)


def _later_lines(person: Person, missing: tuple[str, ...]) -> tuple[str, ...]:
    """The options that a result decides now or in a later line: the history is left open."""
    anyone = person.with_open_history
    found = []
    for regimen in person.base.regimens.values():
        if person.base.regimen_reads(regimen).isdisjoint(missing):
            continue
        verdict = judge(anyone, regimen)
        open_facts = anyone.open_facts(verdict.supports) if verdict.status == "depends" else set()
        if not open_facts.isdisjoint(missing):
            found.append(regimen.id)
    return tuple(sorted(found))


def _before_start(person: Person, rows: tuple[OptionRow, ...]) -> Iterator[TestRow]:
    wanted: dict[str, dict[str, None]] = {}
    facts: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    sources: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.status != "fits" or row.current:
            continue
        for check in row.before_start:
            wanted.setdefault(check.test, {})[row.id] = None
            facts.setdefault(check.test, {}).update(dict.fromkeys(check.facts))
            sources.setdefault(check.test, {}).update(dict.fromkeys(check.sources))
            names[check.test] = check.name
    for identity, options in wanted.items():
        test: Test | None = person.base.tests.get(identity)
        why = f"Before the first dose of {len(options)} option{'s' if len(options) > 1 else ''}."
        yield TestRow(
            identity, "before_start", names[identity], tuple(facts[identity]), why, (), (),
            test.specimen if test else None, tuple(sources[identity]),
        )  # fmt: skip
