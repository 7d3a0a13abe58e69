"""Situations every oncologist knows: who is offered what today, in which order, and who is not."""

import pytest
from tests.clinical.conftest import Ask, rows_with, status_of
from tests.clinical.people import (
    AFTER_CDK46,
    HER2_FIRST,
    HER2_SECOND,
    HR_FIRST,
    MAN,
    PREMENOPAUSAL,
    TRIPLE_NEGATIVE,
    person,
)

CDK46 = ("palbociclib", "ribociclib", "abemaciclib")


@pytest.mark.parametrize("region", ["US", "EU"])
@pytest.mark.parametrize("drug", CDK46)
def test_first_line_hormone_therapy_comes_with_a_cdk46_inhibitor(
    ask: Ask, drug: str, region: str
) -> None:
    rows = rows_with(ask(HR_FIRST, region=region), drug, "letrozole")
    assert [row.status for row in rows] == ["fits"]
    assert rows[0].standing.value == "preferred"


def test_before_menopause_the_ovaries_are_turned_off_too(ask: Ask) -> None:
    (row,) = rows_with(ask(PREMENOPAUSAL), "ribociclib", "letrozole", "goserelin")
    assert row.status == "fits"


def test_a_man_has_the_same_first_options(ask: Ask) -> None:
    answer = ask(MAN)
    assert status_of(answer, "palbociclib", "letrozole") == "absent"  # with a GnRH analogue
    assert any(
        row.status == "fits" and any("palbociclib" in c.one_of for c in row.components)
        for row in answer.options
    )


def test_a_drug_the_cancer_grew_on_does_not_come_back(ask: Ask) -> None:
    (row,) = rows_with(ask(AFTER_CDK46), "palbociclib", "letrozole")
    assert row.status == "ruled_out"
    assert any("grown on palbociclib" in reason.why for reason in row.reasons)


def test_another_cdk46_inhibitor_says_what_is_known_of_it(ask: Ask) -> None:
    (row,) = rows_with(ask(AFTER_CDK46), "abemaciclib", "fulvestrant")
    assert row.status == "fits"
    assert any("CDK4/6" in caution.criterion for caution in row.cautions)


def test_esr1_is_the_test_to_do_after_a_cdk46_inhibitor(ask: Ask) -> None:
    answer = ask(AFTER_CDK46)
    (test,) = [t for t in answer.tests if t.kind == "deciding" and "esr1" in t.facts]
    assert "elacestrant" in test.would_open


def test_trastuzumab_deruxtecan_is_not_given_to_someone_with_lung_inflammation(ask: Ask) -> None:
    case = person(HER2_SECOND, conditions={"ild": "present"})
    assert status_of(ask(case), "trastuzumab deruxtecan") == "ruled_out"


def test_lung_inflammation_on_the_drug_stops_it_for_good(ask: Ask) -> None:
    stopped = {
        "drugs": ["trastuzumab deruxtecan"],
        "setting": "metastatic",
        "started_months_ago": 8,
        "ended_months_ago": 1,
        "reason_stopped": "toxicity",
        "toxicity": {"ild_grade": 2},
    }
    case = person(HER2_SECOND, prior_therapies=[*HER2_SECOND["prior_therapies"], stopped])
    assert status_of(ask(case), "trastuzumab deruxtecan") == "ruled_out"


@pytest.mark.parametrize("drug", ["palbociclib", "letrozole", "tamoxifen", "fulvestrant"])
def test_hormone_drugs_are_not_given_in_pregnancy(ask: Ask, drug: str) -> None:
    answer = ask(person(PREMENOPAUSAL, pregnancy_weeks=18))
    with_drug = [
        r
        for r in answer.options
        if r.kind == "systemic" and any(c.one_of == (drug,) for c in r.components)
    ]
    assert with_drug
    assert all(row.status != "fits" for row in with_drug)


def test_complete_dpd_deficiency_rules_out_capecitabine(ask: Ask) -> None:
    case = person(TRIPLE_NEGATIVE, labs={"dpyd": "complete_deficiency"})
    assert status_of(ask(case), "capecitabine") == "ruled_out"


def test_a_low_heart_function_rules_out_anthracyclines(ask: Ask) -> None:
    case = person(
        TRIPLE_NEGATIVE, labs={"lvef_percent": 35}, conditions={"heart_disease": ["heart_failure"]}
    )
    assert status_of(ask(case), "doxorubicin") == "ruled_out"


def test_a_long_qt_rules_out_ribociclib_only(ask: Ask) -> None:
    answer = ask(person(HR_FIRST, labs={"qtcf_ms": 470}))
    assert status_of(answer, "ribociclib", "letrozole") == "ruled_out"
    assert status_of(answer, "palbociclib", "letrozole") == "fits"


def test_first_line_her2_positive_disease_has_both_standards(ask: Ask) -> None:
    answer = ask(HER2_FIRST)
    assert status_of(answer, "docetaxel", "trastuzumab", "pertuzumab") == "fits"
    assert status_of(answer, "trastuzumab deruxtecan", "pertuzumab") == "fits"


@pytest.mark.parametrize("case", [HR_FIRST, MAN, HER2_FIRST, TRIPLE_NEGATIVE, AFTER_CDK46])
def test_everyone_has_trials_and_care_without_anticancer_drugs(
    ask: Ask, case: dict[str, object]
) -> None:
    answer = ask(case)
    kinds = {row.kind for row in answer.options if row.status == "fits"}
    assert {"trial", "palliative"} <= kinds


@pytest.mark.parametrize(
    ("changes", "component"),
    [
        ({"problems": {"bone_pain_score": 7}}, "radiotherapy"),
        (
            {"metastatic_sites": ["brain", "bone"], "brain_mets": "active",
             "problems": {"brain_lesions": 2, "brain_largest_cm": 1.5}},
            "stereotactic radiosurgery",
        ),
        ({"problems": {"cord_compression": True}}, "radiotherapy"),
        ({"problems": {"pleural_effusion": "symptomatic"}}, "indwelling pleural catheter"),
        ({"problems": {"nausea_score": 5}}, "ondansetron"),
        ({"problems": {"fatigue_score": 6}}, "exercise"),
    ],
)  # fmt: skip
def test_a_problem_brings_its_own_treatment(
    ask: Ask, changes: dict[str, object], component: str
) -> None:
    answer = ask(person(HR_FIRST, **changes))
    found = [
        row
        for row in answer.options
        if row.kind in ("local", "supportive")
        and any(component in c.one_of for c in row.components)
    ]
    assert any(row.status == "fits" for row in found)


def test_cord_compression_comes_before_every_drug(ask: Ask) -> None:
    answer = ask(person(HR_FIRST, problems={"cord_compression": True}))
    assert answer.options[0].kind == "local"
    systemic = [row for row in answer.options if row.kind == "systemic"]
    assert all(row.cautions[0].why.startswith("not instead of") for row in systemic)


def test_a_judgement_of_the_team_stands_against_every_drug_of_its_class(ask: Ask) -> None:
    """No label names it, so the option still fits; but it says so and stands last."""
    answer = ask(person(TRIPLE_NEGATIVE, judgements={"chemotherapy_suitable": False}))
    (row,) = rows_with(answer, "doxorubicin")
    against = [c.criterion for c in row.cautions if c.severity == "avoid"]
    assert "not chemotherapy_suitable" in against
    assert row.standing.value != "preferred"


def test_tablets_are_not_for_someone_who_cannot_swallow(ask: Ask) -> None:
    answer = ask(person(HR_FIRST, conditions={"cannot_swallow": True}))
    (row,) = rows_with(answer, "palbociclib", "letrozole")
    assert any(c.criterion == "cannot_swallow" and c.severity == "avoid" for c in row.cautions)


def test_a_maintenance_going_on_is_an_option_as_it_is(ask: Ask) -> None:
    """Docetaxel is done, both antibodies go on as the same line, and the disease is stable."""
    began = {"setting": "metastatic", "line": 1, "started_months_ago": 8}
    case = person(
        HER2_FIRST,
        disease_now="stable",
        metastatic_since_months_ago=8,
        prior_therapies=[
            {**began, "drugs": ["docetaxel"], "ended_months_ago": 3, "reason_stopped": "completed"},
            {**began, "drugs": ["trastuzumab", "pertuzumab"], "ongoing": True},
        ],
    )
    answer = ask(case)
    assert any("still holds the cancer" in notice for notice in answer.notices)
    current = [row for row in answer.options if row.current]
    assert [(row.id, row.status) for row in current] == [
        ("trastuzumab-pertuzumab-maintenance", "fits")
    ]


def test_a_pregnant_man_is_a_slip_of_the_pen_and_is_said(ask: Ask) -> None:
    """Neither fact is believed over the other."""
    answer = ask(person(MAN, pregnancy_weeks=10))
    assert "pregnant" in {conflict.fact for conflict in answer.conflicts}
    assert "pregnant" not in {conflict.fact for conflict in ask(MAN).conflicts}
