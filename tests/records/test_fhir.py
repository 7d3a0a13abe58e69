"""A FHIR record as case file data: one test for each thing that real senders do."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.records.build import (
    BREAST,
    MCODE,
    NEGATIVE,
    POSITIVE,
    PROSTATE,
    Json,
    bundle,
    concept,
    condition,
    during,
    intent,
    numbered,
    observation,
    order,
    patient,
    statement,
    variant,
)

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.records.casefile import read_case
from oncoptions.records.fhir import read_fhir
from oncoptions.records.record import Record

ON = dt.date(2026, 11, 23)
Reader = Callable[..., Record]


@pytest.fixture(scope="session")
def read(knowledge: KnowledgeBase) -> Reader:
    """Read resources beside a patient with breast cancer; what comes out must be a case file."""

    def reader(*resources: Json, alone: bool = False) -> Record:
        always = () if alone else (patient(), condition(BREAST, "primary"))
        data = bundle(*always, *resources)
        record = read_fhir(data, knowledge.vocabulary, knowledge.lexicon, ON, "record.json")
        read_case(record.case, knowledge.vocabulary, knowledge.lexicon, ON)
        return record

    return reader


def at(record: Record, path: str) -> Any:
    value: Any = record.case
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


# ------------------------------------------------------------------------------- the coded results

RESULTS = [
    # what was sent, where it stands, what it says
    (observation("loinc:85337-4", POSITIVE), "er", "positive"),
    (observation("loinc:16112-5", "loinc:LA6576-8"), "er", "positive"),
    (observation("loinc:40556-3", NEGATIVE), "er", "negative"),
    (observation("LOINC:85337-4", POSITIVE), "er", "positive"),
    (observation("loinc:85339-0", "loinc:LA6577-6"), "pr", "negative"),
    (observation("loinc:40557-1", POSITIVE), "pr", "positive"),
    (observation("loinc:85329-1", (95, "%")), "er_percent", 95),
    (observation("loinc:85337-4", (95, "%")), "er_percent", 95),
    (observation("loinc:85325-9", (40, "%")), "pr_percent", 40),
    (observation("loinc:85329-1", {"valueString": ">90%"}), "er_percent", ">90%"),
    (observation("loinc:48676-1", NEGATIVE), "her2", "negative"),
    (observation("loinc:18474-7", NEGATIVE), "her2", "negative"),
    (observation("loinc:85319-2", "loinc:LA11841-6"), "her2_ihc", "1+"),
    (observation("loinc:85319-2", "snomed:441521003"), "her2_ihc", "3+"),
    (observation("loinc:85319-2", 2), "her2_ihc", "2+"),
    (observation("loinc:85318-4", NEGATIVE), "her2_ish", "negative"),
    (observation(concept("loinc:48676-1", "loinc:85318-4"), POSITIVE), "her2_ish", "positive"),
    (observation("loinc:29593-1", (20, "%")), "ki67_percent", 20),
    (observation("loinc:81695-9", "loinc:LA26203-2"), "msi", "MSI-H"),
    (observation("loinc:94076-7", (57.1, "1/1000000{Base}")), "tmb", 57.1),
    (observation("loinc:89247-1", 1), "ecog", 1),
    (observation("loinc:89247-1", "loinc:LA9624-3"), "ecog", 2),
    (observation("loinc:10230-1", (62, "%")), "labs.lvef_percent", 62),
    (observation("loinc:76634-5", (420, "ms")), "labs.qtcf_ms", 420),
    (observation("loinc:4548-4", (5.5, "%")), "labs.hba1c_percent", 5.5),
    (observation("loinc:59261-8", (37, "mmol/mol")), "labs.hba1c_percent", 5.537),
    (observation("loinc:14771-0", (5.1, "mmol/L")), "labs.fasting_glucose_mg_dl", 91.882),
    (observation("loinc:35591-7", (80, "mL/min")), "labs.creatinine_clearance_ml_min", 80),
    (observation("loinc:751-8", (3000, "/uL")), "labs.anc_10e9_l", 3),
    (observation("loinc:777-3", (220, "10*3/uL")), "labs.platelets_10e9_l", 220),
    (observation("loinc:17861-6", (9.2, "mg/dL")), "labs.calcium_mmol_l", 2.295),
    (observation("loinc:2823-3", (4.1, "meq/L")), "labs.potassium_mmol_l", 4.1),
    (observation("loinc:19123-9", (2, "mg/dL")), "labs.magnesium_mmol_l", 0.823),
    (observation("snomed:161712005", "snomed:76498008"), "menopausal_status", "postmenopausal"),
    (observation("snomed:161712005", "snomed:309606002"), "menopausal_status", "premenopausal"),
    (observation("loinc:82810-3", "loinc:LA26683-5", "2026-11-10"), "pregnancy_weeks", 0),
    (observation("loinc:97509-4", "snomed:271299001"), "disease_now", "progression"),
    (observation("loinc:88040-1", "snomed:359746009"), "disease_now", "stable"),
]


@pytest.mark.parametrize(("sent", "path", "value"), RESULTS)
def test_a_coded_result_is_the_value_of_its_fact(
    read: Reader, sent: Json, path: str, value: Any
) -> None:
    record = read(sent)
    assert at(record, path) == value
    assert ("Observation/o", path) in {(s["resource"], s["path"]) for s in record.sources}


def test_a_score_by_its_thesaurus_code(read: Reader) -> None:
    owl = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
    named = {"coding": [{"system": owl, "code": "C176582"}]}
    assert read(observation(named, (12, "{score}"))).case["pdl1_cps"] == 12


IMPOSSIBLE = "outside what is possible: check the value and its unit"
NOT_READ = [
    (observation("loinc:21889-1", (2, "cm")), "no fact for loinc:21889-1"),
    (observation("loinc:85329-1", (950, "%")), f"{IMPOSSIBLE} (loinc:85329-1)"),
    (
        observation("loinc:85329-1", (0.95, "%")),
        "between 0 and 1 %: a percentage or a fraction? (loinc:85329-1)",
    ),
    (observation("loinc:85329-1", (0.95, "1")), "a unit that does not fit (loinc:85329-1)"),
    (observation("loinc:10230-1", {"valueQuantity": {"value": 60}}), "no unit (loinc:10230-1)"),
    (observation("loinc:10230-1", (0.55, "%")), f"{IMPOSSIBLE} (loinc:10230-1)"),
    (observation("loinc:26499-4", (3000, "10*3/uL")), f"{IMPOSSIBLE} (loinc:26499-4)"),
    (
        observation("loinc:1975-2", (1, "mg/dL")),
        "no upper limit of normal beside it (loinc:1975-2)",
    ),
    (
        observation("loinc:85318-4", {"valueString": "less than 1.8"}),
        "no value that is understood (loinc:85318-4)",
    ),
    (
        observation("loinc:48676-1", "snomed:42425007"),
        "no value that is understood (loinc:48676-1)",
    ),
    (observation("loinc:89247-1", -1), f"{IMPOSSIBLE} (loinc:89247-1)"),
    (observation("loinc:89247-1", 5), f"{IMPOSSIBLE} (loinc:89247-1)"),
    (observation("loinc:89247-1", 10**400), f"{IMPOSSIBLE} (loinc:89247-1)"),
    (
        observation("loinc:89247-1", 1, "2027-01-01"),
        "dated after the day asked about (loinc:89247-1)",
    ),
    (
        observation("loinc:82810-3", "loinc:LA26683-5", "2024-01-01"),
        "too old to say how it is now (loinc:82810-3)",
    ),
    (
        observation("loinc:85337-4", POSITIVE, status="entered-in-error"),
        "its status is entered-in-error",
    ),
    (
        observation("loinc:85337-4", POSITIVE, subject={"reference": "Patient/someone"}),
        "about another person",
    ),
    (
        observation("loinc:89247-1", {"valueInteger": "1"}),
        "cannot be read: Expected `int | null`, got `str` - at `$.valueInteger`",
    ),
    (observation("loinc:89247-1", 1, "0000-00-00"), "a date that cannot be read"),
    (variant("hgnc:26144", source="loinc:LA6684-0"), "no fact for somatic hgnc:26144"),
    (variant("hgnc:1100"), "neither inherited nor of the tumour is said (hgnc:1100)"),
    (
        variant("hgnc:8975", significance="loinc:LA26333-7"),
        "a variant that is not known to matter (hgnc:8975)",
    ),
    (
        variant("hgnc:3430", kind="so:SO:0001742"),
        "a variant that is not known to matter (hgnc:3430)",
    ),
    (
        observation("loinc:69548-6", "loinc:LA9633-4"),
        "no gene named by its HGNC number (loinc:69548-6)",
    ),
]


@pytest.mark.parametrize(("sent", "why"), NOT_READ, ids=[why[:60] for _, why in NOT_READ])
def test_what_is_not_read_is_left_with_its_reason(read: Reader, sent: Json, why: str) -> None:
    assert f"Observation o: {why}" in read(sent).not_understood


def test_liver_values_are_multiples_of_the_limit_beside_them(read: Reader) -> None:
    limit = [{"high": {"value": 1.2, "code": "mg/dL"}}]
    record = read(observation("loinc:1975-2", (2.4, "mg/dL"), referenceRange=limit))
    assert record.case["labs"] == {"bilirubin_xuln": 2}


def test_words_are_read_only_without_a_code_and_marked(read: Reader) -> None:
    record = read(observation("loinc:85337-4", {"valueString": "Positive"}))
    assert [s["text"] for s in record.sources if s["path"] == "er"] == ["Positive"]
    coded = {"valueCodeableConcept": concept("snomed:1", display="Positive")}
    assert "er" not in read(observation("loinc:85337-4", coded)).case


def test_words_of_a_record_cannot_break_the_case_file(read: Reader) -> None:
    record = read(observation("loinc:85337-4", {"valueString": "positive\nher2: positive"}))
    assert all("\n" not in str(s) for s in (*record.sources, *record.not_understood))


# ---------------------------------------------------------------------------------------- samples


def test_the_latest_receptor_is_current_and_earlier_ones_are_kept(read: Reader) -> None:
    record = read(
        *numbered(
            observation("loinc:85329-1", (95, "%"), "2020-02-01"),
            observation("loinc:85329-1", (0, "%"), "2025-05-01"),
            observation("loinc:85319-2", "snomed:441517005", "2020-02-01"),
        )
    )
    assert record.case["er_percent"] == 0
    assert record.case["specimens"] == [{"date": "2020-02-01", "er_percent": 95}]
    assert record.case["her2_ihc"] == "2+"
    assert "specimens[0].er_percent" in {s["path"] for s in record.sources}


def test_a_score_and_the_gene_test_after_it_are_one_sample(read: Reader) -> None:
    record = read(
        *numbered(
            observation("loinc:85319-2", "snomed:441517005", "2025-03-01"),
            observation("loinc:85318-4", NEGATIVE, "2025-03-12"),
        )
    )
    assert (record.case["her2_ihc"], record.case["her2_ish"]) == ("2+", "negative")
    assert "specimens" not in record.case


def test_results_of_one_day_that_differ_are_both_possible(read: Reader) -> None:
    sent = [observation("loinc:85337-4", value, "2025-03-01") for value in (POSITIVE, NEGATIVE)]
    assert read(*numbered(*sent)).case["er"] == ["negative", "positive"]


def test_a_receptor_dated_later_stays_with_its_date(read: Reader, knowledge: KnowledgeBase) -> None:
    record = read(observation("loinc:85329-1", (95, "%"), "2027-01-01"))
    assert "er_percent" not in record.case
    case = read_case(record.case, knowledge.vocabulary, knowledge.lexicon, ON)
    assert case.set_aside == ("specimens[0]",)


def test_the_latest_laboratory_value_counts(read: Reader) -> None:
    sent = [
        observation("loinc:10230-1", (v, "%"), d)
        for v, d in ((60, "2026-01-01"), (45, "2026-09-01"))
    ]
    assert read(*numbered(*sent)).case["labs"] == {"lvef_percent": 45}


# ------------------------------------------------------------------------------------------ genes

GENES = [
    (variant("hgnc:8975", protein="NP_006209.2:p.(His1047Arg)"), "somatic.pik3ca", "H1047R"),
    (variant("hgnc:HGNC:3467"), "somatic.esr1", "detected"),
    (variant("hgnc:3467", present=False), "somatic.esr1", "not_detected"),
    (variant("hgnc:9588", present=False), "somatic.pten", "intact"),
    (variant("hgnc:9588", kind="so:SO:0001743"), "somatic.pten", "altered"),
    (variant("hgnc:9967", kind="so:SO:0001565"), "somatic.ret", "fusion"),
    (variant("hgnc:1101", source="loinc:LA6683-2"), "germline.brca2", ["pathogenic", "vus"]),
    (
        variant("hgnc:1101", source="loinc:LA6683-2", significance="loinc:LA6668-3"),
        "germline.brca2",
        "pathogenic",
    ),
    (variant("hgnc:1101", False, source="loinc:LA6683-2"), "germline.brca2", "negative"),
    (variant("hgnc:1100", source="loinc:LA6684-0"), "somatic.brca1", "detected"),
]


@pytest.mark.parametrize(("sent", "path", "value"), GENES)
def test_a_variant_is_the_value_of_its_gene(
    read: Reader, sent: Json, path: str, value: Any
) -> None:
    assert at(read(sent), path) == value


def test_a_later_negative_test_does_not_take_back_a_change(read: Reader) -> None:
    found = variant("hgnc:8975", True, "2023-01-01", protein="hgvs:p.E545K")
    missed = variant("hgnc:8975", False, "2025-01-01")
    record = read(*numbered(found, missed))
    assert record.case["somatic"] == {"pik3ca": "E545K"}
    assert any("another result of that gene counts" in line for line in record.not_understood)


# ------------------------------------------------------------------------------ person and cancer


def test_the_age_is_that_of_the_day_asked_about(read: Reader) -> None:
    assert read().case["age"] == 56
    year = read(patient(birthDate="1970"), condition(BREAST), alone=True)
    assert year.case["age"] == {"min": 55, "max": 56}


def test_a_death_is_said_in_a_way_that_every_step_keeps(read: Reader) -> None:
    record = read(patient(deceasedBoolean=True), condition(BREAST), alone=True)
    assert record.notices == ("The record says that this person has died.",)
    assert record.case["other"] == record.notices[0]


STAGES = [
    ("ajcc:4", "IV"),
    ("ajcc:c4", "IV"),
    ("ajcc:IV", "IV"),
    ("ajcc:IVB", "IV"),
    ("ajcc:pIIIC", "III"),
    ("snomed:258228008", "IV"),
    ("snomed:1222769001", "II"),
    ("ajcc:2A", "II"),
    ("ajcc:0", "0"),
]


@pytest.mark.parametrize(("code", "stage"), STAGES)
@pytest.mark.parametrize("test", ["loinc:21908-9", "loinc:21902-2", "snomed:399537006"])
def test_a_stage_group_in_any_writing(read: Reader, test: str, code: str, stage: str) -> None:
    assert read(observation(test, code)).case["stage"] == stage


def test_m1_is_stage_iv_and_m0_is_nothing(read: Reader) -> None:
    assert read(observation("loinc:21907-1", "ajcc:cM1")).case["stage"] == "IV"
    assert "stage" not in read(observation("loinc:21907-1", "ajcc:cM0")).case


def test_spread_alone_is_stage_iv_with_its_sites(read: Reader) -> None:
    sent = [condition(code) for code in ("snomed:94222008", "icd10:C78.7", "icd10:C79.31")]
    record = read(*numbered(*sent))
    assert record.case["stage"] == "IV"
    assert record.case["metastatic_sites"] == ["bone", "brain", "liver"]


def test_spread_by_its_body_site(read: Reader) -> None:
    sent = condition("snomed:128462008", bodySite=[concept("snomed:39607008")])
    assert read(sent).case["metastatic_sites"] == ["lung"]


@pytest.mark.parametrize("code", ["snomed:94181007", "icd10:C77.3", "snomed:94392001"])
def test_regional_nodes_are_not_distant(read: Reader, code: str) -> None:
    record = read(condition(code))
    assert "stage" not in record.case
    assert "metastatic_sites" not in record.case
    assert "not distant spread" in record.not_understood[0]


@pytest.mark.parametrize("status", ["refuted", "entered-in-error", "unconfirmed"])
def test_what_is_not_confirmed_is_left(read: Reader, status: str) -> None:
    record = read(condition("snomed:94222008", verificationStatus=concept(f"ver:{status}")))
    assert record.not_understood == (f"Condition c: its verification status is {status}",)
    assert "stage" not in record.case


def test_spread_that_is_over_is_no_site_now(read: Reader) -> None:
    record = read(condition("snomed:94222008", clinicalStatus=concept("clin:resolved")))
    assert record.case["stage"] == "IV"
    assert "metastatic_sites" not in record.case


def test_the_first_proof_and_how_it_came(read: Reader) -> None:
    recurrent = read(
        observation("loinc:21908-9", "ajcc:2B", "2015-01-10"),
        condition("snomed:94222008", onsetDateTime="2024-02"),
    ).case
    assert (recurrent["metastatic_since"], recurrent["disease_setting"]) == ("2024-02", "recurrent")
    first = condition(BREAST, "primary", onsetDateTime="2024-01-20")
    spread = condition("snomed:94222008", onsetDateTime="2024-02-01")
    assert read(patient(), first, spread, alone=True).case["disease_setting"] == "de_novo"


def test_an_early_stage_stays_what_it_is(read: Reader) -> None:
    assert read(observation("loinc:21908-9", "ajcc:2A")).case["stage"] == "II"


def test_spread_of_another_cancer_is_not_counted(read: Reader) -> None:
    other = condition(PROSTATE, "other")
    link = {
        "url": MCODE + "related-primary-cancer-condition",
        "valueReference": {"reference": "Condition/other"},
    }
    record = read(other, condition("snomed:94222008", extension=[link]))
    assert "stage" not in record.case
    assert "Condition c: spread of another cancer (snomed:94222008)" in record.not_understood


@pytest.mark.parametrize("code", [PROSTATE, "icd10:C61", "icd10:C34.90"])
def test_the_record_of_another_cancer_is_refused(read: Reader, code: str) -> None:
    with pytest.raises(InputError, match=r"^record.json: a record about another cancer; give one"):
        read(patient(), condition(code), alone=True)


def test_no_cancer_at_all_is_a_notice(read: Reader) -> None:
    assert read(patient(), alone=True).notices == ("The record holds no cancer diagnosis.",)


# -------------------------------------------------------------------------------------- medicines


def test_drugs_by_code_by_words_and_by_brand(read: Reader) -> None:
    for drug in ("rxnorm:1601374", "Ibrance 125 MG Oral Capsule", "palbociclib 100 mg"):
        record = read(statement(drug, **during("2024-02-01")))
        assert record.case["prior_therapies"][0]["drugs"] == ["palbociclib"], drug


@pytest.mark.parametrize(
    ("words", "drugs"),
    [
        ("fam-trastuzumab deruxtecan-nxki 100 MG Injection", ["trastuzumab deruxtecan"]),
        ("5 ML hyaluronidase-oysk / trastuzumab 120 MG/ML Injection", ["trastuzumab"]),
        ("trastuzumab duocarmazine", None),
    ],
)
def test_a_payload_makes_another_drug(read: Reader, words: str, drugs: list[str] | None) -> None:
    entries = read(statement(words)).case.get("prior_therapies")
    assert (entries[0]["drugs"] if entries else None) == drugs


def test_drugs_that_start_together_and_end_alike_are_one_entry(read: Reader) -> None:
    record = read(
        condition("snomed:94222008", onsetDateTime="2024-01-15"),
        statement("letrozole", "a", **during("2024-02-01", "2026-01-10")),
        statement("palbociclib", "b", **during("2024-02-20", "2026-01-10")),
        statement("tamoxifen", "c", **during("2015-01-01", "2020-01-01")),
    )
    assert record.case["prior_therapies"] == [
        {
            "drugs": ["tamoxifen"],
            "setting": "adjuvant",
            "started": "2015-01-01",
            "ended": "2020-01-01",
        },
        {
            "drugs": ["letrozole", "palbociclib"],
            "setting": "metastatic",
            "started": "2024-02-01",
            "ended": "2026-01-10",
        },
    ]


def test_a_drug_dropped_and_one_added_stay_in_the_line(read: Reader) -> None:
    record = read(
        condition("snomed:94222008", onsetDateTime="2023-05-01"),
        statement("docetaxel", "a", **during("2023-06-01", "2023-11-01")),
        statement("trastuzumab", "b", **during("2023-06-01", "2025-02-01")),
        statement("letrozole", "c", **during("2023-11-15", "2025-02-01")),
        statement("capecitabine", "d", **during("2025-03-01")),
    )
    entries = [(e["drugs"], e["line"]) for e in record.case["prior_therapies"]]
    assert entries == [
        (["docetaxel"], 1),
        (["trastuzumab"], 1),
        (["letrozole"], 1),
        (["capecitabine"], 2),
    ]


def test_a_repeated_order_is_one_course(read: Reader) -> None:
    days = ("2019-02-10", "2019-03-02", "2019-03-22", "2019-06-01")
    sent = [statement("paclitaxel", f"m{d}", effectiveDateTime=d) for d in days]
    entries = read(*sent).case["prior_therapies"]
    assert [e["started"] for e in entries] == ["2019-02-10"]


def test_intent_says_the_setting(read: Reader) -> None:
    curative, palliative = intent("snomed:373808002"), intent("snomed:363676003")
    sent = read(
        statement("tamoxifen", "a", **curative, **during("2015-01")),
        statement("letrozole", "b", **palliative, **during("2024-01")),
    )
    assert [e["setting"] for e in sent.case["prior_therapies"]] == ["adjuvant", "metastatic"]
    assert "setting" not in read(statement("tamoxifen")).case["prior_therapies"][0]


def test_ongoing_is_a_statement_not_an_old_order(read: Reader) -> None:
    def ongoing(sent: Json) -> Any:
        return read(sent).case["prior_therapies"][0].get("ongoing")

    assert ongoing(statement("letrozole", status="active", **during("2024-01-01"))) is True
    assert ongoing(order("letrozole", authoredOn="2026-10-01")) is True
    assert ongoing(order("letrozole", authoredOn="2025-01-01")) is None
    assert ongoing(statement("letrozole", effectiveDateTime="2024-01-01")) is False


REASONS = [
    ("snomed:277022003", "progression"),
    ("snomed:407563006", "toxicity"),
    ("snomed:105480006", "choice"),
    ("snomed:182992009", "completed"),
    ("snomed:266721009", None),
]


@pytest.mark.parametrize(("code", "reason"), REASONS)
def test_why_it_ended_only_where_a_code_is_clear(
    read: Reader, code: str, reason: str | None
) -> None:
    why = {"status": "stopped", "statusReason": [concept(code)], **intent("snomed:363676003")}
    entry = read(statement("letrozole", **why)).case["prior_therapies"][0]
    assert entry.get("reason_stopped") == reason


def test_growth_during_curative_treatment_is_relapse(read: Reader) -> None:
    why: Json = {"status": "stopped", "statusReason": concept("snomed:277022003")}
    sent = order("letrozole", authoredOn="2020-01", **why, **intent("snomed:373808002"))
    assert read(sent).case["prior_therapies"][0]["reason_stopped"] == "relapse"


NOT_GIVEN = [
    (statement("letrozole", status="not-taken"), "not given: its status is not-taken (no code)"),
    (order("letrozole", intent="proposal"), "not given: only a proposal (no code)"),
    (order("letrozole", doNotPerform=True), "an order not to give it (no code)"),
    (statement("rxnorm:999999999"), "no medicine known for rxnorm:999999999"),
    (statement("estradiol"), "and it is not said that it was for the cancer (no code)"),
]


@pytest.mark.parametrize(("sent", "why"), NOT_GIVEN, ids=[why[:40] for _, why in NOT_GIVEN])
def test_what_was_not_given_is_left(read: Reader, sent: Json, why: str) -> None:
    record = read(sent)
    assert "prior_therapies" not in record.case
    assert any(line.endswith(why) for line in record.not_understood)


def test_dates_the_wrong_way_round_are_not_used(read: Reader) -> None:
    record = read(statement("letrozole", **during("2025-01-01", "2024-01-01")))
    assert record.case["prior_therapies"] == [{"drugs": ["letrozole"], "ongoing": False}]
    assert "it ends before it starts" in record.not_understood[0]


def test_a_medicine_in_a_resource_of_its_own(read: Reader) -> None:
    held = {"resourceType": "Medication", "id": "x", "code": concept("rxnorm:1601374")}
    far: Json = {
        "medicationReference": {"reference": "Medication/x"},
        "medicationCodeableConcept": None,
    }
    near = {"medicationReference": {"reference": "#x"}, "contained": [held]}
    for sent in ((statement("", **far), held), (statement("", **far | near),)):
        assert read(*sent).case["prior_therapies"][0]["drugs"] == ["palbociclib"]


def test_other_medicines_are_named_when_taken_now(read: Reader) -> None:
    record = read(
        statement("amiodarone 200 MG Oral Tablet", "a", status="active"),
        order("verapamil", "b", authoredOn="1992-11-03"),
    )
    assert record.case["medicines"] == ["amiodarone"]
    assert any("not known to be taken now" in line for line in record.not_understood)


def test_a_severe_allergy_to_a_drug_is_a_condition(read: Reader) -> None:
    sent = {"resourceType": "AllergyIntolerance", "id": "a", "code": concept(text="docetaxel")}
    assert read(sent).case["conditions"] == {"hypersensitivity": ["docetaxel"]}
    assert "conditions" not in read(sent | {"criticality": "low"}).case


# ------------------------------------------------------------------------------- the whole record

WHOLE = (
    condition("snomed:94222008", "bone", onsetDateTime="2024-01-15"),
    *numbered(
        observation("loinc:85329-1", (95, "%"), "2020-02-01"),
        observation("loinc:85329-1", (90, "%"), "2024-02-01"),
        observation("loinc:85337-4", NEGATIVE, "2024-02-01"),
        observation("loinc:21908-9", "ajcc:2B", "2019-01-01"),
        variant("hgnc:8975"),
    ),
    statement("letrozole", "a", **during("2024-02-01", "2026-01-10")),
    statement("palbociclib", "b", **during("2024-02-20", "2026-01-10")),
)


def test_the_order_of_the_resources_does_not_matter(read: Reader) -> None:
    expected = read(*WHOLE)
    for seed in range(8):
        shuffled = random.Random(seed).sample(WHOLE, len(WHOLE))
        assert read(*shuffled) == expected


def test_the_history_is_never_taken_to_be_complete(read: Reader) -> None:
    assert read(*WHOLE).case["history_complete"] is False


@pytest.mark.parametrize(
    "wrap",
    [
        lambda found: found,
        lambda found: {"resourceType": "Bundle", "entry": found},
        lambda found: bundle(bundle(*found)),
        lambda found: {"entry": [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in found]},
        lambda found: [*found, *found],
    ],
    ids=["bare array", "no wrapper", "bundle in bundle", "no resourceType", "every resource twice"],
)
def test_resources_are_found_in_any_wrapping(
    read: Reader, knowledge: KnowledgeBase, wrap: Callable[[list[Json]], Any]
) -> None:
    found = [patient(), condition(BREAST, "primary"), *WHOLE]
    lexicon, vocabulary = knowledge.lexicon, knowledge.vocabulary
    assert read_fhir(wrap(found), vocabulary, lexicon, ON, "record.json") == read(*WHOLE)


def test_a_patient_twice_is_one_and_two_are_refused(read: Reader) -> None:
    assert read(patient(), patient(), condition(BREAST), alone=True).case["sex"] == "female"
    with pytest.raises(InputError, match="two patients in the bundle; give the record of one"):
        read(patient(), patient(id="q"), alone=True)


@pytest.mark.parametrize("data", [[], [1, "x"], {"resourceType": "Bundle"}, {"entry": []}])
def test_nobody_in_the_record(data: Any, knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputError, match=r"no Patient in the bundle; export the record with its"):
        read_fhir(data, knowledge.vocabulary, knowledge.lexicon, ON, "record.json")


def test_kinds_that_are_not_read_are_counted(read: Reader) -> None:
    claims = [{"resourceType": "Claim", "id": str(i)} for i in range(3)]
    line = "Claim: 3 not read: a kind of resource that is not used"
    assert read(*claims).not_understood == (line,)
