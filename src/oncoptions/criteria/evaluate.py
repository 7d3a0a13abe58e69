"""Is a criterion true for one person?

Two readers give the same answer. ``truth`` is the reference: short, and what
every other reader is tested against. ``compile_truth`` turns a tree into
closures once, for programs that ask thousands of criteria per person.

>>> from oncoptions.criteria.grammar import parse
>>> criterion = parse("er = 'positive' and age >= 18")
>>> truth(criterion, {"er": "positive", "age": 58})
True
>>> print(truth(criterion, {"er": "positive"}))
None
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from oncoptions.criteria.nodes import (
    Among,
    And,
    Between,
    Compare,
    Constant,
    Flag,
    Leaf,
    Node,
    Not,
    Or,
    constants_of,
)
from oncoptions.criteria.truth import Truth, both, either, opposite
from oncoptions.criteria.values import (
    Plain,
    Possible,
    Range,
    Value,
    is_unknown,
    kind_of,
    representatives,
)

__all__ = ["Reader", "compile_leaf", "compile_truth", "leaf_truth", "truth"]

Reader: TypeAlias = Callable[[Mapping[str, Value]], Truth]

# Any: a value is compared only with constants of its own kind, which no type can say.
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def truth(node: Node, facts: Mapping[str, Value]) -> Truth:
    """Answer a criterion from what is known about one person.

    >>> from oncoptions.criteria.values import Range
    >>> late = Compare("months_since_end", ">=", 12)
    >>> truth(late, {"months_since_end": Range(13, 14)})
    True
    >>> print(truth(late, {"months_since_end": Range(11, 13)}))
    None
    """
    match node:
        case And(parts):
            return both(*(truth(part, facts) for part in parts))
        case Or(parts):
            return either(*(truth(part, facts) for part in parts))
        case Not(of):
            return opposite(truth(of, facts))
        case leaf:
            return leaf_truth(leaf, facts.get(leaf.fact))


def leaf_truth(leaf: Leaf, value: Value) -> Truth:
    """Answer one leaf from its fact's value: decided when all it may be agree.

    >>> from oncoptions.criteria.values import Possible
    >>> leaf_truth(Compare("her2", "<>", "zero"), Possible(frozenset({"low", "positive"})))
    True
    """
    if value is None or is_unknown(value):
        return None
    _require_flag(leaf, value)
    constants = [_alike(constant, value, leaf.fact) for constant in constants_of(leaf)]
    answers = {_passes(leaf, plain, constants) for plain in representatives(value, constants)}
    return answers.pop() if len(answers) == 1 else None


def _passes(leaf: Leaf, value: Any, constants: list[Any]) -> bool:
    match leaf:
        case Flag():
            return value is True
        case Compare(op=op):
            return OPERATORS[op](value, constants[0])
        case Among():
            return value in constants
        case Between():
            return bool(constants[0] <= value <= constants[1])


# A wrong kind is a bug upstream. Taking it for false would turn "<>" into true: say it loudly.
def _require_flag(leaf: Leaf, value: Plain | Possible | Range) -> None:
    if isinstance(leaf, Flag) is not isinstance(value, bool):
        raise _mismatch(leaf.fact, value)


def _alike(constant: Constant, value: Plain | Possible | Range, fact: str) -> Plain:
    kind = kind_of(value)
    if kind == "date" and isinstance(constant, str):
        return date.fromisoformat(constant)
    if kind == kind_of(constant):
        return constant
    raise _mismatch(fact, value)


def _mismatch(fact: str, value: Plain | Possible | Range) -> TypeError:
    return TypeError(f"the criterion cannot use the fact {fact} as a {kind_of(value)}")


def compile_truth(node: Node) -> Reader:
    """Make a criterion ready to be asked often; answers are those of ``truth``.

    >>> adult = compile_truth(Compare("age", ">=", 18))
    >>> adult({"age": 58}), adult({"age": 12}), adult({})
    (True, False, None)
    """
    match node:
        case And(parts):
            return _joined([compile_truth(part) for part in parts], settles=False)
        case Or(parts):
            return _joined([compile_truth(part) for part in parts], settles=True)
        case Not(of):
            return _negated(compile_truth(of))
        case leaf:
            return compile_leaf(leaf)


def _joined(readers: list[Reader], *, settles: bool) -> Reader:
    otherwise = not settles

    def ask(facts: Mapping[str, Value]) -> Truth:
        answer: Truth = otherwise
        for reader in readers:
            part = reader(facts)
            if part is settles:
                return settles
            if part is None:
                answer = None
        return answer

    return ask


def _negated(reader: Reader) -> Reader:
    def ask(facts: Mapping[str, Value]) -> Truth:
        answer = reader(facts)
        return None if answer is None else not answer

    return ask


def compile_leaf(leaf: Leaf) -> Reader:
    """Make one leaf ready: plain values on the quick path, partly known ones by ``leaf_truth``.

    >>> compile_leaf(Among("er", ("low", "positive")))({"er": "low"})
    True
    """
    fact, quick, test = leaf.fact, _quick_types(leaf), _quick_test(leaf)

    def ask(facts: Mapping[str, Value]) -> Truth:
        value = facts.get(fact)
        if value is None:
            return None
        return test(value) if type(value) in quick else leaf_truth(leaf, value)

    return ask


def _quick_types(leaf: Leaf) -> frozenset[type]:
    kinds = {kind_of(constant) for constant in constants_of(leaf)}
    if kinds <= {"text"}:
        return frozenset({str}) if kinds else frozenset({bool})
    return frozenset({int, float}) if kinds == {"number"} else frozenset()


# Methods and partials written in C: this is where an assessment spends its time.
def _quick_test(leaf: Leaf) -> Callable[[Any], bool]:
    match leaf:
        case Flag():
            return bool
        case Compare(op=op, value=value):
            return partial(OPERATORS[MIRRORED[op]], value)
        case Among(values=values):
            return frozenset(values).__contains__
        case Between():
            low, high = leaf.low, leaf.high
            return lambda value: low <= value <= high
