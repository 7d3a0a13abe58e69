"""The language, one paragraph a test: what may be written and what it means."""

import subprocess
import sys

import pytest

from oncoptions.criteria import (
    Among,
    And,
    Between,
    Compare,
    Flag,
    Node,
    Not,
    Or,
    Place,
    parse,
    parse_with_places,
)

A, B, C = Flag("a"), Flag("b"), Flag("c")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("pregnant", Flag("pregnant")),
        ("er = 'positive'", Compare("er", "=", "positive")),
        ("er='positive'", Compare("er", "=", "positive")),
        ("er <> ''", Compare("er", "<>", "")),
        ("name = 'Crohn''s'", Compare("name", "=", "Crohn's")),
        ("note = 'is null or == \"x\"'", Compare("note", "=", 'is null or == "x"')),
        ("age < 18", Compare("age", "<", 18)),
        ("age <= 18", Compare("age", "<=", 18)),
        ("age > 18.5", Compare("age", ">", 18.5)),
        ("age>=-1", Compare("age", ">=", -1)),
        ("er in ('a')", Among("er", ("a",))),
        ("er in('a','b')", Among("er", ("a", "b"))),
        ("n in (1, 2.5)", Among("n", (1, 2.5))),
        ("er not in ('a', 'b')", Not(Among("er", ("a", "b")))),
        ("n between 1 and 2", Between("n", 1, 2)),
        ("n not between 1 and 2", Not(Between("n", 1, 2))),
        ("d between '2024-01-01' and '2024-12-31'", Between("d", "2024-01-01", "2024-12-31")),
    ],
)
def test_leaves(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a and b and c", And((A, B, C))),
        ("a or b or c", Or((A, B, C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and c", And((Or((A, B)), C))),
        ("not a and b", And((Not(A), B))),
        ("not (a and b)", Not(And((A, B)))),
        ("not not a", Not(Not(A))),
        ("not n = 1", Not(Compare("n", "=", 1))),
        ("((a))", A),
        ("a and (b and c)", And((A, And((B, C))))),
        ("n between 1 and 2 and b", And((Between("n", 1, 2), B))),
        ("not n between 1 and 2 or b", Or((Not(Between("n", 1, 2)), B))),
    ],
)
def test_what_binds_tighter(text: str, node: Node) -> None:
    assert parse(text) == node


def test_keywords_in_either_case_and_any_white_space() -> None:
    shouted = "NOT a\n  AND n BETWEEN 1 AND 2\tOr er Not In ('A')"
    assert parse(shouted) == parse("not a and n between 1 and 2 or er not in ('A')")


def test_a_fact_may_begin_with_a_keyword() -> None:
    assert parse("not_a and android or inner") == Or(
        (And((Flag("not_a"), Flag("android"))), Flag("inner"))
    )


def test_places_count_from_where_the_text_stands_in_the_file() -> None:
    text = "er = 'a'\nand (not b\n     or n in (1, 2))"
    assert parse_with_places(text, line=7, column=5).places == (
        Place(7, 5),
        Place(8, 14),
        Place(9, 13),
    )


def test_the_parser_is_not_loaded_to_use_stored_criteria() -> None:
    code = (
        "import sys, msgspec; from oncoptions.criteria import *; "
        'node = msgspec.json.decode(\'{"type": "Flag", "fact": "a"}\', type=Node); '
        "assert compile_truth(node)({'a': True}) and trace(node, {}).value is None; "
        "sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
