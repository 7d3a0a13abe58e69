"""Every mistake with a file is one clear line on standard error and exit status 2."""

import datetime as dt
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.records.build import (
    BREAST,
    PROSTATE,
    bundle,
    concept,
    condition,
    during,
    numbered,
    observation,
    patient,
    statement,
)

from oncoptions import cli
from oncoptions.criteria import Value
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.records import source
from oncoptions.records.casefile import read_case

ON = "2026-11-23"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the real command line in this process; return its status, output and errors."""

    def command(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["oncoptions", *words, "--on", ON])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], str]:
    """Write a file in the working folder and return its name."""
    monkeypatch.chdir(tmp_path)

    def write(content: Any) -> str:
        if not isinstance(content, bytes | str):
            content = json.dumps(content)
        data = content.encode() if isinstance(content, str) else content
        Path("record").write_bytes(data)
        return "record"

    return write


SCHEMA = "see `oncoptions schema case` for the keys"
BAD = {
    "not JSON": (
        "{oops]",
        ": not JSON: JSON is malformed: object keys must be strings (byte 1); export it again",
    ),
    "truncated": (
        '{"resourceType": "Bundle", "entry": [',
        ": not JSON: Input data was truncated; export it again",
    ),
    "empty": ("", ": empty; give a case file or a FHIR bundle"),
    "blank": ("\n \n", ": empty; give a case file or a FHIR bundle"),
    "a text": ("just words", ": neither JSON nor a case file; give a case file or a FHIR bundle"),
    "too deep": ("[" * 10_000, ": nested too deeply; export it again"),
    "too deep YAML": (
        "{a: " * 10_000,
        ": not JSON: JSON is malformed: object keys must be strings (byte 1); export it again",
    ),
    "bad gzip": (gzip.compress(b"{}")[:12], ": a damaged gzip file; export it again"),
    "no patient": (
        bundle(condition(BREAST)),
        ": no Patient in the bundle; export the record with its Patient",
    ),
    "two patients": (
        bundle(patient(), patient(id="q")),
        ": two patients in the bundle; give the record of one person",
    ),
    "prostate cancer": (
        bundle(patient(), condition(PROSTATE)),
        ": a record about another cancer; give one about breast cancer",
    ),
    "misspelt key": ("er_precent: 90", ": er_precent: unknown key; did you mean 'er_percent'?"),
    "an unknown key": ("zzz: 90", f": zzz: unknown key; {SCHEMA}"),
    "a key twice": (
        "er_percent: 90\ner_percent: 0",
        ":2:1: 'er_percent' stands twice; keep one of them",
    ),
    "ER 950%": (
        "er_percent: 950",
        ": er_percent: outside 0 to 100 in %; check the value and its unit",
    ),
    "not a number": ("er_percent: lots", ": er_percent: not a number; write a number in %"),
    "no such day": (
        "metastatic_since: 2024-13",
        ": metastatic_since: month must be in 1..12; write a date such as 2026-03",
    ),
    "ends before it starts": (
        "prior_therapies: [{drugs: [letrozole], started: 2025-01, ended: 2024-01}]",
        ": prior_therapies[0]: it ends before it starts; check started and ended",
    ),
    "a number of thousands of digits": (
        f"age: {'9' * 5000}",
        ": age: outside 0 to 120 in years; check the value and its unit",
    ),
    "a key that is a list": (
        "sex: female\n[1, 2]: 5",
        ":2:1: a key that is not a text; write key: value",
    ),
    "a JSON key twice": (
        '{"er_percent": 90, "er_percent": 0}',
        ": a key stands twice; keep one of them",
    ),
    "what `read` never wrote": (
        {"case": {}, "sources": 5, "not_understood": [{}]},
        ": not as `oncoptions read --format json` writes it; read the record again",
    ),
    "spread dated twice": (
        "metastatic_since: 2026-01\nmetastatic_since_months_ago: 3",
        ": metastatic_since: given twice; keep metastatic_since or metastatic_since_months_ago",
    ),
    "a side effect misspelt": (
        "prior_therapies: [{drugs: [letrozole], toxicity: {ild_grad: 2}}]",
        ": prior_therapies[0].toxicity.ild_grad: unknown key; did you mean 'ild_grade'?",
    ),
    "a side effect without its grade": (
        "prior_therapies: [{drugs: [letrozole], toxicity: {rash: 2}}]",
        ": prior_therapies[0].toxicity.rash: unknown key; name the side effect, as in ild_grade",
    ),
    "local treatment that ends before it starts": (
        "local_treatments: [{kind: radiotherapy, started: 2025-02, ended: 2024-02}]",
        ": local_treatments[0]: it ends before it starts; check started and ended",
    ),
    "a dose that is no number": (
        "local_treatments: [{kind: radiotherapy, dose_gy: much}]",
        ": local_treatments[0].dose_gy: not a number of 0 or more; write a number",
    ),
    "goals of a wrong kind": (
        "goals: {days_per_month: -4}",
        ": goals.days_per_month: not a number of 0 or more; write a number",
    ),
    "none beside a disease": (
        "conditions: {heart_disease: [none, ischaemic]}",
        ": conditions.heart_disease: none beside others; keep none or the others",
    ),
    "a drug misspelt": (
        "prior_therapies: [{drugs: [letrozol]}]",
        ": prior_therapies[0].drugs[0]: not a drug known here; did you mean 'letrozole'?",
    ),
}


@pytest.mark.parametrize("command", ["read", "assess"])
@pytest.mark.parametrize(("content", "line"), BAD.values(), ids=BAD)
def test_a_mistake_is_one_line(
    run: Run, file: Callable[[Any], str], command: str, content: Any, line: str
) -> None:
    assert run(command, file(content)) == (2, "", f"oncoptions: record{line}\n")


def test_a_directory_and_no_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    said = "oncoptions: folder: a directory, not a file; name one file in it\n"
    assert run("read", "folder") == (2, "", said)
    assert run("read", "x.json") == (2, "", "oncoptions: x.json: no such file; check the name\n")


def test_a_file_that_is_too_large(
    run: Run, file: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 10)
    said = "oncoptions: record: larger than 64 MB; give the record of one person\n"
    assert run("read", file("er_percent: 90")) == (2, "", said)
    assert run("read", file(gzip.compress(b"er_percent: 90" * 9)))[0] == 2


def test_a_device_without_end_is_not_read_to_its_end(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 1000)
    said = "oncoptions: /dev/zero: larger than 64 MB; give the record of one person\n"
    assert run("read", "/dev/zero") == (2, "", said)


def test_nothing_on_standard_input(run: Run) -> None:
    said = "oncoptions: standard input: empty; give a case file or a FHIR bundle\n"
    assert run("read", "-") == (2, "", said)


# ------------------------------------------------------- usable all the same, with the doubt listed


def test_an_early_stage_is_answered_with_a_notice(run: Run, file: Callable[[Any], str]) -> None:
    early = bundle(patient(), condition(BREAST), observation("loinc:21908-9", "ajcc:2A"))
    status, out, _ = run("assess", file(early), "--format", "json")
    assert status == 0
    assert any("stage II" in notice for notice in json.loads(out)["notices"])


def test_values_that_may_be_several_are_shown_in_the_text(
    run: Run, file: Callable[[Any], str]
) -> None:
    unsure = "sex: [female, male]\nage: {min: 50, max: 55}"
    status, out, _ = run("assess", file(unsure))
    assert status == 0
    assert "Person, 50 to 55;" in out


def test_what_is_dated_later_is_set_aside(run: Run, file: Callable[[Any], str]) -> None:
    later = "prior_therapies: [{drugs: [letrozole], setting: metastatic, started: 2027-01}]"
    status, out, _ = run("assess", file(later), "--format", "json")
    assert status == 0
    assert "Set aside, dated after 2026-11-23: prior_therapies[0]." in json.loads(out)["notices"]


def test_bulk_export_lines_and_gzip_are_read(run: Run, file: Callable[[Any], str]) -> None:
    lines = "\n".join(json.dumps(r) for r in (patient(), condition(BREAST)))
    status, out, _ = run("read", file(gzip.compress(lines.encode())), "--format", "json")
    assert status == 0
    assert json.loads(out)["case"]["sex"] == "female"


# --------------------------------------------------------------- one path from record to answer

RECORD = bundle(
    patient(deceasedDateTime="2026-11-01"),
    condition(BREAST, "primary"),
    condition("snomed:94222008", "bone", onsetDateTime="2024-01-15"),
    *numbered(
        observation("loinc:85329-1", (95, "%"), "2020-02-01"),
        observation("loinc:85329-1", (5, "%"), "2024-02-01"),
        observation("loinc:85319-2", "snomed:441614007", "2024-02-01"),
        observation("loinc:21889-1", (2, "cm")),
    ),
    statement(concept("rxnorm:1601374"), "a", **during("2024-02-01", "2026-01-10")),
    statement("letrozole", "b", **during("2024-02-01", "2026-01-10")),
)


def _without_provenance(answer: dict[str, Any]) -> dict[str, Any]:
    answer.pop("unread")
    for fact in answer["facts"]:
        fact.pop("source")
        fact.pop("date")
    return answer


@pytest.mark.parametrize("form", ["text", "json"])
def test_assess_is_read_then_assess(run: Run, file: Callable[[Any], str], form: str) -> None:
    name = file(RECORD)
    _, direct, _ = run("assess", name, "--format", "json")
    _, case, _ = run("read", name, "--format", form)
    status, piped, _ = run("assess", "-", "--format", "json", stdin=case)
    assert status == 0
    assert _without_provenance(json.loads(piped)) == _without_provenance(json.loads(direct))
    assert any("has died" in notice for notice in json.loads(direct)["notices"])


def test_a_fact_leads_to_its_resource(run: Run, file: Callable[[Any], str]) -> None:
    _, out, _ = run("assess", file(RECORD), "--format", "json")
    facts = {fact["name"]: fact for fact in json.loads(out)["facts"]}
    assert facts["er_percent"]["source"] == "Observation/o1 loinc:85329-1"
    assert facts["er_percent"]["date"] == "2024-02-01"
    assert facts["site_bone"]["source"] == "Condition/bone snomed:94222008"
    assert facts["hr_status"]["source"] is None


EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_the_example_bundle_says_what_its_case_file_says(knowledge: KnowledgeBase) -> None:
    """But for the stage, and for the doubt whether the history is whole."""
    vocabulary, lexicon, on = knowledge.vocabulary, knowledge.lexicon, dt.date.fromisoformat(ON)

    def facts(name: str) -> dict[str, Value]:
        found = source.load(str(EXAMPLES / name), vocabulary, lexicon, on).case
        case = read_case(found | {"history_complete": True}, vocabulary, lexicon, on)
        return {k: v for k, v in knowledge.resolver.resolve(case).values.items() if k != "stage"}

    bundled = facts("recurrent-hr-positive.bundle.json")
    assert bundled == facts("recurrent-hr-positive.yaml")


def test_the_example_with_brain_metastases(run: Run) -> None:
    name = str(EXAMPLES / "her2-positive-brain.bundle.json")
    _, out, _ = run("assess", name, "--format", "json")
    facts = {fact["name"]: fact["value"] for fact in json.loads(out)["facts"]}
    assert (facts["her2_status"], facts["site_brain"]) == ("positive", True)
    assert facts["brain_mets"] == ["active", "stable"]
    assert facts["disease_setting"] == "de_novo"
    assert facts["lines_anti_her2_metastatic"] == {"min": 2}
