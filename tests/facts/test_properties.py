"""What holds of the facts of everybody: derived values exclude each other, and nothing is lost."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.assessment.tiny import base

from oncoptions.criteria import Range, facts_of, representatives, truth
from oncoptions.facts.vocabulary import FactEntry

DERIVED = {
    name: entry
    for name, entry in base().vocabulary.facts.items()
    if entry.type == "category" and entry.derivations
}
COMPLETE = ("er", "pr", "hr_status", "her2_status", "pregnancy_trimester", "endocrine_resistance")
"""Derived facts that have a value for everybody of whom all is known, whatever it is."""


def values_of(name: str) -> list[Any]:
    """All kinds of value a fact may have."""
    entry: FactEntry = base().vocabulary.facts[name]
    if entry.type == "boolean":
        return [True, False]
    if entry.type == "category":
        return list(entry.values)
    span = Range(entry.min or 0, float("inf") if entry.max is None else entry.max)
    return list(representatives(span, base().thresholds(name)))


def readings(entry: FactEntry) -> st.SearchStrategy[dict[str, Any]]:
    """A complete profile of what a fact is derived from."""
    nodes = [base().node(text) for text in entry.derivations.values()]
    names = sorted({name for node in nodes for name in facts_of(node)})
    return st.fixed_dictionaries({name: st.sampled_from(values_of(name)) for name in names})


@pytest.mark.parametrize("name", DERIVED)
def test_derived_values_exclude_each_other(name: str) -> None:
    entry = DERIVED[name]

    @settings(max_examples=60)
    @given(readings(entry))
    def check(values: dict[str, Any]) -> None:
        assume(name != "endocrine_resistance" or _can_be(values))
        true = [v for v, text in entry.derivations.items() if truth(base().node(text), values)]
        assert len(true) <= 1
        assert len(true) == 1 or name not in COMPLETE

    check()


def _can_be(values: dict[str, Any]) -> bool:
    """Whether such a history can be: who failed on a class first failed on it at all."""
    first = values["failed_first_endocrine_metastatic"]
    return values["failed_endocrine_metastatic"] or not first


def test_every_derived_fact_is_held_against_this() -> None:
    assert set(COMPLETE) <= set(DERIVED)
    assert set(DERIVED) - set(COMPLETE) == {"her2_expression"}
