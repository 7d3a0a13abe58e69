"""The one form of a file: what is mended, what is left alone, and that nothing it says changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assessment.tiny import real_files

from oncoptions.facts import strict_yaml
from oncoptions.knowledge.canonical import canonical, key_order, slips
from oncoptions.knowledge.load import FOLDERS

FILES = sorted(real_files())


def mended(text: str, file: str = "tests/ecg.yaml") -> str:
    return canonical(file, text.encode()).decode()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("line end missing", "id: a", "id: a\n"),
        ("too many line ends", "id: a\n\n\n", "id: a\n"),
        ("spaces at a line's end", "id: a  \nname: b\t\n", "id: a\nname: b\n"),
        ("line ends of another system", "id: a\r\nname: b\r\n", "id: a\nname: b\n"),
        ("byte order mark", "\ufeffid: a\n", "id: a\n"),
        ("two blank lines", "id: a\n\n\nname: b\n", "id: a\n\nname: b\n"),
        ("date in quotes", "curated: '2026-01-01'\n", "curated: 2026-01-01\n"),
        ("month in a flow", 'r: [{from: "2026-01"}]\n', "r: [{from: 2026-01}]\n"),
        ("year in quotes", 'published: "2008"\n', "published: 2008\n"),
        ("keys out of order", "name: b\nid: a\n", "id: a\nname: b\n"),
        ("a key with its lines", "facts:\n  - a\nid: a\n", "id: a\nfacts:\n  - a\n"),
        ("a comment goes with its key", "name: b\n# of id\nid: a\n", "# of id\nid: a\nname: b\n"),
        ("the first comment stays first", "# file\nname: b\nid: a\n", "# file\nid: a\nname: b\n"),
    ],
)
def test_what_is_mended(name: str, before: str, after: str) -> None:
    assert mended(before) == after


SOURCES = """\
# About these sources.
sources:
  # first
  b: {title: B}
  a:
    title: A
  # second
  d: {title: D}
  c: {title: C}
"""


def test_ids_of_sources_are_sorted_in_their_sections() -> None:
    assert mended(SOURCES, "sources/x.yaml").splitlines()[2:] == [
        "  # first",
        "  a:",
        "    title: A",
        "  b: {title: B}",
        "  # second",
        "  c: {title: C}",
        "  d: {title: D}",
    ]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tests/a.yaml", "id: a\nname: 'not a date: 2026'\nnote: '2026-01-01'\n"),
        ("classes.yaml", "classes:\n  b: {name: b}\n  a: {name: a}\n"),
        ("tests/a.yaml", "id: a\nname: |\n  two spaces at the end  \n  and more\n"),
        ("tests/a.yaml", "id: [\n"),
    ],
    ids=["other texts", "other files", "what the spaces say", "what is not YAML"],
)
def test_what_is_left_alone(file: str, text: str) -> None:
    assert mended(text, file) == text


def test_a_slip_has_its_place_and_its_mend() -> None:
    found = [str(slip) for slip in slips("tests/ecg.yaml", b"name: b\nid: a\nchecked: '2026'")]
    assert found == [
        "tests/ecg.yaml:3:1: spaces at a line's end, or blank lines; Run `oncoptions check --fix`.",
        "tests/ecg.yaml:3:1: a date in quotes; Run `oncoptions check --fix`.",
        "tests/ecg.yaml:1:1: the keys are not in their order; Run `oncoptions check --fix`.",
    ]


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_the_base_is_in_its_one_form(file: str) -> None:
    assert [str(slip) for slip in slips(file, real_files()[file])] == []


@given(
    keys=st.permutations(["id", "name", "kind", "facts", "specimen"]),
    spaces=st.lists(st.sampled_from(["", " ", "\n", "\n\n"]), min_size=5, max_size=5),
)
def test_the_form_is_one_and_says_the_same(keys: list[str], spaces: list[str]) -> None:
    text = "".join(f"{key}: x{space}\n" for key, space in zip(keys, spaces, strict=True))
    once = mended(text)
    assert mended(once) == once
    assert [line for line in once.split("\n") if line] == [
        f"{key}: x" for key in key_order("tests") if key in keys
    ]
    before, after = (strict_yaml.read("x", t.encode()).data for t in (text, once))
    assert before == after


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_key_of_an_entry_has_one_place(folder: str) -> None:
    _, kind = FOLDERS[folder]
    assert sorted(key_order(folder)) == sorted(kind.__struct_encode_fields__)
