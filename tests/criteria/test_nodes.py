"""The tree: how it is written, walked and stored."""

import msgspec
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
    constants_of,
    facts_of,
    leaves,
    parse,
    parts_of,
    to_text,
)

A, B, C = Flag("a"), Flag("b"), Flag("c")

CANONICAL = [
    (A, "a"),
    (Compare("er", "=", "positive"), "er = 'positive'"),
    (Compare("er", "<>", "it's"), "er <> 'it''s'"),
    (Compare("age", ">=", 18), "age >= 18"),
    (Compare("dose", "<", -0.5), "dose < -0.5"),
    (Compare("dose", "<", 1e-07), "dose < 0.0000001"),
    (Compare("cells", ">", 2.5e16), "cells > 25000000000000000.0"),
    (Among("er", ("low", "positive")), "er in ('low', 'positive')"),
    (Not(Among("er", ("low",))), "er not in ('low')"),
    (Between("age", 18, 65), "age between 18 and 65"),
    (Not(Between("age", 18, 65)), "age not between 18 and 65"),
    (Not(A), "not a"),
    (Not(Not(A)), "not not a"),
    (Not(Compare("er", "=", "low")), "not er = 'low'"),
    (Not(And((A, B))), "not (a and b)"),
    (And((A, Not(B), C)), "a and not b and c"),
    (Or((And((A, B)), C)), "a and b or c"),
    (And((Or((A, B)), C)), "(a or b) and c"),
    (And((A, And((B, C)))), "a and (b and c)"),
    (Or((Or((A, B)), C)), "(a or b) or c"),
    (And((Between("age", 18, 65), A)), "age between 18 and 65 and a"),
]


@pytest.mark.parametrize(("node", "text"), CANONICAL, ids=[text for _, text in CANONICAL])
def test_a_tree_has_one_text_and_the_text_one_tree(node: Node, text: str) -> None:
    assert to_text(node) == text
    assert parse(text) == node


def test_leaves_and_facts_in_the_order_read() -> None:
    node = parse("b = 1 and (a or not b in (2)) and c between 1 and 2")
    assert [leaf.fact for leaf in leaves(node)] == ["b", "a", "b", "c"]
    assert facts_of(node) == {"a", "b", "c"}
    assert [constants_of(leaf) for leaf in leaves(node)] == [(1,), (), (2,), (1, 2)]


def test_parts() -> None:
    assert parts_of(And((A, B))) == parts_of(Or((A, B))) == (A, B)
    assert parts_of(Not(A)) == (A,)
    assert parts_of(A) == ()


def test_json_is_plain_to_read() -> None:
    stored = msgspec.json.encode(parse("er = 'low' and not pregnant"))
    assert msgspec.json.decode(stored) == {
        "type": "And",
        "parts": [
            {"type": "Compare", "fact": "er", "op": "=", "value": "low"},
            {"type": "Not", "of": {"type": "Flag", "fact": "pregnant"}},
        ],
    }


@pytest.mark.parametrize(
    "damaged",
    [
        '{"type": "And", "parts": [{"type": "Flag", "fact": "a"}]}',
        '{"type": "Or", "parts": []}',
        '{"type": "Among", "fact": "a", "values": []}',
        '{"type": "Compare", "fact": "a", "op": "==", "value": 1}',
        '{"type": "Flag"}',
        '{"type": "IsNull", "fact": "a"}',
    ],
)
def test_a_damaged_store_is_refused(damaged: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(damaged, type=Node)
