"""A criterion for one person: true, false, or unknown."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

import pytest
from tests.criteria.tables import TRUTHS, Case, table

from oncoptions.criteria import Reader, compile_truth, parse, truth

READERS: dict[str, Callable[[str], Reader]] = {
    "truth": lambda text: partial(truth, parse(text)),
    "compile_truth": lambda text: compile_truth(parse(text)),
}


RECEPTOR_AND_GENE = table("""
    er       | pik3ca  | ->fits
    positive | mutated | true
    positive | wild    | false
    positive |         | unknown
    negative |         | false
    negative | mutated | false
             | mutated | unknown
             | wild    | false
             |         | unknown
""")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("case", RECEPTOR_AND_GENE, ids=str)
def test_a_negative_receptor_settles_it_without_the_gene(case: Case, name: str) -> None:
    reader = READERS[name]("er = 'positive' and pik3ca = 'mutated'")
    assert reader(case.facts) is TRUTHS[case.expected["fits"]]


LATE_RELAPSE = table("""
    months | visceral | ->fits
    24     |          | true
    never  |          | true
    6      | no       | true
    6      | yes      | false
    6      |          | unknown
           | no       | true
           | yes      | unknown
    11..14 | yes      | unknown
    12..14 | yes      | true
""")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("case", LATE_RELAPSE, ids=str)
def test_a_late_relapse_or_no_visceral_disease(case: Case, name: str) -> None:
    reader = READERS[name]("months >= 12 or not visceral")
    assert reader(case.facts) is TRUTHS[case.expected["fits"]]


LEAVES = table("""
    n  | er  | ->equal | ->other | ->under | ->over | ->between | ->outside | ->listed | ->unlisted
    5  | low | true    | false   | false   | false  | true      | false     | true     | false
    4  | low | false   | true    | true    | false  | false     | true      | true     | false
    8  | neg | false   | true    | false   | true   | true      | false     | false    | true
    -9 |     | false   | true    | true    | false  | false     | true      | unknown  | unknown
       | low | unknown | unknown | unknown | unknown | unknown  | unknown   | true     | false
""")
LEAF_TEXTS = (
    "n = 5",
    "n <> 5",
    "n < 5",
    "n > 5",
    "n between 5 and 8",
    "n not between 5 and 8",
    "er in ('low', 'positive')",
    "er not in ('low', 'positive')",
)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("case", LEAVES, ids=str)
def test_each_kind_of_leaf(case: Case, name: str) -> None:
    answers = [READERS[name](text)(case.facts) for text in LEAF_TEXTS]
    assert answers == [TRUTHS[cell] for cell in case.expected.values()]


@pytest.mark.parametrize("name", READERS)
def test_none_and_absent_are_the_same(name: str) -> None:
    reader = READERS[name]("not pregnant")
    assert reader({}) is None
    assert reader({"pregnant": None}) is None
    assert reader({"pregnant": False}) is True


class Status(StrEnum):
    LOW = "low"


@pytest.mark.parametrize("name", READERS)
def test_an_enumerated_text_is_a_text(name: str) -> None:
    assert READERS[name]("er in ('low')")({"er": Status.LOW}) is True


@pytest.mark.parametrize("name", READERS)
def test_whole_and_broken_numbers_compare(name: str) -> None:
    assert READERS[name]("n in (1, 2.5)")({"n": 1.0}) is True
    assert READERS[name]("n <= 2.5")({"n": 3}) is False
