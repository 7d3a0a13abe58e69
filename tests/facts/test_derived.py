"""What follows from what was stated: receptors, resistance, intervals, spread, lines by kind.

Tables: one row a person, a blank for what nobody said, `->` for what follows.
"""

from typing import Any

import pytest
from tests.assessment.tiny import Facts_, fact, facts, given
from tests.criteria.tables import Case, table

from oncoptions.criteria import Possible, Range, Value


def told(case: Case) -> Facts_:
    return {name: _plain(value) for name, value in case.facts.items()}


def _plain(value: Any) -> Any:
    return sorted(value.options) if isinstance(value, Possible) else value


def shown(value: Value) -> str:
    if isinstance(value, Possible):
        return "?".join(sorted(value.options))
    words: dict[object, str] = {True: "yes", False: "no", None: ""}
    return words.get(value, str(value))


HORMONE_RECEPTORS = table("""
    er_percent | pr_percent | er       | pr       | ->hr_status | ->er_low
    95         | 40         |          |          | positive    | no
    1          | 0          |          |          | positive    | yes
    10         | 0          |          |          | positive    | yes
    10.5       | 0          |          |          | positive    | no
    0          | 5          |          |          | positive    | no
    0          | 0          |          |          | negative    | no
    0.9        | 0          |          |          | negative    | no
    0          |            |          |          |             | no
               | 0          |          |          |             |
               |            | positive |          | positive    |
               |            | negative | negative | negative    |
               |            | negative |          |             |
               |            | negative | positive | positive    |
               |            |          |          |             |
""")


@pytest.mark.parametrize("case", HORMONE_RECEPTORS, ids=str)
def test_hormone_receptors(case: Case) -> None:
    values = facts(**told(case)).values
    assert {name: shown(values[name]) for name in case.expected} == case.expected


# `her2` is the word of a report without a score. A blank score with ISH leaves what ISH allows.
HER2 = table("""
    her2_ihc | her2_ish | her2_membrane_staining | her2     | ->her2_status | ->her2_expression
    0        |          | no                     |          | negative      | zero
    0        |          | yes                    |          | negative      | ultralow
    0        |          |                        |          | negative      | ultralow?zero
    1+       |          |                        |          | negative      | low
    2+       | negative |                        |          | negative      | low
    2+       | positive |                        |          | positive      | positive
    2+       |          |                        |          |               | low?positive
    3+       |          |                        |          | positive      | positive
    3+       | negative |                        |          | positive      | positive
             | positive |                        |          | positive      | positive
             | negative |                        |          | negative      | low?ultralow?zero
             |          |                        | negative | negative      | low?ultralow?zero
             |          |                        | positive | positive      | positive
    0?1+     |          |                        |          | negative      | low?ultralow?zero
             |          |                        |          |               |
""")


@pytest.mark.parametrize("case", HER2, ids=str)
def test_her2(case: Case) -> None:
    keys: Facts_ = {k: str(int(v)) if isinstance(v, float) else v for k, v in told(case).items()}
    values = facts(**keys).values
    assert {name: shown(values[name]) for name in case.expected} == case.expected


# ----------------------------------------------------------------------- hormone resistance


def adjuvant(**keys: Any) -> Facts_:
    return given("tamoxifen", "deltazole", **{"setting": "adjuvant", **keys})


def first_line(months: float, reason: str) -> list[Facts_]:
    return [
        given("deltazole", started_months_ago=months, ended_months_ago=0, reason_stopped=reason)
    ]


RESISTANCE: list[tuple[str, list[Facts_], float, str]] = [
    # what happened, the treatments, months since it spread, the resistance
    ("never treated", [], 0, "none"),
    (
        "relapse after 20 months of adjuvant treatment",
        [adjuvant(started_months_ago=20, ended_months_ago=0, reason_stopped="relapse")],
        0,
        "primary",
    ),
    (
        "relapse after 20 months, still going on",
        [adjuvant(started_months_ago=20, ongoing=True)],
        0,
        "primary",
    ),
    (
        "relapse after 24 months of adjuvant treatment",
        [adjuvant(started_months_ago=24, ended_months_ago=0, reason_stopped="relapse")],
        0,
        "secondary",
    ),
    (
        "relapse 12 months after completing it",
        [adjuvant(started_months_ago=72, ended_months_ago=12, reason_stopped="completed")],
        0,
        "secondary",
    ),
    (
        "relapse 13 months after completing it",
        [adjuvant(started_months_ago=73, ended_months_ago=13, reason_stopped="completed")],
        0,
        "none",
    ),
    ("growth after 5 months of the first line", first_line(5, "progression"), 5, "primary"),
    ("growth after 6 months of the first line", first_line(6, "progression"), 6, "secondary"),
    ("first line stopped for side effects", first_line(5, "toxicity"), 5, "none"),
    (
        "growth in 3 months of a second line",
        [
            given(
                "deltazole", started_months_ago=40, ended_months_ago=10, reason_stopped="completed"
            ),
            given(
                "epsizole", started_months_ago=3, ended_months_ago=0, reason_stopped="progression"
            ),
        ],
        40,
        "secondary",
    ),
    (
        "growth on chemotherapy only",
        [given("iotacin", started_months_ago=3, reason_stopped="progression")],
        3,
        "none",
    ),
]


@pytest.mark.parametrize(
    ("therapies", "since", "resistance"),
    [case[1:] for case in RESISTANCE],
    ids=[case[0] for case in RESISTANCE],
)
def test_endocrine_resistance(therapies: list[Facts_], since: float, resistance: str) -> None:
    keys: Facts_ = {"prior_therapies": therapies, "metastatic_since_months_ago": since}
    assert fact("endocrine_resistance", **keys) == resistance


def test_resistance_is_open_while_the_history_is() -> None:
    assert fact("endocrine_resistance") is None
    assert fact("endocrine_resistance", prior_therapies=[], history_complete=False) is None


# -------------------------------------------------------------------------------- intervals


def test_the_disease_free_interval_runs_from_the_end_of_the_last_curative_treatment() -> None:
    course = [
        given("gammacin", setting="adjuvant", ended_months_ago=70, reason_stopped="completed"),
        adjuvant(ended_months_ago=14, reason_stopped="completed"),
    ]
    keys: Facts_ = {"prior_therapies": course, "metastatic_since_months_ago": 4}
    assert fact("disease_free_interval_months", **keys) == 10
    assert fact("months_adjuvant_taxane_end_to_relapse", **keys) == 66
    assert fact("months_since_taxane_end", **keys) == 70


def test_the_time_since_what_never_happened_is_infinite() -> None:
    assert fact("disease_free_interval_months", prior_therapies=[]) == float("inf")
    assert fact("disease_free_interval_months") is None


SINCE = [
    # what is known, months since it spread, how that is known
    ("nothing", {"prior_therapies": []}, 0, "assumed"),
    ("a date", {"metastatic_since": "2025-06-01"}, 12, "known"),
    ("a month", {"metastatic_since": "2025-06"}, Range(11.047, 12), "known"),
    ("months", {"metastatic_since_months_ago": 7}, 7, "known"),
    (
        "the first line's start",
        {"prior_therapies": [given("iotacin", started="2025-12-01")]},
        6,
        "assumed",
    ),
    (
        "a first line without a start",
        {"prior_therapies": [given("iotacin", ended="2025-12-01", reason_stopped="progression")]},
        Range(6, float("inf")),
        "derived",
    ),
    (
        "a bone drug before the first line",
        {"prior_therapies": [given("iotacin", started="2025-12-01")]},
        6,
        "assumed",
    ),
]


@pytest.mark.parametrize(
    ("keys", "months", "state"), [case[1:] for case in SINCE], ids=[case[0] for case in SINCE]
)
def test_when_it_spread(keys: Facts_, months: Value, state: str) -> None:
    finding = facts(**keys).findings["metastatic_since_months_ago"]
    assert (finding.value, finding.state) == (months, state)


def test_a_treatment_begun_long_before_the_spread_is_a_conflict() -> None:
    course = given("iotacin", started="2025-01", ended="2025-10")
    ((name, what),) = facts(prior_therapies=[course], metastatic_since="2025-09").conflicts
    assert name == "metastatic_since_months_ago"
    assert what.startswith("stated as later than the start of a treatment")
    assert facts(prior_therapies=[course], metastatic_since="2025-01-20").conflicts == ()


# ----------------------------------------------------------------------------------- spread


@pytest.mark.parametrize(
    ("sites", "visceral"),
    [
        (["liver"], True),
        (["lung", "bone"], True),
        (["pleura"], True),
        (["peritoneum"], True),
        (["bone", "skin", "lymph_node"], False),
        (["brain"], False),
        ([], False),
        (None, None),
    ],
    ids=str,
)
def test_visceral_disease(sites: list[str] | None, visceral: bool | None) -> None:
    assert fact("visceral_disease", metastatic_sites=sites) is visceral


TRIMESTERS = [
    (0, "none"),
    (1, "first"),
    (13, "first"),
    (14, "second"),
    (27, "second"),
    (28, "third"),
]


@pytest.mark.parametrize(("weeks", "trimester"), TRIMESTERS)
def test_pregnancy(weeks: float, trimester: str) -> None:
    values = facts(pregnancy_weeks=weeks).values
    assert values["pregnancy_trimester"] == trimester
    assert values["pregnant"] is (weeks > 0)


@pytest.mark.parametrize(
    ("keys", "deprived"),
    [
        ({"menopausal_status": "postmenopausal"}, True),
        ({"menopausal_status": "premenopausal", "ovarian_suppression": "medical"}, True),
        ({"menopausal_status": "premenopausal", "ovarian_suppression": "surgical"}, True),
        ({"menopausal_status": "premenopausal", "ovarian_suppression": "none"}, False),
        ({"menopausal_status": "premenopausal"}, None),
    ],
    ids=str,
)
def test_estrogen(keys: Facts_, deprived: bool | None) -> None:
    assert fact("estrogen_deprived", **keys) is deprived


@pytest.mark.parametrize(
    ("cps", "keys", "candidate"),
    [
        (10, {}, True),
        (9, {}, False),
        (None, {}, None),
        (20, {"conditions": {"autoimmune_disease": "active"}}, False),
        (20, {"prior_therapies": [given("thetamab", reason_stopped="progression")]}, False),
    ],
    ids=str,
)
def test_candidate_for_immunotherapy(
    cps: float | None, keys: Facts_, candidate: bool | None
) -> None:
    assert fact("pd1_candidate", **{"prior_therapies": [], **keys}, pdl1_cps=cps) is candidate
