"""Dates: everything is as of the day asked about, and a partial date counts from its last day."""

import datetime as dt

import pytest
from tests.assessment.tiny import LUMINAL, ask, facts, given, option

from oncoptions.facts.dates import Ago, in_force_from, months_ago, months_between, span

DAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-03-08T09:30:00Z", "2024-03-08", "2024-03-08"),
    ],
)
def test_what_a_date_can_be(text: str, first: str, last: str) -> None:
    assert span(text) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert in_force_from(text) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2024-13", "24-03-01", "01.03.2024", "March 2024", "", "0000", "1899-12-31"],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span(text)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2025-06-01", "2026-06-01", 12),
        ("2026-05-31", "2026-06-01", 0.014),
        ("2026-06-01", "2026-06-01", 0),
    ],
)
def test_months_are_months_of_the_calendar(earlier: str, later: str, months: float) -> None:
    counted = months_between(dt.date.fromisoformat(earlier), dt.date.fromisoformat(later))
    assert counted == pytest.approx(months)


def test_the_month_that_holds_the_day_asked_about_ends_on_it() -> None:
    assert months_ago("2026-06", dt.date(2026, 6, 20)) == Ago(0, 0.624)
    assert months_ago("2026-07", dt.date(2026, 6, 20)).most < 0


# ------------------------------------------------------------------- the day asked about

OLD = given("deltazole", started="2020-01-15", ended="2022-01-15", reason_stopped="progression")
NEW = given("iotacin", started="2022-03-01", ended="2023-03-01", reason_stopped="toxicity")
KEYS = {**LUMINAL, "prior_therapies": [OLD, NEW]}


def test_what_began_after_the_day_is_set_aside_and_listed() -> None:
    day = dt.date(2022, 2, 1)
    assert facts(day, **KEYS).values["lines_metastatic"] == 1
    assert facts(day, **KEYS).values["given_chemo"] is False
    assert "Set aside, dated after 2022-02-01: prior_therapies[1]." in ask(day, **KEYS).notices
    assert not any("Set aside" in notice for notice in ask(DAY, **KEYS).notices)


def test_what_ended_after_the_day_was_still_going_on() -> None:
    """On that day nobody knew how it would end."""
    day = dt.date(2021, 6, 1)
    said = facts(day, **KEYS)
    assert said.history.current is not None
    assert said.values["current_has_endocrine"] is True
    assert said.values["failed_endocrine_metastatic"] is None
    assert said.values["disease_now"] is None
    assert (
        "Set aside, dated after 2021-06-01: prior_therapies[0].ended." in ask(day, **KEYS).notices
    )
    assert option("zole", day, **KEYS).current is True


def test_months_ago_count_from_the_day_asked_about() -> None:
    course = given("iotacin", setting="adjuvant", ended_months_ago=6, reason_stopped="completed")
    for day in (dt.date(2024, 1, 1), DAY):
        said = facts(day, prior_therapies=[course], metastatic_since_months_ago=2).values
        assert said["months_adjuvant_chemo_end_to_relapse"] == 4


def test_dates_count_from_the_day_asked_about_too() -> None:
    course = given("gammacin", setting="adjuvant", ended="2023-06-01", reason_stopped="completed")
    for day, months in ((dt.date(2024, 6, 1), 12), (DAY, 36)):
        assert facts(day, prior_therapies=[course]).values["months_since_taxane_end"] == months


def test_a_spread_proved_after_the_day_is_set_aside() -> None:
    answer = ask(dt.date(2020, 1, 1), **LUMINAL, metastatic_since="2025-01")
    assert "Set aside, dated after 2020-01-01: metastatic_since." in answer.notices


def test_an_answer_for_a_day_after_the_knowledge_ends_says_so() -> None:
    (late,) = ask(dt.date(2026, 9, 5), **LUMINAL).notices
    assert "2026-09-04" in late
    assert ask(dt.date(2026, 9, 4), **LUMINAL).notices == ()
