"""The tree of a criterion: what every reader of a criterion reads.

Four kinds of leaf ask about one fact; ``Not``, ``And`` and ``Or`` join them. The
nodes are frozen, compare by content and go to JSON and back with msgspec, so a
compiled knowledge base holds trees and needs no parser. They carry no
positions: two criteria that say the same are equal, wherever they stand.

>>> tree = And((Compare("er", "=", "positive"), Not(Flag("pregnant"))))
>>> to_text(tree)
"er = 'positive' and not pregnant"
>>> msgspec.json.decode(msgspec.json.encode(tree), type=Node) == tree
True
"""

from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Annotated, Literal, TypeAlias

import msgspec

__all__ = [
    "Among",
    "And",
    "Between",
    "Compare",
    "Constant",
    "Flag",
    "Leaf",
    "Node",
    "Not",
    "Operator",
    "Or",
    "constants_of",
    "facts_of",
    "leaves",
    "parts_of",
    "to_text",
]

Constant: TypeAlias = str | int | float
"""What is written beside a fact: a text, a number, or a date as its ISO text."""

Operator: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">="]


# A tree has no cycles, so the garbage collector need not walk it: gc=False.
class Flag(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A yes-or-no fact that stands bare: ``pregnant``."""

    fact: str


class Compare(msgspec.Struct, frozen=True, tag=True, gc=False):
    """One fact against one constant: ``age >= 18``."""

    fact: str
    op: Operator
    value: Constant


class Among(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A fact that has one of several values: ``her2_ihc in ('1+', '2+')``."""

    fact: str
    values: Annotated[tuple[Constant, ...], msgspec.Meta(min_length=1)]


class Between(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A fact from low to high, both ends included: ``age between 18 and 65``."""

    fact: str
    low: Constant
    high: Constant


class Not(msgspec.Struct, frozen=True, tag=True, gc=False):
    """The opposite of a criterion: ``not pregnant``."""

    of: "Node"


class And(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Two or more criteria that must all hold: ``a and b``."""

    parts: Annotated[tuple["Node", ...], msgspec.Meta(min_length=2)]


class Or(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Two or more criteria of which one must hold: ``a or b``."""

    parts: Annotated[tuple["Node", ...], msgspec.Meta(min_length=2)]


Leaf: TypeAlias = Flag | Compare | Among | Between
Node: TypeAlias = Flag | Compare | Among | Between | Not | And | Or


def parts_of(node: Node) -> tuple[Node, ...]:
    """List what a node directly joins, so that walkers need no cases; a leaf joins nothing.

    >>> parts_of(Not(Flag("pregnant")))
    (Flag(fact='pregnant'),)
    """
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(of):
            return (of,)
        case _:
            return ()


def leaves(node: Node) -> tuple[Leaf, ...]:
    """List the leaves in the order in which they are read, repeats included.

    >>> [leaf.fact for leaf in leaves(Or((Flag("a"), Not(Flag("b")), Flag("a"))))]
    ['a', 'b', 'a']
    """
    if isinstance(node, Leaf):
        return (node,)
    return tuple(leaf for part in parts_of(node) for leaf in leaves(part))


def facts_of(node: Node) -> frozenset[str]:
    """Name the facts that a criterion asks about: all that its answer can depend on.

    >>> sorted(facts_of(And((Flag("b"), Flag("a")))))
    ['a', 'b']
    """
    return frozenset(leaf.fact for leaf in leaves(node))


def constants_of(leaf: Leaf) -> tuple[Constant, ...]:
    """List what a leaf holds its fact against, in the order written.

    >>> constants_of(Between("age", 18, 65))
    (18, 65)
    """
    match leaf:
        case Flag():
            return ()
        case Compare(value=value):
            return (value,)
        case Among(values=values):
            return values
        case Between(low=low, high=high):
            return (low, high)


def to_text(node: Node) -> str:
    """Write a criterion in its one canonical form, which parses to an equal tree.

    >>> to_text(Not(Among("er", ("low", "positive"))))
    "er not in ('low', 'positive')"
    >>> to_text(And((Or((Flag("a"), Flag("b"))), Flag("c"))))
    '(a or b) and c'
    """
    match node:
        case Not(Among() | Between() as leaf):
            return _leaf_text(leaf, "not ")
        case Not(of):
            return f"not {_enclosed(of, And | Or)}"
        case And(parts):
            return " and ".join(_enclosed(part, And | Or) for part in parts)
        case Or(parts):
            return " or ".join(_enclosed(part, Or) for part in parts)
        case _:
            return _leaf_text(node)


def _enclosed(node: Node, looser: type | UnionType) -> str:
    text = to_text(node)
    return f"({text})" if isinstance(node, looser) else text


# The same leaves are written for every person: a few thousand texts are worth keeping.
@lru_cache(maxsize=8192)
def _leaf_text(leaf: Leaf, negation: str = "") -> str:
    words = [_constant_text(constant) for constant in constants_of(leaf)]
    match leaf:
        case Flag(fact):
            return fact
        case Compare(fact, op):
            return f"{fact} {op} {words[0]}"
        case Among(fact):
            return f"{fact} {negation}in ({', '.join(words)})"
        case Between(fact):
            return f"{fact} {negation}between {words[0]} and {words[1]}"


def _constant_text(constant: Constant) -> str:
    if isinstance(constant, str):
        return "'" + constant.replace("'", "''") + "'"
    # Never 1e-07, which the language does not have; a float stays one, also when it is whole.
    digits = format(Decimal(repr(constant)), "f")
    return digits if isinstance(constant, int) or "." in digits else f"{digits}.0"
