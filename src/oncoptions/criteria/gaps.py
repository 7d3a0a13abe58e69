"""Where a criterion says *unknown* although the answer is certain.

Three-valued logic looks at each leaf alone. In ``x = 'a' or (x = 'b' and y)``, for
somebody who has y and whose x is a or b, both comparisons of x are unknown and
so is the whole, yet every way to complete the profile makes it true. Such a
criterion asks for a test that nobody needs; it should be rewritten.

The search tries a value from each stretch of a fact on which no comparison changes,
and everything partly known between them. A fact in a single leaf can never
make a gap by itself, nor hide one by being unknown (a tree is monotone in each
leaf that it reads once), so such a fact is tried with a yes and a no only.

>>> from oncoptions.criteria.grammar import parse
>>> x = FactType("x", "category", values=("a", "b", "c"))
>>> found = gaps(parse("x = 'a' or x <> 'a'"), {"x": x})
>>> found.examples[0]
Gap(facts={'x': None}, answer=True)
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple, TypeAlias

import msgspec

from oncoptions.criteria.check import FactType
from oncoptions.criteria.evaluate import Reader, compile_truth, leaf_truth
from oncoptions.criteria.nodes import Leaf, Node, constants_of, leaves
from oncoptions.criteria.values import Plain, Possible, Range, Value, representatives

__all__ = ["Gap", "Gaps", "gaps"]


class Gap(msgspec.Struct, frozen=True):
    """A partly known profile whose answer is certain, though Kleene says unknown."""

    facts: dict[str, Value]
    answer: bool


class Gaps(msgspec.Struct, frozen=True):
    """One example for each set of facts that are not fully known.

    ``too_large`` says that there were more ``combinations`` than the limit, and
    that nothing was searched.
    """

    examples: tuple[Gap, ...]
    combinations: int
    too_large: bool


class State(NamedTuple):
    """Something one may know of a fact, and the values it leaves possible."""

    known: Value
    values: tuple[Plain, ...]


Profile: TypeAlias = tuple[State, ...]


def gaps(node: Node, vocabulary: Mapping[str, FactType], limit: int = 50_000) -> Gaps:
    """Search a criterion for gaps, unless it has more combinations than ``limit``.

    The criterion must have passed ``check``.

    >>> from oncoptions.criteria.grammar import parse
    >>> yes_no = {name: FactType(name, "boolean") for name in "abc"}
    >>> gaps(parse("a and (b or c)"), yes_no)
    Gaps(examples=(), combinations=8, too_large=False)
    """
    by_fact = _leaves_by_fact(node)
    states = [_states(leaves, vocabulary[fact]) for fact, leaves in by_fact.items()]
    size = prod(map(len, states))
    if size > limit:
        return Gaps((), size, True)
    found = _search(compile_truth(node), list(by_fact), product(*states))
    return Gaps(tuple(found), size, False)


def _leaves_by_fact(node: Node) -> dict[str, list[Leaf]]:
    by_fact: dict[str, list[Leaf]] = {}
    for leaf in leaves(node):
        by_fact.setdefault(leaf.fact, []).append(leaf)
    return by_fact


def _search(ask: Reader, names: list[str], profiles: Iterable[Profile]) -> Iterator[Gap]:
    seen = set()
    for profile in profiles:
        open_facts = tuple(len(state.values) > 1 or state.known is None for state in profile)
        if open_facts in seen or not any(open_facts):
            continue
        facts = {name: state.known for name, state in zip(names, profile, strict=True)}
        if ask(facts) is None and (answer := _certain(ask, names, profile)) is not None:
            seen.add(open_facts)
            yield Gap(facts, answer)


def _certain(ask: Reader, names: list[str], profile: Profile) -> bool | None:
    completions = product(*(state.values for state in profile))
    answers = {ask(dict(zip(names, values, strict=True))) for values in completions}
    return answers.pop() if len(answers) == 1 else None


def _states(leaves: list[Leaf], fact: FactType) -> list[State]:
    values = _values(leaves, fact)
    answers = [tuple(leaf_truth(leaf, value) for leaf in leaves) for value in values]
    told_apart = dict(zip(reversed(answers), reversed(values), strict=True))
    if len(leaves) == 1 and len(told_apart) == 2:
        return [State(value, (value,)) for value in told_apart.values()]
    if fact.kind == "category":
        values = sorted(told_apart.values(), key=values.index)
    whole = State(None, tuple(values))
    return [whole, *(State(value, (value,)) for value in values), *_partial(values, fact)]


def _values(leaves: list[Leaf], fact: FactType) -> list[Any]:
    match fact.kind:
        case "boolean":
            return [True, False]
        case "category":
            return list(fact.values)
        case "number":
            return _stretches([value for leaf in leaves for value in constants_of(leaf)], 1, fact)
        case "date":
            days = [
                date.fromisoformat(str(value)) for leaf in leaves for value in constants_of(leaf)
            ]
            return _stretches(days, timedelta(days=1), fact)


def _stretches(thresholds: list[Any], step: Any, fact: FactType) -> list[Any]:
    low = min(thresholds) - step if fact.minimum is None else fact.minimum
    high = max(thresholds) + step if fact.maximum is None else fact.maximum
    return sorted(set(representatives(Range(low, high), thresholds)))


def _partial(values: list[Any], fact: FactType) -> Iterator[State]:
    if fact.kind == "category":
        for size in range(2, len(values)):
            for options in combinations(values, size):
                yield State(Possible(frozenset(options)), options)
    elif fact.kind != "boolean":
        for first, last in combinations(range(len(values)), 2):
            yield State(Range(values[first], values[last]), tuple(values[first : last + 1]))
