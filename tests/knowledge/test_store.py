"""Opening a knowledge base: quickly from what was kept, and never a damaged one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from tests.assessment.tiny import files

from oncoptions.errors import KnowledgeError
from oncoptions.knowledge import store
from oncoptions.knowledge.load import files_of

WOMAN = "sex: female\nage: 62\ner_percent: 95\nher2_ihc: '0'\nprior_therapies: []\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny base, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "knowledge"
    for name, content in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def kept(root: Path) -> list[Path]:
    return sorted((root.parent / "cache" / "oncoptions").glob("*.json"))


def replace(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------------------- the cache


def test_what_is_kept_is_what_was_read(root: Path) -> None:
    first, version = store.open_base(root)
    (file,) = kept(root)
    assert file.name == f"{version}.json"
    again, same = store.open_base(root)
    assert same == version
    assert msgspec.json.encode(again) == msgspec.json.encode(first)


def test_what_is_kept_is_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.open_base(root)

    def refuse(*_: object) -> None:
        raise AssertionError("it read the YAML again")

    monkeypatch.setattr(store, "_read_sound", refuse)
    store.open_base(root)


def test_a_changed_file_is_read_anew(root: Path) -> None:
    _, version = store.open_base(root)
    replace(root, "drugs/betalib.yaml", "Clots were seen.", "Clots were seen twice.")
    base, other = store.open_base(root)
    assert other != version
    assert base.drugs["betalib"].cautions[0].why == "Clots were seen twice."


def test_a_new_or_renamed_file_is_read_anew(root: Path) -> None:
    _, version = store.open_base(root)
    (root / "sources" / "made-up.yaml").rename(root / "sources" / "made-down.yaml")
    assert store.open_base(root)[1] != version


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"drugs": 3}'])
def test_a_damaged_cache_is_read_anew(root: Path, content: bytes) -> None:
    first, version = store.open_base(root)
    kept(root)[0].write_bytes(content)
    again, same = store.open_base(root)
    assert (again.regimens, same) == (first.regimens, version)
    assert kept(root)[0].read_bytes() != content


def test_only_a_few_are_kept(root: Path) -> None:
    for turn in range(6):
        (root / "through.yaml").write_text(f"date: 2026-09-0{turn + 1}\n", encoding="utf-8")
        store.open_base(root)
    assert len(kept(root)) == 4


def test_a_cache_that_cannot_be_written_only_costs_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root.parent / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "file"))
    assert store.open_base(root)[0].drugs


# --------------------------------------------------------------------------- a damaged base


def test_a_damaged_base_is_never_opened_and_never_kept(root: Path) -> None:
    replace(root, "drugs/betalib.yaml", "route: oral", "rote: oral")
    with pytest.raises(KnowledgeError) as error:
        store.open_base(root)
    assert str(error.value).startswith(f"{root}/drugs/betalib.yaml:6:1: unknown key 'rote'")
    assert "faults in all: " in str(error.value)
    assert kept(root) == []


def test_a_base_that_was_sound_is_not_answered_from_once_it_is_damaged(root: Path) -> None:
    store.open_base(root)
    replace(root, "regimens/zole.yaml", "hr_status", "hr_statsu")
    with pytest.raises(KnowledgeError):
        store.open_base(root)


def test_a_folder_without_knowledge(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no facts.yaml here; name a knowledge folder"):
        files_of(tmp_path)


# ---------------------------------------------------------------------- the command line


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "oncoptions", *arguments],
        env={**os.environ, "ONCOPTIONS_KNOWLEDGE": str(root)},
        capture_output=True,
        text=True,
        check=False,
        cwd=root.parent,
    )


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("drugs/betalib.yaml", "route: oral", "rote: oral"),
        ("regimens/zole.yaml", "hr_status = 'positive'", "hr_status = 'positiv'"),
        ("through.yaml", "date: 2026-09-04", "date: soon"),
    ],
    ids=["a key", "a criterion", "a date"],
)
def test_a_damaged_base_gives_no_answer(root: Path, name: str, old: str, new: str) -> None:
    (root.parent / "case.yaml").write_text(WOMAN, encoding="utf-8")
    replace(root, name, old, new)
    done = run(root, "assess", "case.yaml", "--on", "2026-06-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sound_base_answers_and_check_finds_nothing(root: Path) -> None:
    (root.parent / "case.yaml").write_text(WOMAN, encoding="utf-8")
    done = run(root, "assess", "case.yaml", "--on", "2026-06-01", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert {row["id"]: row["status"] for row in answer["options"]}["zole"] == "fits"
    assert answer["knowledge"]["version"] == kept(root)[0].stem


def test_check_lists_every_fault_and_ends_with_one(root: Path) -> None:
    replace(root, "drugs/betalib.yaml", "route: oral", "rote: oral")
    replace(root, "regimens/iotacin.yaml", "when: visceral_crisis", "when: visceral_crysis")
    done = run(root, "check")
    assert done.returncode == 1
    assert "drugs/betalib.yaml:6:1: unknown key 'rote'" in done.stdout
    assert "there is no fact visceral_crysis; did you mean visceral_crisis" in done.stdout
