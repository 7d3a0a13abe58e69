"""YAML read strictly: nothing is guessed, and every part has its place."""

from typing import Any

import pytest

from oncoptions.criteria import Place
from oncoptions.errors import KnowledgeError
from oncoptions.facts.strict_yaml import read

SCALARS = [
    ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("True", "True"), ("NULL", "NULL"),
    ("12", 12), ("-3", -3), ("0.5", 0.5), ("1e3", "1e3"), ("012", "012"), ("1_000", "1_000"),
    ("12:30", "12:30"), ("0x1f", "0x1f"), (".5", ".5"), ("nan", "nan"), (".inf", ".inf"),
    ("2024-03-01", "2024-03-01"), ("1+", "1+"), ("'12'", "12"), ('"true"', "true"), ("2024", 2024),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS, ids=[repr(text) for text, _ in SCALARS])
def test_a_scalar(text: str, value: Any) -> None:
    found = read("a.yaml", f"key: {text}\n".encode()).data["key"]
    assert found == value
    assert type(found) is type(value)


TEXT = b"""\
# a comment
id: a
list:
  - {when: pregnant, why: "x"}
  - when: >-
      one
      two
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("id",), (2, 5)),
        (("list",), (4, 3)),
        (("list", 0, "why"), (4, 27)),
        (("list", 1), (5, 5)),
        (("list", 1, "nothing"), (5, 5)),
        ((), (2, 1)),
    ],
)
def test_the_place_of_a_value(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read("a.yaml", TEXT).place(path) == Place(*place)


def test_the_place_of_a_key_is_above_a_value_that_stands_below_it() -> None:
    assert read("a.yaml", TEXT).key(("list",)) == Place(3, 1)


def test_a_block_keeps_its_lines_so_that_columns_are_those_of_the_file() -> None:
    document = read("a.yaml", TEXT)
    assert document.text(("list", 1, "when")) == ("one\ntwo", 6, 7)
    assert document.text(("list", 0, "why")) == ("x", 4, 28)
    assert document.data["list"][1]["when"] == "one two"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\na: 2\n", "a.yaml:2:1: 'a' stands twice; keep one of them"),
        (b"a: {b: 1, b: 2}\n", "a.yaml:1:11: 'b' stands twice; keep one of them"),
        (b"a: &x [1]\nb: *x\n", "a.yaml:1:4: a part used twice; write it out"),
        (b"a: [\n", "a.yaml:2:1: not YAML: did not find expected node content"),
        (b"", "a.yaml: the file is empty; fill it or delete it"),
        (b"# only a comment\n", "a.yaml: the file is empty; fill it or delete it"),
        (b"\xff\xfe", "a.yaml: not UTF-8 at byte 0; save it as UTF-8"),
        (b"a: 1\n---\nb: 2\n", "a.yaml:2:1: not YAML: but found another document"),
    ],
    ids=["twice", "twice inside", "alias", "open", "empty", "comment", "bytes", "two documents"],
)
def test_what_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        read("a.yaml", content)
    assert str(error.value) == message


def test_a_small_file_cannot_stand_for_a_huge_one() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    with pytest.raises(KnowledgeError, match="a part used twice"):
        read("a.yaml", "\n".join(lines).encode())
