"""What the checker says about a text that is grammatical and still makes no sense."""

import pytest

from oncoptions.criteria import FactType, Flag, check, parse, read

VOCABULARY = {
    fact.name: fact
    for fact in (
        FactType("pregnant", "boolean"),
        FactType("hr_status", "category", values=("positive", "negative")),
        FactType("msi", "category", values=("MSI-H", "MSS")),
        FactType("age", "number", minimum=0, maximum=120, unit="years"),
        FactType("lvef_percent", "number", minimum=5, maximum=90, unit="%"),
        FactType("tmb", "number", minimum=0),
        FactType("neutropenia_below", "number", maximum=2),
        FactType("lines", "number"),
        FactType("metastatic_since", "date"),
    )
}

FAULTS = [
    (
        "hr_statsu = 'positive'",
        "there is no fact hr_statsu",
        "did you mean hr_status?",
    ),
    ("zzz", "there is no fact zzz", "facts are declared in facts.yaml"),
    (
        "hr_status = 'postive'",
        "hr_status is never 'postive'",
        "did you mean 'positive'?",
    ),
    ("msi = 'mss'", "msi is never 'mss'", "did you mean 'MSS'?"),
    (
        "hr_status = 'unclear'",
        "hr_status is never 'unclear'",
        "it is 'positive' or 'negative'",
    ),
    (
        "hr_status in ('positive', 3)",
        "hr_status is never 3",
        "it is 'positive' or 'negative'",
    ),
    (
        "hr_status > 'negative'",
        "the values of hr_status have no order",
        "name those you mean: hr_status in ('positive', 'negative')",
    ),
    (
        "hr_status between 'negative' and 'positive'",
        "the values of hr_status have no order",
        "name those you mean: hr_status in ('positive', 'negative')",
    ),
    (
        "hr_status",
        "hr_status is a category, not a yes or no",
        "compare it with a value: hr_status = 'positive'",
    ),
    (
        "not lvef_percent",
        "lvef_percent is a number, not a yes or no",
        "compare it with a value: lvef_percent >= 5",
    ),
    (
        "metastatic_since",
        "metastatic_since is a date, not a yes or no",
        "compare it with a value: metastatic_since >= '2024-01-31'",
    ),
    (
        "pregnant = 'yes'",
        "pregnant is yes or no and stands bare",
        "write pregnant or not pregnant",
    ),
    (
        "age >= '18'",
        "age is a number and is compared with the text '18'",
        "write a number without quotes: age >= 0",
    ),
    (
        "lvef_percent < 0.5",
        "lvef_percent is 5 to 90 %, so 0.5 is probably in another unit",
        "write the number in %",
    ),
    (
        "tmb > -1",
        "tmb is at least 0, so -1 is probably in another unit",
        "write the number in the unit that facts.yaml gives",
    ),
    (
        "neutropenia_below > 500",
        "neutropenia_below is at most 2, so 500 is probably in another unit",
        "write the number in the unit that facts.yaml gives",
    ),
    (
        "metastatic_since > '31.01.2024'",
        "metastatic_since is a date and '31.01.2024' is none",
        "write year, month and day in quotes: '2024-01-31'",
    ),
    (
        "metastatic_since > '2024-02-30'",
        "metastatic_since is a date and '2024-02-30' is none",
        "write year, month and day in quotes: '2024-01-31'",
    ),
    (
        "metastatic_since > 2024",
        "metastatic_since is a date and 2024 is none",
        "write year, month and day in quotes: '2024-01-31'",
    ),
    (
        "age between 65 and 18",
        "nothing lies between 65 and 18",
        "the lower end comes first: age between 18 and 65",
    ),
    (
        "metastatic_since between '2024-12-31' and '2024-01-01'",
        "nothing lies between '2024-12-31' and '2024-01-01'",
        "the lower end comes first: metastatic_since between '2024-01-01' and '2024-12-31'",
    ),
]


@pytest.mark.parametrize(("text", "message", "mend"), FAULTS, ids=[text for text, *_ in FAULTS])
def test_one_fault(text: str, message: str, mend: str) -> None:
    node, (fault,) = read(text, VOCABULARY)
    assert node == parse(text)
    assert (fault.message, fault.mend) == (message, mend)


@pytest.mark.parametrize(
    "text",
    [
        "pregnant and hr_status <> 'negative'",
        "lvef_percent between 5 and 90 or age >= 18",
        "lines > 1000000 and tmb >= 10",
        "metastatic_since not between '2024-02-29' and '2024-12-31'",
        "msi in ('MSI-H', 'MSS') and not hr_status not in ('positive')",
    ],
)
def test_no_fault(text: str) -> None:
    assert read(text, VOCABULARY) == (parse(text), [])


def test_every_fault_is_listed_with_its_place() -> None:
    text = "pregnant\nand age > 200\nor er = 'low' and hr_status in ('low', 'high')"
    _, faults = read(text, VOCABULARY, file="a.yaml", line=4, column=5)
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [
        ("a.yaml", 5, 9),
        ("a.yaml", 6, 8),
        ("a.yaml", 6, 23),
        ("a.yaml", 6, 23),
    ]


def test_a_text_that_does_not_parse_is_one_fault() -> None:
    node, (fault,) = read("pregnant or age == 3", VOCABULARY, "a.yaml", 2, 7)
    assert node is None
    assert str(fault) == 'a.yaml:2:23: found "==", expected "="; write "="'


def test_a_tree_without_places_is_checked_as_well() -> None:
    (fault,) = check(Flag("pregnent"), VOCABULARY)
    assert (fault.line, fault.column, fault.mend) == (1, 1, "did you mean pregnant?")


def test_between_ends_of_different_kinds_is_a_fault_of_kind_only() -> None:
    _, (fault,) = read("age between '18' and 65", VOCABULARY)
    assert "compared with the text '18'" in fault.message
