"""What it means when nobody says: each row of the table in section 4 of the design."""

from typing import Any

import pytest
from tests.assessment.tiny import HER2, LUMINAL, ask, base, fact, facts, option, wanted

UNKNOWN = [
    "er_percent",
    "er",
    "pr_percent",
    "pr",
    "her2_ihc",
    "her2_ish",
    "her2_status",
    "her2_expression",
    "hr_status",
    "pdl1_cps",
    "pdl1_ic_percent",
    "germline_brca1",
    "germline_brca",
    "germline_palb2",
    "pik3ca",
    "akt1",
    "pten",
    "esr1",
    "erbb2",
    "msi",
    "mmr",
    "tmb",
    "ntrk_fusion",
    "ret",
    "braf",
    "ecog",
    "no_satisfactory_alternative",
    "lvef_percent",
    "qtcf_ms",
    "hba1c_percent",
    "bilirubin_xuln",
    "creatinine_clearance_ml_min",
    "anc_10e9_l",
    "dpyd",
    "ugt1a1",
    "child_pugh",
]


@pytest.mark.parametrize("name", UNKNOWN)
def test_nothing_said_is_nothing_known(name: str) -> None:
    finding = facts().findings[name]
    assert (finding.value, finding.state) == (None, "unknown")


ASSUMED: list[tuple[str, dict[str, Any], Any]] = [
    # the fact, what else is said, what is assumed
    ("diabetes", {}, "none"),
    ("ild", {}, "none"),
    ("autoimmune_disease", {}, "none"),
    ("heart_failure", {}, False),
    ("neuropathy_grade", {}, 0),
    ("cirrhosis", {}, False),
    ("active_infection", {}, False),
    ("breastfeeding", {}, False),
    ("hypersensitivity_paclitaxel", {}, False),
    ("takes_strong_cyp3a4_inhibitor", {}, False),
    ("bone_pain_score", {}, 0),
    ("cord_compression", {}, False),
    ("pleural_effusion", {}, "none"),
    ("brain_mass_effect", {}, False),
    ("visceral_crisis", {}, False),
    ("brain_mets", {}, "none"),
    ("brain_mets", {"metastatic_sites": ["bone"]}, "none"),
    ("endocrine_suitable", {}, True),
    ("chemotherapy_suitable", {}, True),
    ("anthracycline_suitable", {}, True),
    ("taxane_suitable", {}, True),
    ("immunotherapy_candidate", {}, True),
    ("immunotherapy_candidate", {"conditions": {"autoimmune_disease": "controlled"}}, True),
    ("immunotherapy_candidate", {"conditions": {"autoimmune_disease": "active"}}, False),
    ("immunotherapy_candidate", {"conditions": {"transplant": True}}, False),
    ("menopausal_status", {"sex": "female", "age": 60}, "postmenopausal"),
    ("pregnancy_weeks", {"sex": "male"}, 0),
    ("pregnancy_weeks", {"menopausal_status": "postmenopausal"}, 0),
    ("pregnancy_weeks", {"age": 56}, 0),
    ("metastatic", {}, True),
]


@pytest.mark.parametrize(
    ("name", "keys", "value"), ASSUMED, ids=[f"{name} {keys}" for name, keys, _ in ASSUMED]
)
def test_assumed(name: str, keys: dict[str, Any], value: Any) -> None:
    finding = facts(**keys).findings[name]
    assert (finding.value, finding.state) == (value, "assumed")


NOT_ASSUMED: list[tuple[str, dict[str, Any]]] = [
    ("menopausal_status", {"sex": "female", "age": 59}),
    ("menopausal_status", {"sex": "male", "age": 70}),
    ("pregnancy_weeks", {}),
    ("pregnancy_weeks", {"sex": "female", "age": 55}),
    ("pregnancy_weeks", {"sex": "female", "menopausal_status": "premenopausal", "age": 40}),
]


@pytest.mark.parametrize(("name", "keys"), NOT_ASSUMED, ids=str)
def test_not_assumed(name: str, keys: dict[str, Any]) -> None:
    assert facts(**keys).findings[name].state == "unknown"


def test_brain_metastases_are_not_assumed_away_where_the_brain_is_among_the_sites() -> None:
    finding = facts(metastatic_sites=["brain"]).findings["brain_mets"]
    assert finding.state != "assumed"
    assert fact("brain_mets", metastatic_sites=["brain"], brain_mets="stable") == "stable"


def test_what_is_said_is_never_assumed() -> None:
    assert facts(conditions={"ild": "present"}).findings["ild"].state == "known"
    said = facts(judgements={"immunotherapy_candidate": True}, conditions={"transplant": True})
    assert said.findings["immunotherapy_candidate"].value is True


# --------------------------------------------------------------- checks before starting


def test_a_laboratory_value_is_a_check_before_starting_where_a_label_names_it() -> None:
    answer = ask(**HER2)
    lvef = wanted(answer, "before_start")["lvef"]
    assert lvef.facts == ("lvef_percent",)
    assert lvef.why == "Before the first dose of 1 option."
    assert not wanted(ask(**HER2, labs={"lvef_percent": 60}), "before_start").get("lvef")


def test_pregnancy_is_a_check_before_starting_while_it_is_possible() -> None:
    young = {**HER2, "age": 40, "menopausal_status": "premenopausal"}
    row = option("alphamab-gammacin", **young)
    assert row.status == "fits"
    assert [check.test for check in row.before_start] == ["lvef", "pregnancy-test"]


@pytest.mark.parametrize(
    "keys",
    [{"menopausal_status": "postmenopausal"}, {"sex": "male"}, {"age": 56}, {"pregnancy_weeks": 0}],
    ids=str,
)
def test_pregnancy_is_no_check_where_it_is_assumed_away(keys: dict[str, Any]) -> None:
    young = {**HER2, "age": 40, "menopausal_status": "premenopausal"}
    row = option("alphamab-gammacin", **{**young, **keys})
    assert [check.test for check in row.before_start] == ["lvef"]


def test_a_check_that_a_label_asks_of_everyone_stays_until_it_is_done() -> None:
    assert "ecg" in [c.test for c in option("betalib-zole", **LUMINAL).before_start]
    done = option("betalib-zole", **LUMINAL, labs={"qtcf_ms": 420})
    assert "ecg" not in [c.test for c in done.before_start]


# ------------------------------------------------------------------------- the treatments


def test_an_empty_list_of_treatments_means_none() -> None:
    said = facts(prior_therapies=[])
    assert said.values["given_chemo"] is False
    assert said.values["lines_metastatic"] == 0
    assert said.values["months_since_taxane_end"] == float("inf")


def test_no_list_of_treatments_means_not_known() -> None:
    said = facts()
    assert said.values["given_chemo"] is None
    assert said.values["failed_cdk46"] is None
    assert said.values["months_since_taxane_end"] is None
    assert "Is the treatment history complete?" in " ".join(ask().notices)


def test_an_incomplete_list_counts_what_is_there_and_never_says_never() -> None:
    one = {"drugs": ["iotacin"], "setting": "metastatic", "reason_stopped": "progression"}
    said = facts(prior_therapies=[one], history_complete=False)
    assert said.values["given_chemo"] is True
    assert said.values["failed_chemo"] is True
    assert said.values["given_cdk46"] is None
    assert said.values["months_since_taxane_end"] is None
    answer = ask(prior_therapies=[one], history_complete=False)
    shown = {row.name: row.value for row in answer.facts}
    assert shown["lines_chemo_metastatic"] == {"min": 1}
    assert "Is the treatment history complete?" in " ".join(answer.notices)


def test_a_complete_list_is_not_asked_about() -> None:
    assert "history complete" not in " ".join(ask(prior_therapies=[]).notices)


# --------------------------------------------------------------------------- named as such


def test_a_row_names_the_assumptions_it_stands_on() -> None:
    """Those of its supports, and those that keep a contraindication of its drugs away."""
    assert option("zole", **{**LUMINAL, "menopausal_status": None}).assumed_facts == (
        "menopausal_status",
        "pregnancy_weeks",
        "vte",
    )
    assert option("gammacin", **LUMINAL).assumed_facts == (
        "chemotherapy_suitable",
        "metastatic",
        "neuropathy_grade",
    )


def test_the_answer_lists_each_assumption_with_its_question() -> None:
    listed = {a.fact: (a.value, a.question) for a in ask(**LUMINAL).assumptions}
    question = base().vocabulary.facts["chemotherapy_suitable"].question
    assert listed["chemotherapy_suitable"] == (True, question)


def test_when_it_spread_is_listed_where_it_is_assumed() -> None:
    name = "metastatic_since_months_ago"
    listed = {a.fact: a.value for a in ask(**LUMINAL).assumptions}
    assert listed[name] == 0
    said = ask(**LUMINAL, metastatic_since_months_ago=3)
    assert name not in {a.fact for a in said.assumptions}


def test_learning_an_assumed_fact_may_overturn_the_answer() -> None:
    assert option("zole", **LUMINAL).status == "fits"
    unfit = {**LUMINAL, "menopausal_status": "premenopausal", "age": 40}
    assert option("zole", **unfit).status == "fits"
    assert option("zole", **unfit, judgements={"endocrine_suitable": False}).status == "ruled_out"
