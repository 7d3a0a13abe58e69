"""Does a criterion make sense to those who know the facts?

A text can be grammatical and still ask for a fact that does not exist, a value
that a fact never has, or a percentage where the fact counts in another unit. All of
these would be silent medical errors: never true for anybody. They are found
here when the knowledge is loaded, all at once, each with its place and the
nearest right word.

>>> er = FactType("er", "category", values=("positive", "low", "negative"))
>>> node, faults = read("er = 'positve'", {"er": er}, file="er.yaml", line=7, column=9)
>>> print(faults[0])
er.yaml:7:9: er is never 'positve'; did you mean 'positive'?
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import zip_longest
from typing import Literal, NamedTuple

import msgspec

from oncoptions.criteria.errors import CriterionError, Fault, Place
from oncoptions.criteria.grammar import parse_with_places
from oncoptions.criteria.nodes import (
    Among,
    Between,
    Compare,
    Constant,
    Flag,
    Leaf,
    Node,
    constants_of,
    leaves,
    to_text,
)

__all__ = ["FactType", "check", "read"]


class FactType(msgspec.Struct, frozen=True):
    """What a fact may be, as ``facts.yaml`` declares it.

    ``minimum`` and ``maximum`` are the plausible range of a number in its unit.

    >>> FactType("lvef_percent", "number", minimum=5, maximum=90, unit="%").kind
    'number'
    """

    name: str
    kind: Literal["boolean", "number", "category", "date"]
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""


class Finding(NamedTuple):
    """A fault that does not yet know where it stands."""

    message: str
    mend: str


def read(
    text: str,
    vocabulary: Mapping[str, FactType],
    file: str = "",
    line: int = 1,
    column: int = 1,
) -> tuple[Node | None, list[Fault]]:
    """Parse and check in one go, for whoever loads knowledge: no exceptions, only faults.

    >>> read("pregnant", {"pregnant": FactType("pregnant", "boolean")})
    (Flag(fact='pregnant'), [])
    >>> node, faults = read("pregnant ==", {})
    >>> print(node, faults[0].column)
    None 10
    """
    try:
        node, places = parse_with_places(text, file=file, line=line, column=column)
    except CriterionError as error:
        return None, [error.fault]
    return node, check(node, vocabulary, file=file, places=places)


def check(
    node: Node,
    vocabulary: Mapping[str, FactType],
    *,
    file: str = "",
    places: Sequence[Place] = (),
) -> list[Fault]:
    """Hold every leaf against the vocabulary; ``places`` as ``parse_with_places`` gives them.

    >>> [fault.message for fault in check(Flag("age"), {"age": FactType("age", "number")})]
    ['age is a number, not a yes or no']
    """
    return [
        Fault(file, *where, *finding)
        for leaf, where in zip_longest(leaves(node), places, fillvalue=Place(1, 1))
        if not isinstance(leaf, Place)
        for finding in _findings(leaf, vocabulary)
    ]


def _findings(leaf: Leaf, vocabulary: Mapping[str, FactType]) -> Iterable[Finding]:
    fact = vocabulary.get(leaf.fact)
    if fact is None:
        return [_unknown_fact(leaf.fact, vocabulary)]
    if isinstance(leaf, Flag) is not (fact.kind == "boolean"):
        return [_bare(fact)]
    return (*_KINDS[fact.kind](leaf, fact), *_empty(leaf))


def _unknown_fact(name: str, vocabulary: Mapping[str, FactType]) -> Finding:
    near = get_close_matches(name, vocabulary, n=3)
    mend = f"did you mean {_choice(near)}?" if near else "facts are declared in facts.yaml"
    return Finding(f"there is no fact {name}", mend)


def _bare(fact: FactType) -> Finding:
    if fact.kind == "boolean":
        return Finding(
            f"{fact.name} is yes or no and stands bare", f"write {fact.name} or not {fact.name}"
        )
    return Finding(
        f"{fact.name} is a {fact.kind}, not a yes or no",
        f"compare it with a value: {_example(fact)}",
    )


def _example(fact: FactType) -> str:
    match fact.kind:
        case "number":
            return f"{fact.name} >= {fact.minimum or 0:g}"
        case "date":
            return f"{fact.name} >= '2024-01-31'"
        case _:
            return to_text(Compare(fact.name, "=", fact.values[0] if fact.values else "value"))


def _category(leaf: Leaf, fact: FactType) -> Iterator[Finding]:
    if isinstance(leaf, Between) or (isinstance(leaf, Compare) and leaf.op not in ("=", "<>")):
        yield Finding(
            f"the values of {fact.name} have no order",
            f"name those you mean: {to_text(Among(fact.name, fact.values or ('value',)))}",
        )
    for value in constants_of(leaf):
        if value not in fact.values:
            yield _no_such_value(value, fact)


def _no_such_value(value: Constant, fact: FactType) -> Finding:
    near = get_close_matches(str(value), fact.values, n=2) or _same_but_for_case(value, fact)
    shown = _choice([_quoted(other) for other in near or fact.values])
    mend = f"did you mean {shown}?" if near else f"it is {shown}"
    return Finding(f"{fact.name} is never {_quoted(value)}", mend)


def _same_but_for_case(value: Constant, fact: FactType) -> list[str]:
    return [other for other in fact.values if other.lower() == str(value).strip().lower()]


def _number(leaf: Leaf, fact: FactType) -> Iterator[Finding]:
    for value in constants_of(leaf):
        if isinstance(value, str):
            yield Finding(
                f"{fact.name} is a number and is compared with the text {_quoted(value)}",
                f"write a number without quotes: {_example(fact)}",
            )
        elif not _plausible(value, fact):
            yield Finding(
                f"{fact.name} is {_span(fact)}, so {value} is probably in another unit",
                f"write the number in {fact.unit or 'the unit that facts.yaml gives'}",
            )


def _plausible(value: float, fact: FactType) -> bool:
    low_enough = fact.maximum is None or value <= fact.maximum
    return low_enough and (fact.minimum is None or value >= fact.minimum)


def _span(fact: FactType) -> str:
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.minimum is None:
        return f"at most {fact.maximum:g}{unit}"
    if fact.maximum is None:
        return f"at least {fact.minimum:g}{unit}"
    return f"{fact.minimum:g} to {fact.maximum:g}{unit}"


def _date(leaf: Leaf, fact: FactType) -> Iterator[Finding]:
    for value in constants_of(leaf):
        if not _is_date(value):
            yield Finding(
                f"{fact.name} is a date and {_quoted(value)} is none",
                "write year, month and day in quotes: '2024-01-31'",
            )


def _is_date(value: Constant) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _boolean(leaf: Leaf, fact: FactType) -> Iterator[Finding]:
    return iter(())


_KINDS: dict[str, Callable[[Leaf, FactType], Iterator[Finding]]] = {
    "boolean": _boolean,
    "number": _number,
    "category": _category,
    "date": _date,
}


def _empty(leaf: Leaf) -> Iterator[Finding]:
    if isinstance(leaf, Between) and _reversed(leaf.low, leaf.high):
        swapped = Between(leaf.fact, leaf.high, leaf.low)
        yield Finding(
            f"nothing lies between {_quoted(leaf.low)} and {_quoted(leaf.high)}",
            f"the lower end comes first: {to_text(swapped)}",
        )


def _reversed(low: Constant, high: Constant) -> bool:
    if isinstance(low, str) or isinstance(high, str):
        return isinstance(low, str) and isinstance(high, str) and low > high
    return low > high


def _quoted(value: Constant) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _choice(words: Sequence[str]) -> str:
    return " or ".join(words)
