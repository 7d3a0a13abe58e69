"""Why a criterion is true, false or unknown, and what would make it true.

A trace is the tree of a criterion with every part answered, also where the
answer was settled already: people read all of it. From a trace come the facts
that would decide it, the reasons for its answer, and the smallest change that
would make it true. The trace is data; how it is shown is up to the reader.

>>> from oncoptions.criteria.grammar import parse
>>> asked = trace(parse("er = 'positive' and pik3ca = 'mutated'"), {"er": "positive"})
>>> deciding(asked)
('pik3ca',)
>>> [change.condition for change in smallest_change(asked)]
["pik3ca = 'mutated'"]
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from oncoptions.criteria.evaluate import compile_leaf
from oncoptions.criteria.nodes import And, Compare, Leaf, Node, Not, Operator, Or, to_text
from oncoptions.criteria.truth import Truth, both, either, opposite
from oncoptions.criteria.values import Value

__all__ = [
    "Change",
    "Trace",
    "Tracer",
    "compile_trace",
    "deciding",
    "reasons",
    "smallest_change",
    "trace",
]


# Thousands are made for each person and none is part of a cycle: gc=False.
class Trace(msgspec.Struct, frozen=True, gc=False):
    """One part of a criterion with its answer; a leaf also knows its fact's value.

    >>> trace(Compare("age", ">=", 18), {"age": 58}).text
    'age >= 18'
    """

    node: Node
    value: Truth
    parts: tuple["Trace", ...] = ()
    known: Value = None

    @property
    def text(self) -> str:
        """The part in canonical words, written only when somebody looks."""
        return to_text(self.node)

    @property
    def fact(self) -> str | None:
        """The fact that a leaf asks about; None for the parts that join others."""
        return self.node.fact if isinstance(self.node, Leaf) else None


class Change(msgspec.Struct, frozen=True):
    """A condition on one fact that would have to hold, and whether it holds now."""

    node: Node
    fact: str
    now: Truth

    @property
    def condition(self) -> str:
        """The condition in canonical words."""
        return to_text(self.node)


Tracer: TypeAlias = Callable[[Mapping[str, Value]], Trace]


def trace(node: Node, facts: Mapping[str, Value]) -> Trace:
    """Answer a criterion and every part of it.

    >>> answered = trace(Not(Compare("er", "=", "positive")), {"er": "negative"})
    >>> answered.value, answered.parts[0].value, answered.parts[0].known
    (True, False, 'negative')
    """
    return compile_trace(node)(facts)


def compile_trace(node: Node) -> Tracer:
    """Make a criterion ready to be traced often; traces are those of ``trace``.

    >>> compile_trace(Compare("age", ">=", 18))({"age": 58}).value
    True
    """
    match node:
        case Not(of):
            return _negated(node, compile_trace(of))
        case And(parts):
            return _joined(node, both, [compile_trace(part) for part in parts])
        case Or(parts):
            return _joined(node, either, [compile_trace(part) for part in parts])
        case leaf:
            return _leaf(leaf)


def _leaf(leaf: Leaf) -> Tracer:
    fact, ask = leaf.fact, compile_leaf(leaf)
    return lambda facts: Trace(leaf, ask(facts), (), facts.get(fact))


def _negated(node: Node, tracer: Tracer) -> Tracer:
    def answer(facts: Mapping[str, Value]) -> Trace:
        part = tracer(facts)
        return Trace(node, opposite(part.value), (part,))

    return answer


def _joined(node: Node, join: Callable[..., Truth], tracers: list[Tracer]) -> Tracer:
    def answer(facts: Mapping[str, Value]) -> Trace:
        parts = tuple([tracer(facts) for tracer in tracers])
        return Trace(node, join(*[part.value for part in parts]), parts)

    return answer


def reasons(trace: Trace) -> tuple[Trace, ...]:
    """Pick the leaves that made the answer what it is, in the order of the text.

    The true parts made an "or" true, the false parts an "and" false; an unknown
    answer is owed to the unknown parts.

    >>> from oncoptions.criteria.grammar import parse
    >>> asked = parse("er = 'negative' or age > 70 or pregnant")
    >>> [leaf.text for leaf in reasons(trace(asked, {"er": "positive", "age": 75}))]
    ['age > 70']
    """
    return tuple(_reasons(trace))


def _reasons(trace: Trace) -> Iterator[Trace]:
    if not trace.parts:
        yield trace
    for part in trace.parts:
        if part.value is trace.value or isinstance(trace.node, Not):
            yield from _reasons(part)


def deciding(trace: Trace) -> tuple[str, ...]:
    """Name the unknown facts that could still decide the answer; none once it is decided.

    >>> from oncoptions.criteria.grammar import parse
    >>> asked = parse("(er = 'positive' or pregnant) and pik3ca = 'mutated'")
    >>> deciding(trace(asked, {"er": "positive"})), deciding(trace(asked, {"pik3ca": "wild"}))
    (('pik3ca',), ())
    """
    if trace.value is not None:
        return ()
    return tuple(dict.fromkeys(leaf.fact for leaf in _reasons(trace) if leaf.fact))


def smallest_change(trace: Trace) -> tuple[Change, ...]:
    """Find the fewest leaves that would have to answer otherwise for the criterion to be true.

    Between equally few, what is unknown comes before what is known to be false.
    Each leaf is changed by itself: that two conditions on one fact can hold
    together is not promised.

    >>> from oncoptions.criteria.grammar import parse
    >>> asked = trace(parse("not (er = 'positive' or pregnant)"), {"er": "positive"})
    >>> [(change.condition, change.now) for change in smallest_change(asked)]
    [("er <> 'positive'", False), ('not pregnant', None)]
    """
    return _change(trace, True)


def _change(trace: Trace, wanted: bool) -> tuple[Change, ...]:
    if trace.value is wanted:
        return ()
    match trace.node:
        case Not():
            return _change(trace.parts[0], not wanted)
        case And() | Or():
            ways = [_change(part, wanted) for part in trace.parts]
            if isinstance(trace.node, And) is not wanted:
                return min(ways, key=_cost)
            return tuple(dict.fromkeys(change for way in ways for change in way))
        case leaf:
            now = trace.value if wanted else opposite(trace.value)
            return (Change(leaf if wanted else _denied(leaf), leaf.fact, now),)


def _cost(changes: tuple[Change, ...]) -> tuple[int, int]:
    return len(changes), sum(change.now is False for change in changes)


OPPOSITES: dict[Operator, Operator] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}


def _denied(leaf: Leaf) -> Node:
    if isinstance(leaf, Compare):
        return Compare(leaf.fact, OPPOSITES[leaf.op], leaf.value)
    return Not(leaf)
