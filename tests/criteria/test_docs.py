"""docs/criteria.md tells the truth: its grammar is the grammar, its examples hold."""

from pathlib import Path

import pytest
from tests.criteria.tables import TRUTHS, value

from oncoptions import criteria
from oncoptions.criteria import CriterionError, FactType, parse, read, truth

PAGE = (Path(__file__).parents[2] / "docs" / "criteria.md").read_text(encoding="utf-8")
VOCABULARY = {
    fact.name: fact
    for fact in (
        FactType("pregnant", "boolean"),
        FactType("hr_status", "category", values=("positive", "negative")),
        FactType("age", "number", minimum=0, maximum=120),
        FactType("lvef_percent", "number", minimum=5, maximum=90, unit="%"),
    )
}


def rows(heading: str) -> list[list[str]]:
    """Read the first table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_the_grammar_on_the_page_is_the_grammar() -> None:
    package = Path(criteria.__file__).parent
    written = (package / "grammar.lark").read_text(encoding="utf-8")
    assert written.strip() in PAGE


@pytest.mark.parametrize(("text", "known", "answer", "_"), rows("Examples"))
def test_examples(text: str, known: str, answer: str, _: str) -> None:
    pairs = [pair.split(": ") for pair in known.split(", ") if ": " in pair]
    facts = {name: value(cell) for name, cell in pairs}
    assert truth(parse(text), facts) is TRUTHS[answer]


@pytest.mark.parametrize(
    "text",
    [
        "hr_statsu = 'positive'",
        "hr_status = 'postive'",
        "hr_status > 'negative'",
        "lvef_percent < 0.5",
        "pregnant = 'yes'",
        "age between 65 and 18",
    ],
)
def test_what_the_checker_says(text: str) -> None:
    _, (fault,) = read(text, VOCABULARY, "regimens/a.yaml", 12, 9)
    assert f"\n{fault}\n" in PAGE


@pytest.mark.parametrize(("text", "_"), rows("What is not in the language, and why"))
def test_what_the_page_calls_refused_is_refused(text: str, _: str) -> None:
    with pytest.raises(CriterionError):
        parse(text)
