"""Criteria that say unknown although the answer is certain."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from tests.criteria.strategies import CRITERIA, VOCABULARY

from oncoptions.criteria import (
    FactType,
    Gap,
    Node,
    Possible,
    Range,
    Value,
    gaps,
    leaves,
    parse,
    truth,
)

X = FactType("x", "category", values=("a", "b", "c", "d"))
TYPES = {
    "x": X,
    "y": FactType("y", "boolean"),
    "z": FactType("z", "boolean"),
    "n": FactType("n", "number"),
    "m": FactType("m", "number", minimum=0, maximum=10),
    "d": FactType("d", "date"),
}


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("x = 'a' or x <> 'a'", Gap({"x": None}, True)),
        ("y and not y", Gap({"y": None}, False)),
        ("x in ('a', 'b', 'c', 'd')", Gap({"x": None}, True)),
        ("x = 'a' or x = 'b' and y", Gap({"x": Possible(frozenset("ab")), "y": True}, True)),
        ("y and z or not y and z", Gap({"y": None, "z": True}, True)),
        ("n < 5 or n >= 5", Gap({"n": None}, True)),
        ("n < 5 and n > 6", Gap({"n": None}, False)),
        ("m between 0 and 10", Gap({"m": None}, True)),
        ("d < '2024-02-01' or d > '2024-01-31'", Gap({"d": None}, True)),
    ],
)
def test_a_gap(text: str, example: Gap) -> None:
    assert example in gaps(parse(text), TYPES).examples


def test_a_gap_within_a_range() -> None:
    found = gaps(parse("(n < 5 or n >= 5) and n > 0"), TYPES).examples
    assert found == (Gap({"n": Range(2.5, 5)}, True),)


def test_a_gap_between_two_days() -> None:
    found = gaps(parse("(d < '2024-02-01' or d > '2024-01-31') and y"), TYPES).examples
    assert found[0] == Gap({"d": None, "y": True}, True)
    days = gaps(parse("d = '2024-01-31' or d = '2024-02-01'"), TYPES).examples
    assert days == (Gap({"d": Range(date(2024, 1, 31), date(2024, 2, 1))}, True),)


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "x in ('a', 'b') and (n > 3 or not z)",
        "y and (z or x = 'a')",
        "n between 1 and 3 and m > 5",
        "d >= '2024-01-01'",
    ],
)
def test_no_gap_where_each_fact_is_asked_once(text: str) -> None:
    assert gaps(parse(text), TYPES).examples == ()


def test_rewriting_closes_the_gap() -> None:
    assert gaps(parse("x = 'a' or x = 'b'"), TYPES).examples
    assert not gaps(parse("x in ('a', 'b')"), TYPES).examples


def test_a_search_too_large_says_so() -> None:
    found = gaps(parse("x = 'a' or x = 'b' and y or x = 'c' and z"), TYPES, limit=10)
    assert found.too_large
    assert found.combinations > 10
    assert found.examples == ()


@given(CRITERIA)
def test_every_example_is_a_gap(node: Node) -> None:
    for gap in gaps(node, VOCABULARY, limit=2_000).examples:
        assert truth(node, gap.facts) is None
        assert _completions(node, gap) == {gap.answer}


def _completions(node: Node, gap: Gap) -> set[bool | None]:
    """Try every value there is, also those that the search took for the same."""
    choices = [_choices(VOCABULARY[name], known) for name, known in gap.facts.items()]
    names = list(gap.facts)
    return {truth(node, dict(zip(names, values, strict=True))) for values in product(*choices)}


def _choices(fact: FactType, known: Value) -> list[Value]:
    match fact.kind, known:
        case "boolean", None:
            return [True, False]
        case "category", None:
            return list(fact.values)
        case _, Possible(options):
            return list(options)
        case "number", None:
            return [-1, 0.3, 1, 12.1, 30, 60]
        case "date", None:
            return [date(2024, 2, day) for day in range(26, 30)]
        case _, Range(low, high):
            return [low, high]
        case _:
            return [known]


def test_nothing_is_missed_with_a_fact_asked_once() -> None:
    """The short cut for facts in one leaf loses no gap: compare with the full search."""
    texts = ["y and z or not y and z", "(x = 'a' or x <> 'a') and y", "y or z and (y or n > 3)"]
    for text in texts:
        node = parse(text)
        assert _gap_by_hand(node) == bool(gaps(node, TYPES).examples), text


def _gap_by_hand(node: Node) -> bool:
    values: dict[str, list[Value]] = {"x": ["a", "b"], "n": [3, 4]}
    names = sorted({leaf.fact for leaf in leaves(node)})
    options = [values.get(name, [True, False]) for name in names]
    for known in product(*([None, *choices] for choices in options)):
        facts = dict(zip(names, known, strict=True))
        whole = [
            [value] if value is not None else choices
            for value, choices in zip(known, options, strict=True)
        ]
        answers = {truth(node, dict(zip(names, row, strict=True))) for row in product(*whole)}
        if truth(node, facts) is None and len(answers) == 1:
            return True
    return False
