"""Derived facts whose conditions overlap, or leave some person without a value.

Each value of a derived fact has its own condition. Every kind of person is tried: one value of each
stretch between the numbers that the conditions name.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from typing import Any

from oncoptions.criteria import Node, Range, constants_of, facts_of, leaves, representatives, truth
from oncoptions.facts.vocabulary import Vocabulary

__all__ = ["unclear_derivations"]

_MOST = 20_000
"""People tried for one fact."""


def unclear_derivations(vocabulary: Vocabulary, criteria: Mapping[str, Node]) -> Iterator[str]:
    """Yield, for each derived category, a first person with two values and a first with none."""
    for name, entry in vocabulary.facts.items():
        if entry.type == "category" and entry.derivations:
            nodes = {str(value): criteria[text] for value, text in entry.derivations.items()}
            yield from _unclear(name, nodes, vocabulary)


def _unclear(name: str, nodes: Mapping[str, Node], vocabulary: Vocabulary) -> Iterator[str]:
    two: dict[tuple[str, ...], str] = {}
    none = None
    for person in _people(list(nodes.values()), vocabulary):
        true = [value for value, node in nodes.items() if truth(node, person)]
        for pair in combinations(true, 2):
            two.setdefault(pair, _words(person))
        if not true and none is None:
            none = _words(person)
    for (first, second), where in two.items():
        yield f"{name} is both '{first}' and '{second}' where {where}"
    if none is not None:
        yield f"{name} has no value where {none}"


def _people(nodes: list[Node], vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    names = sorted({name for node in nodes for name in facts_of(node)})
    values = [_values(name, nodes, vocabulary) for name in names]
    for person in islice(product(*values), _MOST):
        yield dict(zip(names, person, strict=True))


def _values(name: str, nodes: list[Node], vocabulary: Vocabulary) -> tuple[Any, ...]:
    entry = vocabulary.facts[name]
    if entry.type != "number":
        return entry.values or (True, False)
    named = [
        constant
        for node in nodes
        for leaf in leaves(node)
        if leaf.fact == name
        for constant in constants_of(leaf)
    ]
    low = float("-inf") if entry.min is None else entry.min
    high = float("inf") if entry.max is None else entry.max
    return tuple(sorted(set(representatives(Range(low, high), named))))


def _words(person: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}".lower() for name, value in person.items())
