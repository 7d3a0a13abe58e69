"""Why a text is not a criterion, in words that help.

General SQL parsers are too kind for medicine: they take ``in ('a' 'b')`` for a
concatenation and ``er = positive`` for a column. Ours stops at the first
character that cannot stand where it stands; this module knows the habits that
bring people there, and what to write instead.

>>> refusal("er == 'positive'", 3, ["OPERATOR"]).mend
'write "="'
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Refusal", "refusal"]


class Refusal(NamedTuple):
    """What is wrong at an offset of the text, and what to do."""

    offset: int
    message: str
    mend: str


class Habit(NamedTuple):
    """A known slip: what stands at the error, what to say, what must stand before it.

    The words may quote ``{here}``, ``{before}`` and ``{inner}`` (the first group of here).
    """

    here: str
    message: str
    mend: str
    before: str = ""


# The first habit that matches wins, so the particular stands before the general.
HABITS = (
    Habit(
        r"is\s+not\s+null\b|is\b(?:\s+null\b)?|null\b",
        'found "{here}": a criterion cannot ask whether a fact is known',
        "leave it out: a fact that is unknown makes its comparison unknown by itself",
    ),
    Habit(
        r"(?:case|when|then|else|end)\b",
        'found "{here}": the language has no cases',
        'say it with "and", "or" and "not"',
    ),
    Habit(
        r"(?:true|false)\b",
        'found "{here}": a yes-or-no fact stands bare',
        'write "fact" for yes and "not fact" for no',
    ),
    Habit(
        r"i?like\b",
        'found "{here}": the language has no patterns',
        "list the values: in ('first', 'second')",
    ),
    Habit("==", 'found "==", expected "="', 'write "="'),
    Habit("!=|≠", 'found "{here}", expected "<>"', 'write "<>"'),
    Habit("=<|≤", 'found "{here}", expected "<="', 'write "<="'),
    Habit("=>|≥", 'found "{here}", expected ">="', 'write ">="'),
    Habit(r"&&?|\|\|?|!", 'found "{here}", expected a word', 'write "and", "or" or "not"'),
    Habit('"([^"]*)"?', "found a double quote: a text stands in single quotes", "write '{inner}'"),
    Habit(
        "[\u2018\u2019\u201c\u201d`]",
        "found {here}: a text stands in straight single quotes",
        "type the quotes again: 'like this'",
    ),
    Habit(
        r"'[^'\n]*(?:\n|\Z)",
        "found a quote that is never closed",
        "close the text with '; inside it write an apostrophe twice: ''",
    ),
    Habit(
        r"['\d]",
        'found two values side by side, expected "," between them',
        "put a comma between the values",
        before=r"['\d]\s+$",
    ),
    Habit(
        r"-\d\d",
        "found a date without quotes",
        "write a date as a text: '2024-01-31'",
        before=r"\b\d{4}$",
    ),
    Habit(
        r"[a-z_]\w*",
        'found "{here}", expected a number: a fact cannot be compared with another fact',
        "compare with a fixed number, or ask for a derived fact in facts.yaml",
        before=r"(?<!<)>=?\s*$|<=?\s*$",
    ),
    Habit(
        r"[a-z_]\w*",
        'found the bare word "{here}", expected a number or a text in quotes',
        "write '{here}' if it is a value; a fact cannot be compared with another fact",
        before=r"(?:[=<>(,]|\bbetween|\band)\s*$",
    ),
    Habit(
        r"[a-zµ%]\w*",
        'found "{here}" after a number',
        "write the number alone: the unit belongs to the fact",
        before=r"\d\s*$",
    ),
    Habit(
        r"-?\.\d+",
        'found "{here}": a number begins with a digit',
        "write 0.5 for .5",
        before=r"[=<>(,]\s*$",
    ),
    Habit(
        r"[-+*/%^]",
        'found "{here}": the language has no arithmetic',
        "write the number worked out, or ask for a derived fact in facts.yaml",
    ),
    Habit(
        r"\(",
        'found "{before}(": the language has no functions',
        'compare the fact itself; a list of values needs "in" before it',
        before=r"\b(?!(?:and|or|not|in|between)\b)[a-z_]\w*\s*$",
    ),
    Habit(
        r"\)",
        "found an empty list, expected at least one value",
        "name the values: in ('first', 'second')",
        before=r"\bin\s*\(\s*$",
    ),
    Habit(
        r"\.",
        'found ".": the name of a fact has no dots',
        "use the name as it stands in facts.yaml",
    ),
    Habit(
        r"'[^']*'|\d[\d.]*",
        "found the value {here}, expected a fact",
        "let the fact come first: fact = {here}",
        before=r"(?:^|\(|\b(?:and|or|not))\s*$",
    ),
    Habit(
        r"(?!(?:and|or|not|in|between)\b)(?-i:(?=\w*[A-Z]))[a-z]\w*",
        'found "{here}": the names of facts are written in small letters',
        "write it in small letters",
    ),
)

WORDS = {
    "FACT": "a fact",
    "OPERATOR": "= <> < <= > >=",
    "TEXT": "a text in quotes",
    "NUMBER": "a number",
    "_AND": '"and"',
    "_OR": '"or"',
    "_NOT": '"not"',
    "_IN": '"in"',
    "_BETWEEN": '"between"',
    "LPAR": '"("',
    "RPAR": '")"',
    "COMMA": '","',
    "$END": "the end",
}


def refusal(text: str, offset: int, expected: Iterable[str]) -> Refusal:
    r"""Explain why the text cannot go on at ``offset``, where ``expected`` terminals could.

    >>> refusal("lower(er) = 'x'", 5, ["OPERATOR"]).message
    'found "lower(": the language has no functions'
    >>> refusal("er 'positive'", 3, ["OPERATOR", "_IN"]).message
    'found "\'positive\'", expected = <> < <= > >=, "in"'
    """
    for habit in HABITS:
        here = re.compile(habit.here, re.IGNORECASE).match(text, offset)
        before = re.search(habit.before, text[:offset], re.IGNORECASE)
        if here and before:
            return _known(habit, here, before)
    return _general(text, offset, expected)


def _known(habit: Habit, here: re.Match[str], before: re.Match[str]) -> Refusal:
    words = {
        "here": here[0],
        "inner": here[1] if here.re.groups else "",
        "before": before[0].strip(),
    }
    # A function is found at its parenthesis, but begins at its name.
    offset = before.start() if "{before}" in habit.message else here.start()
    return Refusal(offset, habit.message.format(**words), habit.mend.format(**words))


def _general(text: str, offset: int, expected: Iterable[str]) -> Refusal:
    if not text.strip():
        return Refusal(0, "found no criterion, expected a fact", "write one, or leave out the key")
    terminals = set(expected)
    wanted = ", ".join(words for terminal, words in WORDS.items() if terminal in terminals)
    end = len(text.rstrip())
    if offset >= end:
        return Refusal(end, f"found the end, expected {wanted}", "complete it here")
    found = re.compile(r"'[^']*'|\w+|\S").match(text, offset)
    shown = found[0] if found else text[offset]
    return Refusal(offset, f'found "{shown}", expected {wanted}', "docs/criteria.md has the rules")
