"""Kleene's tables: what is known settles what it can, and unknown never settles anything."""

import pytest
from tests.criteria.tables import TRUTHS, Case, table

from oncoptions.criteria import both, either, opposite

CASES = table("""
    ->a     | ->b     | ->and   | ->or
    true    | true    | true    | true
    true    | false   | false   | true
    true    | unknown | unknown | true
    false   | true    | false   | true
    false   | false   | false   | false
    false   | unknown | false   | unknown
    unknown | true    | unknown | true
    unknown | false   | false   | unknown
    unknown | unknown | unknown | unknown
""")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_and_or(case: Case) -> None:
    a, b, conjunction, disjunction = (TRUTHS[cell] for cell in case.expected.values())
    assert both(a, b) is conjunction
    assert either(a, b) is disjunction


def test_not_turns_around_what_is_known() -> None:
    assert opposite(True) is False
    assert opposite(False) is True
    assert opposite(None) is None


def test_one_known_truth_settles_any_number_of_parts() -> None:
    assert both(True, None, None, False) is False
    assert either(False, None, None, True) is True
