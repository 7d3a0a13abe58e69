"""The text answer: what a doctor sees in two minutes."""

import datetime as dt
from typing import Any

import pytest

from oncoptions.assessment.assess import assess
from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.records.casefile import read_case
from oncoptions.text.answer import render
from oncoptions.text.explain import explained

ON = dt.date(2026, 11, 23)
WOMAN: dict[str, Any] = {
    "sex": "female",
    "age": 61,
    "menopausal_status": "postmenopausal",
    "er_percent": 90,
    "pr_percent": 30,
    "her2_ihc": "1+",
    "metastatic_sites": ["bone"],
    "disease_setting": "de_novo",
    "prior_therapies": [],
}


@pytest.fixture
def text(knowledge: KnowledgeBase) -> Any:
    def written(everything: bool = False, **changes: Any) -> str:
        case = read_case({**WOMAN, **changes}, knowledge.vocabulary, knowledge.lexicon, ON)
        answer = assess(case, knowledge, ON, "US")
        return render(answer, case, knowledge.vocabulary, knowledge.lexicon, everything=everything)

    return written


def test_it_is_short_and_fits_80_columns(text: Any) -> None:
    lines = text().splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80


def test_the_head_says_what_limits_the_person(text: Any) -> None:
    said = text(labs={"lvef_percent": 38, "creatinine_clearance_ml_min": 25}, visceral_crisis=True)
    assert "To mind: lvef 38%; creatinine clearance 25 mL/min" in said
    assert "(visceral crisis)" in said


def test_what_is_normal_or_absent_is_not_worth_a_line(text: Any) -> None:
    assert "To mind" not in text(labs={"dpyd": "normal"}, conditions={"cirrhosis": False})


def test_preferred_options_stand_one_by_one_with_who_says_so(text: Any) -> None:
    assert "    - Ribociclib with an aromatase inhibitor [ASCO 2024, FDA 2024]" in text()


def test_a_name_says_when_the_ovaries_must_be_turned_off(text: Any) -> None:
    assert "+ ovarian suppression" in text(menopausal_status="premenopausal", age=40)
    assert "+ ovarian suppression" not in text()


def test_all_unfolds_what_is_ruled_out_with_the_reason(text: Any) -> None:
    assert "--all gives the reasons" in text()
    assert "Trastuzumab emtansine: would need her2_status = 'positive'" in text(everything=True)


def test_what_was_assumed_is_said_and_what_was_not_mentioned_is_counted(text: Any) -> None:
    said = " ".join(text().split())
    assert "ASSUMED BECAUSE NOTHING WAS SAID" in said
    assert "other conditions" in said


def test_it_says_what_it_is_not(text: Any) -> None:
    assert "Not medical advice" in text()


# --------------------------------------------------------------------------------- one option whole


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("Enhertu", "did you mean 'trastuzumab-deruxtecan-"),
        ("olaparb", "did you mean 'olaparib'?"),
        ("nonsense", "see `oncoptions list regimens`"),
    ],
)
def test_an_option_that_is_not_known_is_named_by_its_drug(
    knowledge: KnowledgeBase, asked: str, hint: str
) -> None:
    case = read_case({}, knowledge.vocabulary, knowledge.lexicon, ON)
    with pytest.raises(InputError, match="--explain: no option of that name") as error:
        explained(assess(case, knowledge, ON, "US"), asked, knowledge, case)
    assert hint in str(error.value)


def test_the_trace_of_every_option_fits_80_columns(knowledge: KnowledgeBase) -> None:
    """But for addresses, which nobody could use in pieces."""
    case = read_case({}, knowledge.vocabulary, knowledge.lexicon, ON)
    answer = assess(case, knowledge, ON, "US")
    for row in answer.options:
        text = explained(answer, row.id, knowledge, case)
        assert [x for x in text.splitlines() if len(x) > 80 and "http" not in x] == []
