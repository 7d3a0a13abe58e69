"""Read the text of a criterion into its tree.

The grammar is written down in ``grammar.lark``. Whatever it does not name is
refused, with the place in the file and what to write instead. Lark is imported
when the first text is parsed; who loads compiled trees never pays for it.

>>> parse("er = 'positive' and not pregnant")
And(parts=(Compare(fact='er', op='=', value='positive'), Not(of=Flag(fact='pregnant'))))
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from oncoptions.criteria.errors import CriterionError, Place, place
from oncoptions.criteria.nodes import (
    Among,
    And,
    Between,
    Compare,
    Constant,
    Flag,
    Node,
    Not,
    Operator,
    Or,
)
from oncoptions.criteria.refusals import refusal

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.exceptions import UnexpectedInput

__all__ = ["Parsed", "parse", "parse_with_places"]


class Parsed(NamedTuple):
    """A tree, and where each of its leaves begins, in the order of ``leaves(node)``."""

    node: Node
    places: tuple[Place, ...]


def parse(text: str, *, file: str = "", line: int = 1, column: int = 1) -> Node:
    """Read a criterion; ``line`` and ``column`` say where its first character stands.

    >>> parse("age BETWEEN 18 AND 65")
    Between(fact='age', low=18, high=65)
    >>> parse("er = positive", file="er.yaml", line=7, column=9)
    Traceback (most recent call last):
    oncoptions.criteria.errors.CriterionError: er.yaml:7:14: found the bare word "positive", \
expected a number or a text in quotes; write 'positive' if it is a value; \
a fact cannot be compared with another fact
    """
    return parse_with_places(text, file=file, line=line, column=column).node


def parse_with_places(text: str, *, file: str = "", line: int = 1, column: int = 1) -> Parsed:
    """Read a criterion and keep where its leaves stand, for the checker's faults.

    >>> parse_with_places("er = 'positive' and not pregnant").places
    (Place(line=1, column=1), Place(line=1, column=25))
    """
    start = Place(line, column)
    tree = _tree(text, file, start)
    # Every leaf begins with its fact, so the facts in reading order are the leaves' places.
    offsets = [token.start_pos or 0 for token in tree.scan_values(_is_fact)]
    return Parsed(_node(tree), tuple(place(text, offset, start) for offset in offsets))


def _is_fact(token: Any) -> bool:  # Any: a token, for scan_values shows nothing else
    return bool(token.type == "FACT")


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark.open("grammar.lark", rel_to=__file__, start="criterion", parser="lalr")


def _tree(text: str, file: str, start: Place) -> Tree[Token]:
    from lark.exceptions import UnexpectedInput

    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        offset, message, mend = refusal(text, _offset(error, text), _expected(error))
    raise CriterionError(file, message, *place(text, offset, start), mend)


def _offset(error: UnexpectedInput, text: str) -> int:
    # Lark places the end at the last token, not behind it, and does not type its offsets.
    ended = getattr(getattr(error, "token", None), "type", "") == "$END"
    return len(text) if ended else cast(int, error.pos_in_stream)


def _expected(error: UnexpectedInput) -> Iterable[str]:
    if terminals := getattr(error, "allowed", None):  # no token at all could be made out
        return cast(Iterable[str], terminals)
    return cast(Iterable[str], getattr(error, "accepts", None) or getattr(error, "expected", ()))


def _node(tree: Tree[Token]) -> Node:
    children: list[Any] = tree.children
    match tree.data:
        case "either":
            return Or(tuple(map(_node, children)))
        case "every":
            return And(tuple(map(_node, children)))
        case "denial":
            return Not(_node(children[0]))
        case _:
            return _leaf(tree.data, str(children[0]), children[1:])


def _leaf(rule: str, fact: str, rest: list[Token]) -> Node:
    match rule:
        case "flag":
            return Flag(fact)
        case "compare":
            return Compare(fact, cast(Operator, str(rest[0])), _constant(rest[1]))
        case "among":
            return Among(fact, tuple(map(_constant, rest)))
        case "between":
            return Between(fact, *map(_constant, rest))
        case _:
            return Not(_leaf(rule.removeprefix("not_"), fact, rest))


def _constant(token: Token) -> Constant:
    if token.type == "TEXT":
        return token[1:-1].replace("''", "'")
    return float(token) if "." in token else int(token)
