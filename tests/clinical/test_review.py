"""People of a tumour board's review: what labels and guidelines say of each, then and there."""

from typing import Any

import pytest
from tests.clinical.conftest import Ask, rows_with, status_of
from tests.clinical.people import (
    AFTER_CDK46,
    BRCA,
    HER2_FIRST,
    HER2_SECOND,
    HR_FIRST,
    TRIPLE_NEGATIVE,
    adjuvant,
    line,
    person,
)

from oncoptions.assessment.answer import Answer, OptionRow

NONE_FOUND = {
    "pik3ca": "not_detected",
    "esr1": "not_detected",
    "akt1": "not_detected",
    "pten": "intact",
}
CDK46 = ("palbociclib", "ribociclib", "abemaciclib")

RESISTANT = person(
    HR_FIRST,
    disease_setting="recurrent",
    somatic={**NONE_FOUND, "pik3ca": "H1047R"},
    prior_therapies=[adjuvant("letrozole", began=24, ended=0, why="relapse")],
)
SENSITIVE = person(
    HR_FIRST,
    disease_setting="recurrent",
    prior_therapies=[adjuvant("letrozole", began=113, ended=48)],
)
TWO_ENDOCRINE = person(
    AFTER_CDK46,
    her2_ihc="1+",
    somatic=NONE_FOUND,
    metastatic_since_months_ago=40,
    prior_therapies=[
        line("letrozole", "ribociclib", began=40, ended=14),
        line("fulvestrant", "everolimus", began=14, ended=0),
    ],
)
AFTER_CHEMO = person(
    TWO_ENDOCRINE,
    prior_therapies=[
        line("letrozole", "ribociclib", began=40, ended=20),
        line("fulvestrant", "capivasertib", began=20, ended=8),
        line("capecitabine", began=8, ended=0),
    ],
)
HER2_EARLY = person(
    HER2_FIRST,
    disease_setting="recurrent",
    prior_therapies=[
        adjuvant("docetaxel", "carboplatin", "trastuzumab", "pertuzumab", began=22, ended=18),
        adjuvant("trastuzumab emtansine", began=17, ended=4),
    ],
)
HER2_AFTER_TDXD = person(
    HER2_SECOND,
    metastatic_since_months_ago=40,
    prior_therapies=[
        line("docetaxel", "trastuzumab", "pertuzumab", began=40, ended=20),
        line("trastuzumab deruxtecan", began=20, ended=0),
    ],
)
HER2_RESPONDING = person(
    HER2_FIRST,
    er_percent=80,
    pr_percent=50,
    disease_now="response",
    metastatic_since_months_ago=7,
    prior_therapies=[
        {
            "drugs": ["docetaxel", "trastuzumab", "pertuzumab"],
            "setting": "metastatic",
            "started_months_ago": 7,
            "ongoing": True,
        }
    ],
)
TN_PDL1 = person(TRIPLE_NEGATIVE, pdl1_cps=20)
TN_NEGATIVE = person(TRIPLE_NEGATIVE, pdl1_cps=0)
TN_EARLY = person(
    TN_PDL1,
    disease_setting="recurrent",
    prior_therapies=[
        adjuvant("paclitaxel", "carboplatin", "pembrolizumab", began=14, ended=9),
        adjuvant("pembrolizumab", began=8, ended=3),
    ],
)
TN_SECOND = person(
    TN_NEGATIVE,
    metastatic_since_months_ago=8,
    prior_therapies=[line("nab-paclitaxel", began=8, ended=0)],
)
TN_THIRD = person(
    TN_NEGATIVE,
    her2_ihc="1+",
    metastatic_since_months_ago=20,
    prior_therapies=[
        line("nab-paclitaxel", began=20, ended=12),
        line("sacituzumab govitecan", began=12, ended=0),
    ],
)
YOUNG = {"age": 34, "menopausal_status": "premenopausal"}
HER2_PREGNANT = person(HER2_FIRST, **YOUNG, pregnancy_weeks=18)
TN_PREGNANT = person(TN_PDL1, **YOUNG, pregnancy_weeks=18)
LAST_RESORT = person(
    TN_SECOND,
    msi="MSI-H",
    somatic={"ntrk3": "ETV6-NTRK3 fusion"},
    judgements={"no_satisfactory_alternative": True},
)


def standings(answer: Answer, *drugs: str) -> set[str | None]:
    """Return the standings of the options made of these drugs that fit."""
    return {row.standing.value for row in rows_with(answer, *drugs) if row.status == "fits"}


def fitting(answer: Answer, drug: str) -> list[OptionRow]:
    """Return the systemic options that fit and cannot do without this drug."""
    return [
        row
        for row in answer.options
        if row.kind == "systemic"
        and row.status == "fits"
        and any(component.one_of == (drug,) for component in row.components)
    ]


class TestHormoneReceptorPositive:
    @pytest.mark.parametrize("region", ["US", "EU"])
    @pytest.mark.parametrize("drug", CDK46)
    def test_relapse_on_an_aromatase_inhibitor_takes_fulvestrant_as_the_partner(
        self, ask: Ask, drug: str, region: str
    ) -> None:
        answer = ask(RESISTANT, region=region)
        assert standings(answer, drug, "fulvestrant") == {"preferred"}
        assert "preferred" not in standings(answer, drug, "anastrozole")

    @pytest.mark.parametrize("drug", CDK46)
    def test_a_late_relapse_may_have_an_aromatase_inhibitor_again(
        self, ask: Ask, drug: str
    ) -> None:
        assert standings(ask(SENSITIVE), drug, "letrozole") == {"preferred"}

    @pytest.mark.parametrize(
        ("on", "region", "status"),
        [
            ("2024-10-09", "US", "unavailable"),
            ("2024-10-10", "US", "fits"),
            ("2025-07-17", "EU", "unavailable"),
            ("2025-07-18", "EU", "fits"),
        ],
    )
    def test_inavolisib_for_early_relapse_with_a_pik3ca_mutation(
        self, ask: Ask, on: str, region: str, status: str
    ) -> None:
        trio = ("inavolisib", "palbociclib", "fulvestrant")
        assert status_of(ask(RESISTANT, on, region), *trio) == status

    def test_akt1_opens_capivasertib_and_not_alpelisib(self, ask: Ask) -> None:
        answer = ask(person(AFTER_CDK46, somatic={**NONE_FOUND, "akt1": "E17K"}))
        assert status_of(answer, "capivasertib", "fulvestrant") == "fits"
        assert status_of(answer, "alpelisib", "fulvestrant") == "ruled_out"

    def test_gedatolisib_is_for_cancer_without_a_pik3ca_mutation(self, ask: Ask) -> None:
        pair = ("gedatolisib", "fulvestrant")
        mutated = {**NONE_FOUND, "pik3ca": "H1047R"}
        assert status_of(ask(person(AFTER_CDK46, somatic=NONE_FOUND)), *pair) == "fits"
        assert status_of(ask(person(AFTER_CDK46, somatic=mutated)), *pair) == "ruled_out"

    def test_trastuzumab_deruxtecan_came_before_chemotherapy_in_2025(self, ask: Ask) -> None:
        drug = "trastuzumab deruxtecan"
        assert status_of(ask(TWO_ENDOCRINE, "2025-01-26"), drug) == "unavailable"
        assert status_of(ask(TWO_ENDOCRINE, "2025-01-27"), drug) == "fits"

    @pytest.mark.parametrize(
        ("her2", "status"),
        [
            ({"her2_ihc": "0", "her2_membrane_staining": False}, "ruled_out"),
            ({"her2_ihc": "0", "her2_membrane_staining": True}, "fits"),
            ({"her2_ihc": "1+"}, "fits"),
            ({"her2_ihc": "2+", "her2_ish": "negative"}, "fits"),
        ],
    )
    def test_trastuzumab_deruxtecan_needs_some_her2(
        self, ask: Ask, her2: dict[str, Any], status: str
    ) -> None:
        case = {k: v for k, v in AFTER_CHEMO.items() if not k.startswith("her2")}
        assert status_of(ask(person(case, **her2)), "trastuzumab deruxtecan") == status

    def test_type_1_diabetes_is_said_beside_an_akt_inhibitor(self, ask: Ask) -> None:
        mutated = {**NONE_FOUND, "pik3ca": "H1047R"}
        diabetes = {"diabetes": "type_1"}
        answer = ask(person(AFTER_CDK46, somatic=mutated, conditions=diabetes))
        (row,) = rows_with(answer, "capivasertib", "fulvestrant")
        assert any(c.severity == "avoid" and "type 1" in c.why for c in row.cautions)

    @pytest.mark.parametrize("on", ["2020-12-31", "2026-11-23"])
    def test_chemotherapy_is_not_put_forward_after_one_hormone_line(
        self, ask: Ask, on: str
    ) -> None:
        answer = ask(person(AFTER_CDK46, somatic=NONE_FOUND), on, "EU")
        for drug in ("paclitaxel", "doxorubicin", "capecitabine", "eribulin"):
            assert not standings(answer, drug) & {"preferred", "recommended"}

    def test_in_visceral_crisis_no_body_puts_hormone_therapy_forward(self, ask: Ask) -> None:
        answer = ask(person(HR_FIRST, visceral_crisis=True), region="EU")
        hormones = [row for drug in (*CDK46, "tamoxifen") for row in fitting(answer, drug)]
        assert all(row.standing.value not in ("preferred", "recommended") for row in hormones)
        assert "recommended" in standings(answer, "paclitaxel")


class TestHer2Positive:
    def test_an_early_relapse_goes_straight_to_trastuzumab_deruxtecan(self, ask: Ask) -> None:
        answer = ask(HER2_EARLY)
        assert "preferred" in standings(answer, "trastuzumab deruxtecan")
        assert status_of(answer, "trastuzumab emtansine") == "ruled_out"
        assert "preferred" not in standings(answer, "docetaxel", "trastuzumab", "pertuzumab")

    @pytest.mark.parametrize("on", ["2018-06-01", "2020-12-31", "2022-12-31", "2026-11-23"])
    def test_two_antibodies_with_docetaxel_have_long_been_the_first_line(
        self, ask: Ask, on: str
    ) -> None:
        answer = ask(HER2_FIRST, on)
        assert standings(answer, "docetaxel", "trastuzumab", "pertuzumab") == {"preferred"}

    def test_trastuzumab_emtansine_was_the_second_line_until_2022(self, ask: Ask) -> None:
        emtansine = "trastuzumab emtansine"
        assert standings(ask(HER2_SECOND, "2018-06-01"), emtansine) == {"preferred"}
        assert "preferred" not in standings(ask(HER2_SECOND, "2022-12-31"), emtansine)

    @pytest.mark.parametrize("region", ["US", "EU"])
    def test_after_trastuzumab_deruxtecan(self, ask: Ask, region: str) -> None:
        answer = ask(HER2_AFTER_TDXD, region=region)
        assert status_of(answer, "tucatinib", "trastuzumab", "capecitabine") == "fits"
        assert status_of(answer, "trastuzumab emtansine") == "fits"
        assert status_of(answer, "trastuzumab deruxtecan") == "ruled_out"

    def test_without_dpd_no_option_with_capecitabine(self, ask: Ask) -> None:
        answer = ask(person(HER2_AFTER_TDXD, labs={"dpyd": "complete_deficiency"}))
        assert not fitting(answer, "capecitabine")

    def test_active_brain_metastases(self, ask: Ask) -> None:
        brain = {"brain_lesions": 3, "brain_largest_cm": 1.2}
        case = person(
            HER2_SECOND, metastatic_sites=["brain", "liver"], brain_mets="active", problems=brain
        )
        answer = ask(case)
        assert status_of(answer, "stereotactic radiosurgery") == "fits"
        assert status_of(answer, "tucatinib", "trastuzumab", "capecitabine") == "fits"
        assert status_of(answer, "trastuzumab deruxtecan") == "fits"

    def test_what_follows_induction(self, ask: Ask) -> None:
        answer = ask(HER2_RESPONDING)
        assert "recommended" in standings(answer, "trastuzumab", "pertuzumab", "letrozole")
        drugs = ("palbociclib", "trastuzumab", "pertuzumab", "letrozole")
        assert status_of(answer, *drugs) == "fits"
        assert status_of(ask(HER2_RESPONDING, "2026-06-23"), *drugs) == "unavailable"
        assert [row.id for row in answer.options if row.current] == [
            "docetaxel-trastuzumab-pertuzumab"
        ]

    def test_a_failing_heart(self, ask: Ask) -> None:
        case = person(
            HER2_SECOND,
            labs={"lvef_percent": 38},
            conditions={"heart_disease": ["heart_failure"]},
        )
        answer = ask(case)
        for drug in ("trastuzumab", "trastuzumab deruxtecan", "trastuzumab emtansine"):
            assert not fitting(answer, drug)
        assert not fitting(answer, "doxorubicin")


class TestTripleNegative:
    @pytest.mark.parametrize("partner", ["paclitaxel", "nab-paclitaxel"])
    def test_no_body_advises_immunotherapy_with_active_autoimmune_disease(
        self, ask: Ask, partner: str
    ) -> None:
        case = person(TN_PDL1, conditions={"autoimmune_disease": "active"})
        for region in ("US", "EU"):
            before, after = ask(TN_PDL1, region=region), ask(case, region=region)
            assert standings(before, "pembrolizumab", partner) == {"recommended"}
            assert standings(after, "pembrolizumab", partner) <= {None}
            assert status_of(after, "sacituzumab govitecan") == "fits"

    def test_relapse_soon_after_pembrolizumab_and_carboplatin(self, ask: Ask) -> None:
        answer = ask(TN_EARLY)
        assert not fitting(answer, "pembrolizumab")
        assert not fitting(answer, "carboplatin")
        assert status_of(answer, "capecitabine") == "fits"
        assert status_of(answer, "datopotamab deruxtecan") == "fits"

    @pytest.mark.parametrize("region", ["US", "EU"])
    def test_a_parp_inhibitor_for_an_inherited_brca_change(self, ask: Ask, region: str) -> None:
        answer = ask(BRCA, region=region)
        assert {status_of(answer, drug) for drug in ("olaparib", "talazoparib")} == {"fits"}

    def test_her2_low_third_line(self, ask: Ask) -> None:
        answer = ask(TN_THIRD)
        assert "recommended" in standings(answer, "trastuzumab deruxtecan")
        assert status_of(answer, "sacituzumab govitecan") == "ruled_out"

    def test_one_taxane_after_another_says_how_little_it_brings(self, ask: Ask) -> None:
        answer = ask(TN_SECOND)
        (row,) = rows_with(answer, "docetaxel")
        assert any("Another taxane has failed" in caution.why for caution in row.cautions)
        assert status_of(answer, "nab-paclitaxel") == "ruled_out"

    def test_severe_neuropathy(self, ask: Ask) -> None:
        answer = ask(person(TN_NEGATIVE, conditions={"neuropathy_grade": 3}))
        for drug in ("nab-paclitaxel", "eribulin", "ixabepilone", "docetaxel"):
            assert not fitting(answer, drug)
        assert status_of(answer, "capecitabine") == "fits"

    def test_liver_failure(self, ask: Ask) -> None:
        labs = {
            "bilirubin_xuln": 6,
            "ast_xuln": 12,
            "alt_xuln": 9,
            "alp_xuln": 8,
            "child_pugh": "C",
        }
        answer = ask(person(TN_NEGATIVE, labs=labs))
        for drug in ("docetaxel", "paclitaxel", "nab-paclitaxel", "doxorubicin", "epirubicin"):
            assert not fitting(answer, drug)

    def test_kidney_failure_in_the_eu(self, ask: Ask) -> None:
        answer = ask(person(TN_NEGATIVE, labs={"creatinine_clearance_ml_min": 18}), region="EU")
        for drug in ("capecitabine", "cisplatin", "carboplatin", "methotrexate"):
            assert not fitting(answer, drug)
        assert status_of(answer, "zoledronic acid") == "ruled_out"
        assert status_of(answer, "denosumab") == "fits"

    def test_markers_that_count_in_any_cancer(self, ask: Ask) -> None:
        answer = ask(LAST_RESORT)
        assert status_of(answer, "pembrolizumab") == "fits"
        assert status_of(answer, "larotrectinib") == "fits"


class TestPregnancy:
    @pytest.mark.parametrize("region", ["US", "EU"])
    @pytest.mark.parametrize("case", [HER2_PREGNANT, TN_PREGNANT], ids=["HER2", "triple-negative"])
    def test_an_anthracycline_is_possible_after_the_first_third(
        self, ask: Ask, case: dict[str, Any], region: str
    ) -> None:
        answer = ask(case, region=region)
        assert status_of(answer, "doxorubicin", "cyclophosphamide") == "fits"
        forbidden = ("trastuzumab", "pertuzumab", "pembrolizumab", "sacituzumab govitecan")
        for drug in (*forbidden, "trastuzumab deruxtecan", "capecitabine", "ixabepilone"):
            assert not fitting(answer, drug)

    @pytest.mark.parametrize("region", ["US", "EU"])
    def test_no_hormone_treatment_nor_ovarian_suppression(self, ask: Ask, region: str) -> None:
        answer = ask(person(HR_FIRST, **YOUNG, pregnancy_weeks=18), region=region)
        fit = {r.id for r in answer.options if r.kind == "systemic" and r.status == "fits"}
        assert not {"ovarian-suppression", "tamoxifen", "megestrol", "fulvestrant"} & fit

    @pytest.mark.parametrize("region", ["US", "EU"])
    def test_no_anticancer_drug_in_the_first_third(self, ask: Ask, region: str) -> None:
        answer = ask(person(TN_PREGNANT, pregnancy_weeks=8), region=region)
        assert not [r for r in answer.options if r.kind == "systemic" and r.status == "fits"]
