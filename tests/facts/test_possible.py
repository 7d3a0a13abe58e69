"""What is only partly known: a comparison is decided when everything it may be agrees."""

import pytest
from tests.assessment.tiny import LUMINAL, Facts_, fact, given, option

from oncoptions.criteria import Possible, Value


@pytest.mark.parametrize(
    ("written", "status"),
    [
        (">90%", "positive"),
        (">= 1", "positive"),
        ("<1%", "negative"),
        ("80-90", "positive"),
        ({"min": 5, "max": 20}, "positive"),
        ("<5", None),
        ({"min": 0.5, "max": 2}, None),
    ],
    ids=str,
)
def test_a_number_between_two_ends(written: object, status: str | None) -> None:
    assert fact("er", er_percent=written) == status


@pytest.mark.parametrize(
    ("ended", "failed"),
    [
        ("2025-06-01", True),
        ("2025-05-31", False),
        ("2025-06", True),
        ("2025-05", False),
        ("2025", None),
    ],
)
def test_a_month_or_a_year_at_the_threshold_of_twelve_months(
    ended: str, failed: bool | None
) -> None:
    """It spread on 2026-06-01. Any day of June is within 12 months, none of May is."""
    course = given("iotacin", setting="adjuvant", ended=ended, reason_stopped="completed")
    keys: Facts_ = {"prior_therapies": [course], "metastatic_since": "2026-06-01"}
    assert fact("failed_chemo", **keys) is failed


def test_a_month_that_holds_the_threshold_leaves_it_open_and_says_so() -> None:
    course = given("iotacin", setting="adjuvant", ended="2025-05", reason_stopped="completed")
    keys = {**LUMINAL, "prior_therapies": [course], "metastatic_since": "2026-05-15"}
    assert fact("failed_chemo", **keys) is None
    row = option("iotacin", **keys)
    assert row.status == "fits"
    assert [c.criterion for c in row.cautions] == ["may have failed"]


EQUIVOCAL = {**LUMINAL, "her2_ihc": "2+", "her2_membrane_staining": None}


def test_her2_2_plus_without_the_gene_test_is_low_or_positive() -> None:
    assert fact("her2_expression", **EQUIVOCAL) == Possible(frozenset({"low", "positive"}))
    row = option("etatecan", **EQUIVOCAL)
    assert (row.status, row.deciding_facts) == ("depends", ("her2_ish",))
    for result, status in (("positive", "fits"), ("negative", "fits")):
        assert option("etatecan", **EQUIVOCAL, her2_ish=result).status == status
    assert option("alphamab-gammacin", **EQUIVOCAL).status == "depends"
    assert option("alphamab-gammacin", **EQUIVOCAL, her2_ish="negative").status == "ruled_out"


def test_a_list_of_what_is_possible() -> None:
    assert fact("her2_status", her2_ihc=["0", "1+"]) == "negative"
    assert fact("her2_status", her2_ihc=["1+", "3+"]) is None


def test_what_is_left_open_about_the_spread_stays_open() -> None:
    """`brain_mets` of somebody with brain metastases is stable or active, and not none."""
    value: Value = fact("brain_mets", metastatic_sites=["brain"])
    assert value == Possible(frozenset({"stable", "active"}))
