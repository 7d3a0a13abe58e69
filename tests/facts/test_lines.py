"""Lines of therapy: which entries are one line, which is going on, how many there were."""

from itertools import permutations
from typing import Any

import pytest
from tests.assessment.tiny import Facts_, fact, facts, given

from oncoptions.criteria import Range, Value

ZOLE = given("deltazole", started="2023-01", ended="2024-01", reason_stopped="progression")
PAIR = given(
    "betalib", "epsizole", started="2024-02", ended="2025-02", reason_stopped="progression"
)
CHEMO = given("iotacin", started="2025-03", ended="2025-09", reason_stopped="toxicity")
NOW = given("gammacin", started="2025-10", ongoing=True)


def count(name: str, *therapies: Facts_, **keys: Any) -> Value:
    return facts(prior_therapies=list(therapies), **keys).values[name]


def test_each_entry_is_a_line() -> None:
    assert count("lines_metastatic", ZOLE, PAIR, CHEMO) == 3


def test_entries_with_one_number_are_one_line() -> None:
    dropped = [
        given("betalib", "deltazole", line=1, started="2024-01", ended="2024-06"),
        given(
            "deltazole", line=1, started="2024-06", ended="2025-06", reason_stopped="progression"
        ),
    ]
    assert count("lines_metastatic", *dropped) == 1
    assert count("lines_cdk46_metastatic", *dropped) == 1
    assert count("failed_lines_endocrine_with_cdk46", *dropped) == 1
    assert count("first_endocrine_metastatic_months", *dropped) == Range(16.014, 17.953)


def test_a_line_ends_as_its_last_entry_did_whatever_the_order_of_the_file() -> None:
    """Records give one entry a drug: the one that was stopped early does not end the line."""
    early = given("betalib", line=1, started="2024-01", ended="2024-06", reason_stopped="toxicity")
    late = given(
        "deltazole", line=1, started="2024-01", ended="2025-06", reason_stopped="progression"
    )
    for entries in ((early, late), (late, early)):
        assert count("failed_lines_metastatic", *entries) == 1
        assert facts(prior_therapies=list(entries)).values["disease_now"] == "progression"


def test_numbers_put_lines_in_order_where_dates_are_missing() -> None:
    first = given("deltazole", line=1, reason_stopped="progression")
    second = given("iotacin", line=2, reason_stopped="toxicity")
    for entries in ((first, second), (second, first)):
        assert [line.drugs for line in facts(prior_therapies=list(entries)).history.lines] == [
            {"deltazole"},
            {"iotacin"},
        ]


def test_the_order_of_the_file_does_not_matter_where_there_are_dates() -> None:
    course = given(
        "tamoxifen", setting="adjuvant", started="2015", ended="2020", reason_stopped="completed"
    )
    wanted = facts(prior_therapies=[course, ZOLE, PAIR, CHEMO, NOW]).values
    for order in permutations([course, ZOLE, PAIR, CHEMO, NOW]):
        assert facts(prior_therapies=list(order)).values == wanted


COUNTS = [
    # the fact, what it counts of ZOLE, PAIR, CHEMO, NOW
    ("lines_metastatic", 4),
    ("lines_endocrine_metastatic", 2),
    ("lines_cdk46_metastatic", 1),
    ("lines_chemo_metastatic", 2),
    ("lines_anti_her2_metastatic", 0),
    ("failed_lines_metastatic", 2),
    ("failed_lines_endocrine_metastatic", 2),
    ("failed_lines_endocrine_with_cdk46", 1),
    ("current_line_metastatic", 1),
    ("current_has_chemo", True),
    ("current_has_endocrine", False),
    ("given_taxane_metastatic", True),
    ("failed_taxane", False),
    ("failed_chemo", False),
    ("failed_cdk46", True),
]


@pytest.mark.parametrize(("name", "value"), COUNTS, ids=[name for name, _ in COUNTS])
def test_what_is_counted(name: str, value: Value) -> None:
    assert count(name, ZOLE, PAIR, CHEMO, NOW, disease_now="stable") == value


@pytest.mark.parametrize(
    ("disease_now", "failed"),
    [("progression", True), ("stable", False), ("response", False), (None, None)],
)
def test_the_cancer_has_grown_on_what_goes_on_only_while_it_grows(
    disease_now: str | None, failed: bool | None
) -> None:
    said = facts(prior_therapies=[NOW], disease_now=disease_now).values
    assert said["failed_taxane_metastatic"] is failed
    assert said["given_taxane_metastatic"] is True


def test_a_curative_course_is_one_regimen() -> None:
    course = [
        given("gammacin", setting="neoadjuvant", reason_stopped="completed"),
        given("iotacin", setting="adjuvant", reason_stopped="completed"),
    ]
    assert count("regimens_systemic", *course) == 1
    assert count("regimens_systemic", *course, ZOLE) == 2
    assert count("regimens_chemo", *course, ZOLE) == 1
    assert count("lines_metastatic", *course) == 0


def test_the_disease_grows_now_where_the_last_line_ended_by_growth() -> None:
    assert facts(prior_therapies=[ZOLE]).findings["disease_now"].state == "assumed"
    assert count("disease_now", ZOLE) == "progression"
    assert count("disease_now", ZOLE, CHEMO) is None
    assert count("disease_now", ZOLE, NOW) is None
    assert count("disease_now", ZOLE, disease_now="stable") == "stable"


def test_an_unknown_reason_leaves_open_whether_it_failed() -> None:
    assert count("failed_chemo", given("iotacin", ended="2025-09")) is None
    assert (
        count("failed_chemo", given("iotacin", ended="2025-09", reason_stopped="choice")) is False
    )


def test_an_unknown_setting_leaves_open_what_is_counted() -> None:
    said = facts(prior_therapies=[given("iotacin", setting=None, ended="2025-09")])
    assert said.values["given_chemo"] is True
    assert said.values["given_chemo_metastatic"] is None
    assert said.values["lines_chemo_metastatic"] == Range(0, 1)


def test_a_drug_nobody_knows_here_may_be_of_any_class() -> None:
    """A trial drug counts as a line; whether it was, say, a CDK4/6 inhibitor stays open."""
    trial = given("zq-1234", started="2025-01", ended="2025-06", reason_stopped="progression")
    known = given("betalib", started="2024-01", ended="2024-12", reason_stopped="progression")
    assert fact("lines_metastatic", prior_therapies=[known, trial]) == 2
    assert fact("given_cdk46", prior_therapies=[trial]) is None
    assert fact("given_cdk46", prior_therapies=[known, trial]) is True
    assert fact("lines_chemo_metastatic", prior_therapies=[known, trial]) == Range(0, 1)
