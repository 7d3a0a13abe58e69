"""Published records of other projects, read where they lie; skipped where they are absent."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.records.record import Record
from oncoptions.records.source import load_case

ON = dt.date(2026, 11, 23)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = ("patients", "mcode-ig", "extraction-csv/expected_bundles", "synthea")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not here")


def read(name: str, knowledge: KnowledgeBase) -> Record:
    return load_case(str(DATA / name), knowledge.vocabulary, knowledge.lexicon, ON)[1]


def test_trial_matching_patient(knowledge: KnowledgeBase) -> None:
    record = read("patients/TrialMatching_Patient01.json", knowledge)
    case = record.case
    assert (case["er"], case["pr"], case["her2"]) == ("positive", "positive", "negative")
    assert "her2_ihc" not in case  # negative cannot tell 0, ultralow and low apart
    assert case["stage"] == "IV"
    assert case["metastatic_sites"] == ["bone", "liver"]
    assert case["somatic"] == {"pik3ca": "mutated", "esr1": "mutated"}
    assert case["ecog"] == 1
    assert [(t["drugs"], t["ongoing"]) for t in case["prior_therapies"]] == [
        (["abemaciclib"], True),
        (["fulvestrant", "leuprorelin"], False),
        (["fulvestrant", "ribociclib"], True),
    ]
    assert len(record.not_understood) == 1
    assert "not distant spread (snomed:94181007)" in record.not_understood[0]


def test_utsw_patient(knowledge: KnowledgeBase) -> None:
    record = read("patients/utsw-1_query.json", knowledge)
    case = record.case
    assert (case["er"], case["pr"], case["her2"]) == ("positive", "negative", "negative")
    assert (case["stage"], case["metastatic_sites"]) == ("IV", ["bone"])
    assert case["metastatic_since"] == "2021-01-01"
    assert [t["drugs"] for t in case["prior_therapies"]] == [["fulvestrant"], ["abemaciclib"]]
    assert record.not_understood == ()


def test_jenny_m(knowledge: KnowledgeBase) -> None:
    record = read("mcode-ig/Bundle-mcode-patient-bundle-jenny-m.json", knowledge)
    case = record.case
    assert (case["er"], case["pr"], case["her2"]) == ("positive", "negative", "negative")
    assert case["stage"] == "III"  # IIB in the observation, IIIC in the condition
    assert "metastatic_sites" not in case
    assert [t["drugs"] for t in case["prior_therapies"]] == [
        ["cyclophosphamide", "doxorubicin", "paclitaxel"],
        ["anastrozole"],
    ]
    assert {t["setting"] for t in case["prior_therapies"]} == {"adjuvant"}
    left = " ".join(record.not_understood)
    for reason in ("no fact for somatic hgnc:26144", "outside what is possible", "loinc:21889-1"):
        assert reason in left


def files() -> list[str]:
    found = (path for folder in FOLDERS for path in (DATA / folder).glob("*.json*"))
    return sorted(str(path.relative_to(DATA)) for path in found)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_record_is_read_or_refused_in_one_line(folder: str, knowledge: KnowledgeBase) -> None:
    names = [name for name in files() if name.startswith(folder)]
    assert names
    for name in names:
        with suppress(InputError):
            record = read(name, knowledge)
            assert record.case["history_complete"] is False
            assert all(s["resource"] for s in record.sources)
