"""Receptors differ between samples: which one counts, and what the others still say."""

import pytest
from tests.assessment.tiny import LUMINAL, Facts_, ask, fact, facts, option, row, wanted

BARE: Facts_ = {k: v for k, v in LUMINAL.items() if not k.startswith(("er", "pr_", "her2"))}
PRIMARY = {
    "date": "2020-03",
    "site": "primary",
    "er_percent": 90,
    "pr_percent": 50,
    "her2_ihc": "1+",
}
LIVER = {
    "date": "2024-05",
    "site": "liver",
    "er_percent": 0,
    "pr_percent": 0,
    "her2_ihc": "0",
    "her2_membrane_staining": False,
}
LATER = {"date": "2025-09", "site": "bone", "her2_ihc": "2+", "her2_ish": "negative"}


def with_samples(*samples: Facts_, **keys: object) -> Facts_:
    return {**BARE, "specimens": list(samples), **keys}


@pytest.mark.parametrize(
    "samples", [(PRIMARY, LIVER), (LIVER, PRIMARY)], ids=["in time", "against"]
)
def test_the_latest_metastatic_sample_counts(samples: tuple[Facts_, ...]) -> None:
    said = facts(**with_samples(*samples))
    assert said.values["hr_status"] == "negative"
    assert said.current_sample == "liver, 2024-05"
    assert (
        "Receptors are those of the sample: liver, 2024-05."
        in ask(**with_samples(*samples)).notices
    )


def test_a_metastatic_sample_counts_before_a_later_one_of_the_breast() -> None:
    breast = {**PRIMARY, "date": "2026-01"}
    assert fact("hr_status", **with_samples(breast, LIVER)) == "negative"


def test_each_receptor_comes_from_the_latest_sample_that_has_it() -> None:
    """The bone sample has no ER: ER stays the liver's, HER2 is the bone's, whole."""
    values = facts(**with_samples(PRIMARY, LIVER, LATER)).values
    assert (values["hr_status"], values["her2_expression"]) == ("negative", "low")
    assert values["her2_membrane_staining"] is None
    said = facts(**with_samples(PRIMARY, LIVER, LATER)).current_sample
    assert said == "liver, 2024-05 and bone, 2025-09"


def test_what_stands_at_the_top_of_the_file_is_the_current_sample() -> None:
    keys = with_samples(PRIMARY, er_percent=0, pr_percent=0)
    assert fact("hr_status", **keys) == "negative"


def test_a_sample_after_the_day_asked_about_is_set_aside_and_listed() -> None:
    answer = ask(**with_samples(LIVER, {**PRIMARY, "date": "2026-07"}))
    assert "Set aside, dated after 2026-06-01: specimens[1]." in answer.notices


# --------------------------------------------------------------------------- in any sample


@pytest.mark.parametrize(
    ("keys", "low", "er"),
    [
        (with_samples(LIVER), False, False),
        (with_samples(PRIMARY, LIVER), True, True),
        (with_samples(LIVER, {"site": "bone"}), None, None),
        ({**BARE, "er_percent": 95, "her2_ihc": "1+"}, True, True),
        ({**BARE, "er_percent": 0, "her2_ihc": "0"}, False, False),
        (BARE, None, None),
    ],
    ids=["one, no", "two, yes", "one open", "the current, yes", "the current, no", "none"],
)
def test_true_if_it_holds_in_one_and_false_if_it_fails_in_all(
    keys: Facts_, low: bool | None, er: bool | None
) -> None:
    values = facts(**keys).values
    assert values["her2_low_any_sample"] is low
    assert values["er_positive_any_sample"] is er


# ------------------------------------------------------------------- what another admits


def test_an_option_that_another_sample_admits_depends_and_is_to_be_confirmed() -> None:
    answer = ask(**with_samples(PRIMARY, LIVER))
    for identity in ("etatecan", "betalib-zole", "zole"):
        assert row(answer, identity).status == "depends"
    assert "her2_ihc" in row(answer, "etatecan").deciding_facts
    confirm = wanted(answer, "confirm")
    assert list(confirm) == ["er-pr", "her2"]
    assert confirm["er-pr"].would_open == ("betalib-zole", "betterlib-zole", "zole")
    assert "etatecan" in confirm["her2"].would_open
    assert all("liver, 2024-05 and primary, 2020-03" in row.why for row in confirm.values())


def test_what_another_sample_shows_differently_is_listed_as_a_conflict() -> None:
    said = facts(**with_samples(PRIMARY, LIVER)).conflicts
    assert said == (
        ("hr_status", "negative as used here, positive in primary, 2020-03"),
        ("her2_expression", "zero as used here, low in primary, 2020-03"),
    )
    assert facts(**with_samples(LIVER, {**LIVER, "date": "2025-01"})).conflicts == ()


def test_a_sample_says_nothing_about_what_it_was_not_tested_for() -> None:
    """The bone sample has HER2 only: it does not make the liver's ER doubtful."""
    bone = {"date": "2023-01", "site": "bone", "her2_ihc": "0", "her2_membrane_staining": False}
    answer = ask(**with_samples(LIVER, bone))
    assert wanted(answer, "confirm") == {}
    assert row(answer, "zole").status == "ruled_out"


def test_it_is_not_called_undecided_by_a_new_test_as_well() -> None:
    assert not wanted(ask(**with_samples(PRIMARY, LIVER)), "deciding").keys() & {"her2", "er-pr"}


def test_another_sample_never_lifts_a_contraindication() -> None:
    row_ = option("etatecan", **with_samples(PRIMARY, LIVER), conditions={"ild": "present"})
    assert row_.status == "ruled_out"


def test_samples_that_agree_need_no_confirmation() -> None:
    answer = ask(**with_samples(LIVER, {**LIVER, "date": "2025-01", "site": "lung"}))
    assert wanted(answer, "confirm") == {}
    assert row(answer, "etatecan").status == "ruled_out"
