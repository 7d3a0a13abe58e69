"""Random criteria and random people over one small vocabulary, for the property tests.

Everything is drawn from lists made once: quick, and few enough values that
constants, ends of ranges and people's values meet each other often.
"""

import math
from collections.abc import Iterator
from datetime import date
from itertools import combinations, combinations_with_replacement, product
from typing import Any, get_args

from hypothesis import strategies as st

from oncoptions.criteria import (
    Among,
    And,
    Between,
    Compare,
    FactType,
    Flag,
    Leaf,
    Node,
    Not,
    Operator,
    Or,
    Plain,
    Possible,
    Range,
    Value,
)

VOCABULARY = {
    fact.name: fact
    for fact in (
        FactType("pregnant", "boolean"),
        FactType("prior_cdk46", "boolean"),
        FactType("er", "category", values=("negative", "low", "positive")),
        FactType("her2", "category", values=("zero", "low", "it's")),
        FactType("age", "number", minimum=-1, maximum=60),
        FactType("lvef", "number"),
        FactType("since", "date"),
    )
}

NUMBERS = (-1, 0.5, 12, 12.25, 60)
DAYS = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 5))


def constants(fact: FactType) -> tuple[Any, ...]:
    """What a fact is compared with."""
    match fact.kind:
        case "number":
            return NUMBERS
        case "date":
            return tuple(day.isoformat() for day in DAYS)
        case _:
            return fact.values


def plain_values(fact: FactType) -> tuple[Any, ...]:
    """What a fact is when all is known; numbers and days also lie between the constants."""
    match fact.kind:
        case "boolean":
            return (True, False)
        case "number":
            return (-1, 0, 0.5, 11, 12, 12.1, 12.25, 59, 60, *([] if fact.maximum else [math.inf]))
        case "date":
            return (date(2024, 2, 1), *DAYS, date(2024, 3, 3), date(2025, 1, 1))
        case _:
            return fact.values


def leaf_list(fact: FactType) -> Iterator[Leaf]:
    """Make every leaf that the checker would pass, and betweens that are the wrong way round."""
    if fact.kind == "boolean":
        yield Flag(fact.name)
    values = constants(fact)
    ordered = fact.kind in ("number", "date")
    operators: tuple[Operator, ...] = get_args(Operator) if ordered else ("=", "<>")
    yield from (Compare(fact.name, op, value) for op, value in product(operators, values))
    yield from (Among(fact.name, some) for size in (1, 2, 3) for some in combinations(values, size))
    if ordered:
        yield from (Between(fact.name, low, high) for low, high in product(values, values))


def glimpses(fact: FactType) -> Iterator[tuple[Value, Plain]]:
    """Pair something that may be known of a fact with a value that it may then have."""
    values = plain_values(fact)
    for actual in values:
        yield from ((None, actual), (actual, actual))
        for partial in partly_known(fact):
            match partial:
                case Possible(options) if actual in options:
                    yield partial, actual
                case Range(low, high) if _within(low, actual, high):
                    yield partial, actual


def _within(low: Any, actual: Any, high: Any) -> bool:
    return bool((low == -math.inf or low <= actual) and (high == math.inf or actual <= high))


def partly_known(fact: FactType) -> list[Possible | Range]:
    """Make every set of values and every range, also those with open ends."""
    match fact.kind:
        case "boolean":
            return []
        case "category":
            some = [set(pair) for size in (1, 2, 3) for pair in combinations(fact.values, size)]
            return [Possible(frozenset(options)) for options in some]
        case _:
            ends = sorted(plain_values(fact))
            closed = [Range(*pair) for pair in combinations_with_replacement(ends, 2)]
            below = [Range(-math.inf, end) for end in (*ends, math.inf)]
            return [*closed, *below, *(Range(end, math.inf) for end in ends)]


def joined(node: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Make trees over trees."""
    several = st.lists(node, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, node) | st.builds(And, several) | st.builds(Or, several)


# First the fact, then its leaf: else the facts with many leaves would drown the others.
LEAVES: st.SearchStrategy[Node] = st.one_of(
    *(st.sampled_from(list(leaf_list(fact))) for fact in VOCABULARY.values())
)
CRITERIA: st.SearchStrategy[Node] = st.recursive(LEAVES, joined, max_leaves=8)

ROWS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {name: st.sampled_from([None, *plain_values(fact)]) for name, fact in VOCABULARY.items()}
)

Profile = tuple[dict[str, Value], dict[str, Any]]
PROFILES: st.SearchStrategy[Profile] = st.fixed_dictionaries(
    {name: st.sampled_from(list(glimpses(fact))) for name, fact in VOCABULARY.items()}
).map(
    lambda pairs: (
        {name: known for name, (known, _) in pairs.items()},
        {name: actual for name, (_, actual) in pairs.items()},
    )
)
"""What is known of a person, and what is actually so."""
