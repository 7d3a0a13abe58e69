"""What holds for every criterion and every person."""

import string
from collections.abc import Callable
from functools import partial
from itertools import count

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.criteria.strategies import CRITERIA, PROFILES, Profile, joined

from oncoptions.criteria import (
    Among,
    And,
    Between,
    Change,
    Compare,
    CriterionError,
    Flag,
    Node,
    Not,
    Or,
    Trace,
    Truth,
    Value,
    both,
    compile_truth,
    deciding,
    either,
    facts_of,
    leaves,
    opposite,
    parse,
    parse_with_places,
    reasons,
    smallest_change,
    to_text,
    trace,
    truth,
)

NAMES = st.sampled_from(["a", "er", "not_a", "android", "inner", "x1", "null_", "between_"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=8)
CONSTANTS = TEXTS | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
ANY_LEAF: st.SearchStrategy[Node] = (
    st.builds(Flag, NAMES)
    | st.builds(Compare, NAMES, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), CONSTANTS)
    | st.builds(Among, NAMES, st.lists(CONSTANTS, min_size=1, max_size=3).map(tuple))
    | st.builds(Between, NAMES, CONSTANTS, CONSTANTS)
)
ANY_TREE: st.SearchStrategy[Node] = st.recursive(ANY_LEAF, joined, max_leaves=8)


@given(ANY_TREE)
def test_text_and_tree_are_the_same(node: Node) -> None:
    text = to_text(node)
    assert parse(text) == node
    assert to_text(parse(text)) == text


@given(ANY_TREE)
def test_json_and_tree_are_the_same(node: Node) -> None:
    assert msgspec.json.decode(msgspec.json.encode(node), type=Node) == node


@given(ANY_TREE)
def test_every_leaf_has_its_place(node: Node) -> None:
    text = to_text(node)
    parsed = parse_with_places(text)
    for leaf, (line, column) in zip(leaves(parsed.node), parsed.places, strict=True):
        assert text.split("\n")[line - 1][column - 1 :].startswith(leaf.fact)


WORDS = ["er", "age", "and", "or", "not", "in", "between", "null", "is", "case", "true", "ER"]
SIGNS = ["=", "<>", "==", "!=", "'a'", '"a"', "lower(", "-1", ".5", *"(),<'3+%"]
SCRAPS = st.lists(st.sampled_from(WORDS + SIGNS), max_size=7).map(" ".join)


@given(SCRAPS | st.text(string.printable, max_size=12))
def test_a_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        assert parse(to_text(parse(text))) == parse(text)
    except CriterionError as error:
        fault = error.fault
        assert fault.message
        assert fault.mend
        assert 1 <= fault.line <= text.count("\n") + 1
        assert 1 <= fault.column <= len(text) + 1


@given(CRITERIA, PROFILES, st.data())
def test_learning_never_flips_a_decided_answer(
    node: Node, profile: Profile, data: st.DataObject
) -> None:
    known, actual = profile
    before = truth(node, known)
    assume(before is not None)
    learned = data.draw(st.sampled_from(sorted(actual)))
    assert truth(node, known | {learned: actual[learned]}) is before
    assert truth(node, actual) is before


@given(CRITERIA, PROFILES)
def test_all_readers_agree(node: Node, profile: Profile) -> None:
    known, actual = profile
    answer = truth(node, known)
    assert compile_truth(node)(known) is answer
    assert trace(node, known).value is answer
    assert compile_truth(node)(actual) is truth(node, actual)
    assert truth(node, actual) is not None


@given(CRITERIA, PROFILES)
def test_a_decided_leaf_is_what_all_that_is_possible_says(node: Node, profile: Profile) -> None:
    known, actual = profile
    for leaf in leaves(node):
        assert truth(leaf, known) in (None, truth(leaf, actual))


@given(CRITERIA, PROFILES)
def test_deciding_is_empty_when_decided_and_reasons_answer_alike(
    node: Node, profile: Profile
) -> None:
    answered = trace(node, profile[0])
    named = deciding(answered)
    assert (named == ()) is (answered.value is not None)
    assert set(named) <= facts_of(node)
    assert all(truth(leaf.node, profile[0]) is leaf.value for leaf in reasons(answered))
    assert reasons(answered)


@given(CRITERIA, PROFILES)
def test_the_reasons_alone_settle_the_answer(node: Node, profile: Profile) -> None:
    answered = trace(node, profile[0])
    assume(answered.value is not None)
    kept = {id(leaf) for leaf in reasons(answered)}
    assert _again(answered, lambda leaf: leaf.value if id(leaf) in kept else None) is answered.value


@given(CRITERIA, PROFILES)
def test_the_smallest_change_makes_it_true(node: Node, profile: Profile) -> None:
    answered = trace(_apart(node), _for_each_leaf(node, profile[0]))
    changes = {change.fact: change for change in smallest_change(answered)}
    assert (not changes) is (answered.value is True)

    assert _again(answered, partial(_changed, changes)) is True
    for fact in changes:  # and none of them is needless
        fewer = {other: change for other, change in changes.items() if other != fact}
        assert _again(answered, partial(_changed, fewer)) is not True


def _changed(changes: dict[str, Change], leaf: Trace) -> Truth:
    change = changes.get(str(leaf.fact))
    return leaf.value if change is None else leaf.node == change.node


def _apart(node: Node) -> Node:
    """Give every leaf a fact of its own, so that changes cannot contradict each other."""
    numbers = count()

    def renamed(part: Node) -> Node:
        match part:
            case And(parts) | Or(parts):
                return type(part)(tuple(map(renamed, parts)))
            case Not(of):
                return Not(renamed(of))
            case leaf:
                return msgspec.structs.replace(leaf, fact=f"{leaf.fact}_{next(numbers)}")

    return renamed(node)


def _for_each_leaf(node: Node, facts: dict[str, Value]) -> dict[str, Value]:
    return {f"{leaf.fact}_{n}": facts[leaf.fact] for n, leaf in enumerate(leaves(node))}


def _again(answered: Trace, ask: Callable[[Trace], Truth]) -> Truth:
    """Answer the whole anew from what ``ask`` says of each leaf."""
    parts = [_again(part, ask) for part in answered.parts]
    match answered.node:
        case And():
            return both(*parts)
        case Or():
            return either(*parts)
        case Not():
            return opposite(*parts)
        case _:
            return ask(answered)
