"""What is partly known: a comparison is decided when everything possible agrees."""

from datetime import date
from math import inf

import pytest
from tests.criteria.tables import TRUTHS, Case, table

from oncoptions.criteria import Possible, Range, kind_of, parse, representatives, truth
from oncoptions.criteria.evaluate import compile_truth

HER2 = table("""
    her2         | ->zero  | ->not_zero | ->expressed
    low          | false   | true       | true
    low?positive | false   | true       | true
    zero?low     | unknown | unknown    | unknown
                 | unknown | unknown    | unknown
""")


@pytest.mark.parametrize("case", HER2, ids=str)
def test_a_category_that_is_one_of_several(case: Case) -> None:
    texts = ("her2 = 'zero'", "her2 <> 'zero'", "her2 in ('low', 'ultralow', 'positive')")
    answers = [truth(parse(text), case.facts) for text in texts]
    assert answers == [TRUTHS[cell] for cell in case.expected.values()]


MONTHS = table("""
    months  | ->under_12 | ->exactly_12 | ->within_6_to_12
    11      | true       | false        | true
    12      | false      | true         | true
    3..11   | true       | false        | unknown
    6..12   | unknown    | unknown      | true
    12..12  | false      | true         | true
    13..inf | false      | false        | false
    3..18   | unknown    | unknown      | unknown
    never   | false      | false        | false
            | unknown    | unknown      | unknown
""")


@pytest.mark.parametrize("case", MONTHS, ids=str)
def test_a_number_within_a_range(case: Case) -> None:
    texts = ("months < 12", "months = 12", "months between 6 and 12")
    answers = [truth(parse(text), case.facts) for text in texts]
    assert answers == [TRUTHS[cell] for cell in case.expected.values()]


def test_a_range_hides_what_lies_between_the_listed_values() -> None:
    listed = parse("lines in (1, 2)")
    assert truth(listed, {"lines": Range(1, 2)}) is None  # 1.5 is possible
    assert truth(listed, {"lines": Range(3, 9)}) is False


MARCH = Range(date(2024, 3, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("since >= '2024-03-01'", True),
        ("since > '2024-03-01'", None),
        ("since < '2024-03-01'", False),
        ("since between '2024-01-01' and '2024-12-31'", True),
        ("since = '2024-03-10'", None),
        ("since in ('2024-02-29', '2024-04-01')", False),
    ],
)
def test_a_month_without_its_day(text: str, answer: bool | None) -> None:
    assert truth(parse(text), {"since": MARCH}) is answer


def test_dates_before_and_after_with_an_open_end() -> None:
    recent = parse("since >= '2024-01-01'")
    assert truth(recent, {"since": Range(date(2024, 2, 1), inf)}) is True
    assert truth(recent, {"since": Range(-inf, date(2023, 12, 31))}) is False
    assert truth(recent, {"since": Range(-inf, date(2024, 12, 31))}) is None


def test_a_range_open_at_both_ends_is_unknown() -> None:
    assert truth(parse("since > '2024-01-01'"), {"since": Range(-inf, inf)}) is None
    assert truth(parse("age > 18"), {"age": Range(-inf, inf)}) is None


def test_days_are_whole_so_neighbours_leave_nothing_between() -> None:
    leap = parse("since in ('2024-02-28', '2024-02-29')")
    assert truth(leap, {"since": Range(date(2024, 2, 28), date(2024, 2, 29))}) is True


def test_open_ends_have_their_own_stretches() -> None:
    assert sorted(representatives(Range(-inf, inf), [5])) == [-inf, 4, 5, 6, inf]
    assert sorted(representatives(Range(-inf, inf), [])) == [-inf, 0.0, inf]


def test_kinds() -> None:
    values = (True, 3, "x", Possible(frozenset("x")), date(2024, 1, 1), Range(1, 2), MARCH)
    kinds = ["boolean", "number", "text", "text", "date", "number", "date"]
    assert [kind_of(value) for value in values] == kinds


def test_nothing_possible_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one option"):
        Possible(frozenset())


def test_a_range_from_high_to_low_is_refused() -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Range(12, 3)


@pytest.mark.parametrize("reader", ["truth", "compile_truth"])
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("pregnant", "yes"),
        ("pregnant", 1),
        ("age >= 18", "58"),
        ("age >= 18", True),
        ("er <> 'positive'", 95),
        ("er in ('low', 1)", "low"),
        ("er <> 'positive'", Range(1, 5)),
        ("since > '2024-01-01'", 2024),
        ("age > 18", date(2024, 1, 1)),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_bug_and_not_an_answer(
    reader: str, text: str, wrong: object
) -> None:
    node = parse(text)
    fact = text.split()[0]
    facts: dict[str, object] = {fact: wrong}
    with pytest.raises(TypeError, match=f"cannot use the fact {fact} as a ") as caught:
        truth(node, facts) if reader == "truth" else compile_truth(node)(facts)  # type: ignore[arg-type]  # wrong on purpose
    assert "58" not in str(caught.value)  # nothing of the patient's record
