"""A drug that has failed is not offered again (design, section 6, "Already failed")."""

from typing import Any

import pytest
from tests.assessment.tiny import HER2, LUMINAL, Facts_, ask, base, given, option, row

from oncoptions.assessment.answer import OptionRow


def after(identity: str, *therapies: Facts_, **keys: Any) -> OptionRow:
    """One row for the woman with luminal disease, after some treatments."""
    return option(identity, **{**LUMINAL, "prior_therapies": list(therapies), **keys})


def adjuvant(*drugs: str, **keys: Any) -> Facts_:
    return given(*drugs, **{"setting": "adjuvant", **keys})


def words(found: OptionRow, of: str) -> list[str]:
    return [caution.why for caution in found.cautions if caution.criterion == of]


STATUS: list[tuple[str, list[Facts_], str]] = [
    ("metastatic, growth", [given("iotacin", reason_stopped="progression")], "ruled_out"),
    ("metastatic, side effects", [given("iotacin", reason_stopped="toxicity")], "fits"),
    ("metastatic, completed", [given("iotacin", reason_stopped="completed")], "fits"),
    ("metastatic, by choice", [given("iotacin", reason_stopped="choice")], "fits"),
    ("adjuvant, relapse on it", [adjuvant("iotacin", reason_stopped="relapse")], "ruled_out"),
    ("adjuvant, still going on", [adjuvant("iotacin", ongoing=True)], "ruled_out"),
    (
        "neoadjuvant, growth on it",
        [given("iotacin", setting="neoadjuvant", reason_stopped="progression")],
        "ruled_out",
    ),
    (
        "adjuvant, ended 12 months before relapse",
        [adjuvant("iotacin", ended_months_ago=12, reason_stopped="completed")],
        "ruled_out",
    ),
    (
        "adjuvant, ended 13 months before relapse",
        [adjuvant("iotacin", ended_months_ago=13, reason_stopped="completed")],
        "fits",
    ),
    (
        "adjuvant, stopped for side effects 6 months before relapse",
        [adjuvant("iotacin", ended_months_ago=6, reason_stopped="toxicity")],
        "ruled_out",
    ),
]


@pytest.mark.parametrize(
    ("therapies", "status"), [case[1:] for case in STATUS], ids=[case[0] for case in STATUS]
)
def test_when_a_drug_counts_as_failed(therapies: list[Facts_], status: str) -> None:
    assert after("iotacin", *therapies, metastatic_since_months_ago=0).status == status


# ----------------------------------------------------------------- what may come back


def test_a_backbone_may_be_used_again() -> None:
    grew = given("deltazole", reason_stopped="progression")
    assert after("betalib-zole", grew).status == "fits"
    row = after("zole", grew)
    assert (row.status, [e.drug for e in row.excluded]) == ("fits", ["deltazole"])


def test_when_every_interchangeable_member_has_failed_the_option_is_out() -> None:
    both = [given(drug, reason_stopped="progression") for drug in ("deltazole", "epsizole")]
    row = after("zole", *both)
    assert (row.status, row.would_fit_if) == ("ruled_out", ())


TAXANE: list[tuple[str, list[Facts_], str]] = [
    (
        "growth on it 11 months ago",
        [given("gammacin", ended_months_ago=11, reason_stopped="progression")],
        "ruled_out",
    ),
    (
        "growth on it 12 months ago",
        [given("gammacin", ended_months_ago=12, reason_stopped="progression")],
        "fits",
    ),
    (
        "growth on it, nobody knows when",
        [given("gammacin", reason_stopped="progression")],
        "ruled_out",
    ),
    (
        "growth on it twice, last 3 months ago",
        [
            given("gammacin", ended_months_ago=20, reason_stopped="progression"),
            given("gammacin", ended_months_ago=3, reason_stopped="progression"),
        ],
        "ruled_out",
    ),
]


@pytest.mark.parametrize(
    ("therapies", "status"), [case[1:] for case in TAXANE], ids=[case[0] for case in TAXANE]
)
def test_a_taxane_may_come_back_after_twelve_months(therapies: list[Facts_], status: str) -> None:
    assert after("gammacin", *therapies).status == status


def test_a_taxane_may_come_back_beside_a_new_partner_of_a_named_class() -> None:
    grew = given("gammacin", ended_months_ago=2, reason_stopped="progression")
    assert option("alphamab-gammacin", **{**HER2, "prior_therapies": [grew]}).status == "fits"
    had = [given("alphamab", reason_stopped="completed"), grew]
    assert option("alphamab-gammacin", **{**HER2, "prior_therapies": had}).status == "ruled_out"


# ---------------------------------------------------------------------------- cautions


def test_another_drug_of_a_failed_class_comes_with_what_is_known_of_that() -> None:
    row = after("betterlib-zole", given("betalib", "deltazole", reason_stopped="progression"))
    assert row.status == "fits"
    known = base().classes["cdk46_inhibitor"].after_failure
    assert words(row, "failed CDK4/6 inhibitor") == [known]
    assert words(after("betterlib-zole"), "failed CDK4/6 inhibitor") == []


def test_a_drug_stopped_for_side_effects_comes_with_a_caution() -> None:
    row = after("iotacin", given("iotacin", reason_stopped="toxicity"))
    assert words(row, "stopped for toxicity") == [
        "iotacin was stopped before because of side effects"
    ]


def test_unless_the_label_ends_it_for_good() -> None:
    low = {"her2_ihc": "1+"}
    mild = given("etatecan", reason_stopped="toxicity", toxicity={"ild_grade": 1})
    bad = given("etatecan", reason_stopped="toxicity", toxicity={"ild_grade": 2})
    row = after("etatecan", mild, **low)
    assert (row.status, len(words(row, "stopped for toxicity"))) == ("fits", 1)
    row = after("etatecan", bad, **low)
    assert row.status == "ruled_out"
    assert [r.why for r in row.reasons] == ["The label ends it after lung inflammation of grade 2."]


def test_side_effects_of_unknown_kind_are_asked_for_before_it_comes_back() -> None:
    row = after("etatecan", given("etatecan", reason_stopped="toxicity"), her2_ihc="1+")
    assert row.status == "fits"
    assert [check.facts for check in row.before_start] == [("ild_grade_on_topo1_adc",)]


def test_a_drug_of_which_nobody_says_how_it_ended_comes_with_a_caution() -> None:
    """Records often leave it out. The option stays, and the doubt stands on it."""
    row = after("iotacin", given("iotacin", ended_months_ago=5))
    assert row.status == "fits"
    (why,) = words(row, "may have failed")
    assert why.startswith("iotacin was given before, and the record leaves open")
    assert words(after("iotacin"), "may have failed") == []


# ----------------------------------------------------------------- the current treatment


def test_what_goes_on_is_received_and_not_failed() -> None:
    now = given("betalib", "deltazole", ongoing=True)
    for disease in ("stable", "response", None):
        row = after("betalib-zole", now, disease_now=disease)
        assert (row.status, row.current) == ("fits", True)
        assert words(row, "may have failed") == []
    row = after("betalib-zole", now, disease_now="progression")
    assert (row.status, row.current) == ("ruled_out", True)


def test_an_entry_without_a_setting_fails_only_where_either_setting_says_so() -> None:
    """An ongoing drug of unknown setting is not taken for one that the cancer came back on."""
    row = after("iotacin", given("iotacin", setting=None, ongoing=True), disease_now="stable")
    assert row.status == "fits"
    row = after("iotacin", given("iotacin", setting=None, ongoing=True), disease_now="progression")
    assert row.status == "ruled_out"


def test_a_drug_dropped_from_a_line_that_went_on_has_not_failed() -> None:
    line = [
        given("betalib", "deltazole", line=1, started="2024-01", ended="2024-06"),
        given(
            "deltazole", line=1, started="2024-06", ended="2025-06", reason_stopped="progression"
        ),
    ]
    row = after("betalib-zole", *line)
    assert [e.drug for e in row.excluded] == []
    assert words(row, "may have failed") == []


def test_the_doubt_of_one_option_does_not_touch_another() -> None:
    answer = ask(**{**LUMINAL, "prior_therapies": [given("iotacin", ended_months_ago=5)]})
    assert words(row(answer, "gammacin"), "may have failed") == []
