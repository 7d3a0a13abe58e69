"""The commands about the knowledge, as people use them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oncoptions import cli
from oncoptions.errors import InputError
from oncoptions.knowledge import selection

ROOT = Path(__file__).parents[2]


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.commands, list(words), catch_exceptions=False)


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may change."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


def test_the_words_of_the_options_are_those_of_the_knowledge() -> None:
    assert tuple(selection.SUBTYPES) == cli._SUBTYPES
    assert selection.STATUSES == cli._STATUSES


# ----------------------------------------------------------------------------------------- changes


def test_changes_as_json() -> None:
    done = run("changes", "--from", "2021-01-01", "--to", "2021-12-31", "--format", "json")
    found = json.loads(done.output)
    (withdrawn,) = [row for row in found["changes"] if row["change"] == "withdrawn"]
    assert (withdrawn["id"], withdrawn["date"], withdrawn["authority"]) == (
        "atezolizumab-nab-paclitaxel",
        "2021-10-06",
        "FDA",
    )
    assert withdrawn["sources"]
    assert (found["from"], found["to"], found["region"]) == ("2021-01-01", "2021-12-31", "US")


def test_changes_as_text_in_another_region() -> None:
    done = run("changes", "--from", "2023-09-01", "--to", "2023-09-30", "--region", "EU")
    assert "2023-09-15  approved: Elacestrant alone [EMA]" in done.output


def test_changes_for_one_person() -> None:
    case = str(ROOT / "examples" / "recurrent-hr-positive.yaml")
    words = ("changes", "--from", "2018-06-01", "--to", "2026-06-01", "--case", case)
    found = json.loads(run(*words, "--format", "json").output)
    assert {row["change"] for row in found["options"]} >= {"new"}
    assert all({"id", "before", "after", "events"} <= row.keys() for row in found["options"])
    assert "NEW FOR THIS PERSON" in run(*words).output


def test_changes_with_the_days_turned_round() -> None:
    with pytest.raises(InputError, match="it is before --from"):
        run("changes", "--from", "2022-01-01", "--to", "2021-01-01")


# ------------------------------------------------------------------------------------ list and show


def test_list_with_filters() -> None:
    words = ("list", "regimens", "--subtype", "triple-negative", "--status", "withdrawn")
    rows = json.loads(run(*words, "--on", "2022-06-01", "--format", "json").output)
    assert "atezolizumab-nab-paclitaxel" in {row["id"] for row in rows}
    assert {row["status"] for row in rows} == {"withdrawn"}
    assert {row["on"] for row in rows} == {"2022-06-01"}


def test_show_a_drug_whole() -> None:
    entry = json.loads(run("show", "drugs/elacestrant", "--format", "json").output)
    assert (entry["id"], entry["entry"]) == ("elacestrant", "drugs")
    assert "WHO SAYS SO" in run("show", "elacestrant").output


# ------------------------------------------------------------------------------- check and schema


def test_stale_entries_are_a_finding() -> None:
    done = run("check", "--stale", "2099-01-01")
    assert done.exit_code == 1
    assert "drugs/elacestrant: review was due on" in done.output


def test_nothing_is_stale_before_it_was_written() -> None:
    done = run("check", "--stale", "2020-01-01")
    assert (done.exit_code, done.output) == (0, "No entry is past its next review on 2020-01-01.\n")


def test_fix_brings_a_file_into_its_form(own_copy: Path) -> None:
    file = own_copy / "tests" / "ecg.yaml"
    good = file.read_bytes()
    file.write_bytes(good + b"\n\n")
    found = run("check", "--knowledge", str(own_copy))
    assert (found.exit_code, "tests/ecg.yaml" in found.output) == (1, True)
    assert run("check", "--knowledge", str(own_copy), "--fix").exit_code == 0
    assert file.read_bytes() == good


def test_schemas_are_written_to_a_folder(tmp_path: Path) -> None:
    assert run("schema", "--write", str(tmp_path / "schemas")).exit_code == 0
    written = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert written == {path.name for path in (ROOT / "docs" / "schemas").iterdir()}
