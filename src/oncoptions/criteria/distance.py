"""How far a person is from a criterion, as a number, for programs that compare many criteria.

`smallest_change` tells which leaves would have to answer otherwise; this only counts them, without
writing a trace, so that the nearest of many criteria is found quickly.

>>> from oncoptions.criteria.grammar import parse
>>> far = compile_distance(parse("er = 'positive' and age >= 18 and not pregnant"))
>>> far({"er": "negative", "age": 58}), far({"er": "positive", "age": 58, "pregnant": False})
(2, 0)
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from oncoptions.criteria.evaluate import compile_leaf
from oncoptions.criteria.nodes import And, Node, Not, Or
from oncoptions.criteria.values import Value

__all__ = ["Measure", "compile_distance"]

Measure: TypeAlias = Callable[[Mapping[str, Value]], int]


def compile_distance(node: Node, *, wanted: bool = True) -> Measure:
    """Make a criterion ready to be measured: the fewest leaves to change until it is `wanted`.

    >>> from oncoptions.criteria.grammar import parse
    >>> compile_distance(Not(parse("a or b")))({"a": True})
    2
    """
    match node:
        case Not(of):
            return compile_distance(of, wanted=not wanted)
        case And(parts) | Or(parts):
            measures = [compile_distance(part, wanted=wanted) for part in parts]
            every = isinstance(node, And) is wanted
            return _sum(measures) if every else _least(measures)
        case leaf:
            read = compile_leaf(leaf)
            return lambda facts: int(read(facts) is not wanted)


def _sum(measures: list[Measure]) -> Measure:
    return lambda facts: sum([measure(facts) for measure in measures])


def _least(measures: list[Measure]) -> Measure:
    return lambda facts: min([measure(facts) for measure in measures])
