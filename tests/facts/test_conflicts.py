"""Facts that contradict each other: both are shown, and the fact is taken as unknown."""

import pytest
from tests.assessment.tiny import LUMINAL, Facts_, ask, facts, option, row

CONFLICTS: list[tuple[str, Facts_, str, str]] = [
    (
        "er",
        {"er_percent": 95, "er": "negative"},
        "er",
        "stated as negative, but er_percent say positive",
    ),
    (
        "pr",
        {"pr_percent": 0, "pr": "positive"},
        "pr",
        "stated as positive, but pr_percent say negative",
    ),
    ("her2", {"her2_ihc": "3+", "her2": "negative"}, "her2_status", "stated as negative, but"),
    (
        "brain",
        {"metastatic_sites": ["brain"], "brain_mets": "none"},
        "brain_mets",
        "the sites name the brain",
    ),
]


@pytest.mark.parametrize(
    ("keys", "name", "words"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS]
)
def test_a_conflict_is_listed(keys: Facts_, name: str, words: str) -> None:
    ((fact, what),) = facts(**keys).conflicts
    assert fact == name
    assert what.startswith(words)


def test_what_is_in_conflict_is_not_known_and_asked_for() -> None:
    keys = {**LUMINAL, "er": "negative", "pr_percent": 0}
    said = facts(**keys)
    assert (said.values["er"], said.values["hr_status"]) == (None, None)
    answer = ask(**keys)
    assert [conflict.fact for conflict in answer.conflicts] == ["er"]
    assert (row(answer, "zole").status, row(answer, "zole").deciding_facts) == ("depends", ("er",))


def test_a_conflict_never_decides_what_follows_from_it() -> None:
    """HER2 3+ called negative: neither the status nor the amount of HER2 is known."""
    said = facts(her2_ihc="3+", her2="negative").values
    assert (said["her2_status"], said["her2_expression"]) == (None, None)
    assert (
        option("etatecan", **{**LUMINAL, "her2_ihc": "3+", "her2": "negative"}).status == "depends"
    )


def test_what_agrees_is_no_conflict() -> None:
    agreeing: list[Facts_] = [
        {"er_percent": 95, "er": "positive"},
        {"her2_ihc": "2+", "her2": "negative"},
        {"her2_ihc": "2+", "her2_ish": "negative", "her2": "negative"},
        {"metastatic_sites": ["brain"], "brain_mets": "stable"},
        {"er_percent": "<5", "er": "negative"},
    ]
    for keys in agreeing:
        assert facts(**keys).conflicts == ()


def test_the_word_of_the_report_decides_where_the_number_does_not() -> None:
    assert facts(her2_ihc="2+", her2="negative").values["her2_expression"] == "low"
