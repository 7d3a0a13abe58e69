"""Which tests and questions an answer asks for, of which kind, and what each would change.

A deciding test is held against brute force: every value its facts may have is tried, and the whole
answer is worked out anew from a case file that says so.
"""

from itertools import product
from typing import Any

import pytest
from tests.assessment.tiny import HER2, LUMINAL, TRIPLE_NEGATIVE, Facts_, ask, base, given, wanted

from oncoptions.assessment import answer as shape

OPEN: dict[str, Facts_] = {
    "nothing known": {},
    "no HER2": {k: v for k, v in LUMINAL.items() if not k.startswith("her2")},
    "HER2 2+": {**LUMINAL, "her2_ihc": "2+", "her2_membrane_staining": None},
    "no PD-L1": TRIPLE_NEGATIVE,
    "no ER": {**LUMINAL, "er_percent": None, "pr_percent": None},
    "no history": {k: v for k, v in LUMINAL.items() if k != "prior_therapies"},
    "MSI-high": {**LUMINAL, "msi": "MSI-H"},
}


def statuses(answer: shape.Answer) -> dict[str, str]:
    return {row.id: row.status for row in answer.options}


def results(fact: str) -> list[Any]:
    """Every kind of value a fact may have, as a case file writes it."""
    entry = base().vocabulary.facts[fact]
    if entry.type == "boolean":
        return [True, False]
    if entry.type == "category":
        return list(entry.values)
    ends = {entry.min or 0, *base().thresholds(fact), entry.max or 100}
    return sorted({*ends, *(end + 0.5 for end in ends if entry.max is None or end < entry.max)})


def told(keys: Facts_, found: dict[str, Any]) -> Facts_:
    """The case file with the result of a test written into it."""
    new = {**keys}
    for fact, value in found.items():
        path = base().vocabulary.facts[fact].case or fact
        head, _, leaf = path.partition(".")
        new[head] = {**(new.get(head) or {}), leaf: value} if leaf else value
    return new


def by_brute_force(keys: Facts_, test: shape.TestRow) -> tuple[set[str], set[str]]:
    now, opens, closes = statuses(ask(**keys)), set(), set()
    for values in product(*(results(fact) for fact in test.facts)):
        then = statuses(ask(**told(keys, dict(zip(test.facts, values, strict=True)))))
        waiting = [identity for identity, status in now.items() if status == "depends"]
        opens |= {identity for identity in waiting if then[identity] == "fits"}
        closes |= {
            identity for identity in waiting if then[identity] in ("ruled_out", "unavailable")
        }
    return opens, closes


def can_be_told(test: shape.TestRow) -> bool:
    """Whether the facts of a test stand in a case file: a history fact is told by its therapies."""
    return all(base().vocabulary.facts[fact].case for fact in test.facts)


@pytest.mark.parametrize("keys", OPEN.values(), ids=OPEN)
def test_a_deciding_test_opens_and_closes_what_it_says(keys: Facts_) -> None:
    answer = ask(**keys)
    found = [*wanted(answer, "deciding").values(), *wanted(answer, "judgement").values()]
    for test in filter(can_be_told, found):
        opens, closes = by_brute_force(keys, test)
        assert opens | closes
        assert set(test.would_open) == opens
        assert set(test.would_close) == closes


@pytest.mark.parametrize("keys", OPEN.values(), ids=OPEN)
def test_whatever_depends_names_a_fact_that_is_not_known_and_a_test_for_it(keys: Facts_) -> None:
    answer = ask(**keys)
    known = {fact.name for fact in answer.facts if fact.state in ("known", "assumed")}
    asked = {fact for test in answer.tests for fact in test.facts}
    for row in answer.options:
        if row.status == "depends":
            assert row.deciding_facts
            assert not set(row.deciding_facts) & known
            assert set(row.deciding_facts) & asked


def test_nothing_is_asked_where_nothing_is_open() -> None:
    answer = ask(**LUMINAL, msi="MSS")
    assert [test.kind for test in answer.tests if test.kind in ("deciding", "judgement")] == []


# ------------------------------------------------------------------------------- by kind


def test_her2_decides_what_hangs_on_her2() -> None:
    test = wanted(ask(**OPEN["no HER2"]), "deciding")["her2"]
    assert test.would_open == ("alphamab-gammacin", "betalib-zole", "betterlib-zole", "etatecan")
    assert test.would_close == ("alphamab-gammacin", "betalib-zole", "betterlib-zole", "etatecan")
    assert test.why == "The result could open 4 options and could close 4 options."


def test_a_question_only_the_team_can_answer_is_a_judgement() -> None:
    test = wanted(ask(**OPEN["MSI-high"]), "judgement")["team-judgement"]
    assert (test.facts, test.would_open) == (("no_satisfactory_alternative",), ("thetamab",))


def test_a_test_that_a_body_recommends_is_asked_for_with_its_word_and_source() -> None:
    test = wanted(ask(**LUMINAL), "recommended")["pik3ca"]
    assert (test.why, test.sources) == (
        "ASCO: Test PIK3CA when it has spread.",
        ("https://example.org/review",),
    )


@pytest.mark.parametrize(
    "keys",
    [{**LUMINAL, "somatic": {"pik3ca": "not_detected"}}, HER2, TRIPLE_NEGATIVE],
    ids=["done already", "another disease", "not hormone receptor positive"],
)
def test_else_it_is_not(keys: Facts_) -> None:
    assert wanted(ask(**keys), "recommended") == {}


def test_checks_before_starting_are_asked_only_for_what_fits_and_has_not_begun() -> None:
    assert set(wanted(ask(**HER2), "before_start")) == {"dpyd", "lvef"}
    now = {
        **HER2,
        "disease_now": "stable",
        "prior_therapies": [given("alphamab", "gammacin", ongoing=True)],
    }
    assert "lvef" not in wanted(ask(**now), "before_start")


def test_the_tests_that_change_most_come_first_and_kinds_stay_together() -> None:
    answer = ask(**OPEN["no HER2"])
    order = {"deciding": 0, "confirm": 1, "recommended": 2, "before_start": 3, "judgement": 4}
    kinds = [order[test.kind] for test in answer.tests]
    assert kinds == sorted(kinds)
    deciding = list(wanted(answer, "deciding").values())
    changed = [len(test.would_open) + len(test.would_close) for test in deciding]
    assert changed == sorted(changed, reverse=True)
