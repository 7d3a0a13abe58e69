"""Why an answer is what it is, what would decide it, and what would make it true."""

import pytest
from tests.criteria.tables import TRUTHS, Case, table

from oncoptions.criteria import (
    Change,
    Flag,
    compile_trace,
    deciding,
    parse,
    reasons,
    smallest_change,
    trace,
)

TEXT = "er = 'positive' and (pik3ca = 'mutated' or akt1 = 'mutated') and not diabetes"

CASES = table("""
    er       | pik3ca  | akt1    | diabetes | ->answer | ->deciding         | ->reasons
    positive | mutated |         | no       | true     |                    | er pik3ca diabetes
    positive | mutated |         |          | unknown  | diabetes           | diabetes
    positive | wild    |         | no       | unknown  | akt1               | akt1
    positive |         |         | no       | unknown  | pik3ca akt1        | pik3ca akt1
    positive | wild    | wild    | no       | false    |                    | pik3ca akt1
    negative |         |         |          | false    |                    | er
    negative |         |         | yes      | false    |                    | er diabetes
             |         | mutated |          | unknown  | er diabetes        | er diabetes
""")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_decides_and_why(case: Case) -> None:
    answered = trace(parse(TEXT), case.facts)
    assert answered.value is TRUTHS[case.expected["answer"]]
    assert list(deciding(answered)) == case.expected["deciding"].split()
    assert [leaf.fact for leaf in reasons(answered)] == case.expected["reasons"].split()


def test_when_nothing_is_known_everything_decides() -> None:
    assert deciding(trace(parse(TEXT), {})) == ("er", "pik3ca", "akt1", "diabetes")


CHANGES = table("""
    er       | pik3ca | akt1 | diabetes | ->change
    positive |        |      | no       | pik3ca = 'mutated'
    positive | wild   | wild | no       | pik3ca = 'mutated'
    positive | wild   |      | no       | akt1 = 'mutated'
    negative | wild   | wild | yes      | er = 'positive', pik3ca = 'mutated', not diabetes
    negative |        |      | no       | er = 'positive', pik3ca = 'mutated'
             |        |      |          | er = 'positive', pik3ca = 'mutated', not diabetes
""")


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_the_smallest_change(case: Case) -> None:
    answered = trace(parse(TEXT), case.facts)
    conditions = [change.condition for change in smallest_change(answered)]
    assert ", ".join(conditions) == case.expected["change"]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("not x = 'a'", "x <> 'a'"),
        ("not x <> 'a'", "x = 'a'"),
        ("not n < 3", "n >= 3"),
        ("not n >= 3", "n < 3"),
        ("not n > 3", "n <= 3"),
        ("not n <= 3", "n > 3"),
        ("x not in ('a', 'b')", "x not in ('a', 'b')"),
        ("n not between 1 and 3", "n not between 1 and 3"),
        ("not pregnant", "not pregnant"),
        ("not not pregnant", "pregnant"),
    ],
)
def test_a_denied_leaf_is_asked_for_as_its_opposite(text: str, condition: str) -> None:
    (change,) = smallest_change(trace(parse(text), {}))
    assert (change.condition, change.now) == (condition, None)


def test_the_cheapest_way_is_taken_and_unknown_before_false() -> None:
    text = "a and b or c or d"
    false_or_unknown = trace(parse(text), {"c": False})
    assert smallest_change(false_or_unknown) == (Change(Flag("d"), "d", None),)
    nearly = trace(parse("a and b or c and d and e"), {"a": True, "b": False})
    assert [change.condition for change in smallest_change(nearly)] == ["b"]


def test_a_denied_and_needs_one_part_and_a_denied_or_all() -> None:
    facts = {"a": True, "b": True}
    assert [change.condition for change in smallest_change(trace(parse("not (a and b)"), facts))]
    both = smallest_change(trace(parse("not (a or b)"), facts))
    assert [(change.condition, change.now) for change in both] == [
        ("not a", False),
        ("not b", False),
    ]


def test_the_same_condition_is_asked_for_once() -> None:
    answered = trace(parse("(a or b) and (a or c)"), {"b": False, "c": False})
    assert [change.condition for change in smallest_change(answered)] == ["a"]


def test_what_is_true_needs_no_change() -> None:
    assert smallest_change(trace(parse("a or b"), {"a": True})) == ()


def test_a_trace_shows_every_part_also_where_it_was_settled() -> None:
    answered = trace(parse("er = 'positive' and (a or not b)"), {"er": "negative", "b": True})
    er, choice = answered.parts
    assert (answered.text, answered.value, answered.fact) == (
        "er = 'positive' and (a or not b)",
        False,
        None,
    )
    assert (er.text, er.value, er.fact, er.known) == ("er = 'positive'", False, "er", "negative")
    assert [(part.text, part.value) for part in choice.parts] == [("a", None), ("not b", False)]
    assert choice.parts[1].parts[0].known is True


def test_a_fact_is_named_once() -> None:
    assert deciding(trace(parse("x = 'a' and y or x = 'b'"), {})) == ("x", "y")


def test_compiled_once_and_asked_often() -> None:
    tracer = compile_trace(parse("a or b"))
    assert tracer({"a": True}) == trace(parse("a or b"), {"a": True})
    assert tracer({"a": False}).value is None
