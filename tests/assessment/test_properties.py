"""What holds of every answer, whoever the person is.

Learning a fact that was unknown, and that nothing assumed stood on, narrows the answer:

- what fits by an approval (step 3) or a guideline (4) goes on fitting, unless a contraindication
  turns out to be true (1) or a component turns out to be needed that nobody can give (2);
- what is ruled out stays ruled out (1, 7), or turns out to be supported elsewhere (6);
- what is unavailable never comes to fit by an approval.
"""

import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.assessment import tiny
from tests.assessment.tiny import ON, Facts_, ask, base, person

from oncoptions.assessment.answer import Answer
from oncoptions.assessment.assess import assess
from oncoptions.assessment.person import Person
from oncoptions.assessment.status import judge
from oncoptions.knowledge.base import KnowledgeBase

THERAPIES = [
    tiny.given(
        "betalib",
        "deltazole",
        started="2023-01-01",
        ended="2024-01-01",
        reason_stopped="progression",
    ),
    tiny.given("gammacin", started="2024-02-01", ended="2024-08-01", reason_stopped="toxicity"),
    tiny.given("iotacin", started="2024-09-01", ended="2025-03-01"),
    tiny.given("etatecan", started="2025-04-01", ongoing=True),
    tiny.given(
        "deltazole",
        setting="adjuvant",
        started="2018-01-01",
        ended="2022-06",
        reason_stopped="completed",
    ),
]
SAMPLES = [
    {"date": "2020-03-01", "site": "primary", "er_percent": 90, "her2_ihc": "1+"},
    {"date": "2024-05-01", "site": "liver", "er_percent": 0, "her2_ihc": "0"},
    {"date": "2025-05-01", "site": "bone", "her2_ihc": "2+"},
]
KEYS: dict[str, list[Any]] = {
    "sex": ["female", "male"],
    "age": [40, 58, 70],
    "menopausal_status": ["premenopausal", "postmenopausal"],
    "pregnancy_weeks": [0, 12],
    "er_percent": [0, 5, 95, "<5"],
    "pr_percent": [0, 40],
    "her2_ihc": ["0", "1+", "2+", "3+"],
    "her2_ish": ["positive", "negative"],
    "pdl1_cps": [5, 10],
    "pdl1_ic_percent": [0, 1],
    "msi": ["MSI-H", "MSS"],
    "disease_now": ["progression", "stable"],
    "visceral_crisis": [True, False],
    "metastatic_sites": [["bone"], ["liver", "bone"], ["brain"]],
    "somatic": [{"pik3ca": "H1047R"}, {"pik3ca": "not_detected"}],
    "germline": [{"brca1": "pathogenic"}, {"brca1": "negative", "brca2": "negative"}],
    "labs": [{"lvef_percent": 40}, {"lvef_percent": 60, "child_pugh": "C"}, {"dpyd": "normal"}],
    "conditions": [{"vte": True}, {"ild": "present"}, {"heart_disease": ["long_qt"]}],
    "judgements": [{"no_satisfactory_alternative": True}, {"endocrine_suitable": False}],
    "medicines": [["blockazole"], ["thinarin"]],
    "history_complete": [False],
    "prior_therapies": [[], THERAPIES[:1], THERAPIES[:3], THERAPIES],
    "specimens": [SAMPLES[:2], SAMPLES],
}
PEOPLE: st.SearchStrategy[Facts_] = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(values) for key, values in KEYS.items()}
)

ALLOWED = {
    1: {1},
    2: {1, 2, 4, 5, 6, 7},
    3: {1, 2, 3},
    4: {1, 2, 3, 4},
    5: {1, 2, 3, 4, 5, 6, 7},
    6: {1, 2, 6},
    7: {1, 2, 6, 7},
}
"""The step that gave a status, and the steps that may give it after an unknown fact is learned."""
LEARNABLE = [
    "menopausal_status",
    "her2_ihc",
    "her2_ish",
    "er_percent",
    "pr_percent",
    "pdl1_cps",
    "pdl1_ic_percent",
    "msi",
    "pik3ca",
    "germline_brca1",
    "germline_brca2",
    "no_satisfactory_alternative",
    "lvef_percent",
    "child_pugh",
    "dpyd",
    "pregnancy_weeks",
    "given_chemo",
    "lines_endocrine_metastatic",
    "ild_grade_on_topo1_adc",
    "site_bone",
]
RESULTS: dict[str, list[Any]] = {
    "er_percent": [0, 1, 95],
    "pr_percent": [0, 40],
    "pdl1_cps": [9, 10],
    "pdl1_ic_percent": [0, 1],
    "lvef_percent": [49, 50],
    "pregnancy_weeks": [0, 12],
    "lines_endocrine_metastatic": [0, 1, 2],
    "ild_grade_on_topo1_adc": [0, 2],
}


def results(fact: str) -> list[Any]:
    entry = base().vocabulary.facts[fact]
    return RESULTS.get(fact) or ([True, False] if entry.type == "boolean" else list(entry.values))


@settings(max_examples=150)
@given(PEOPLE, st.sampled_from(LEARNABLE), st.sampled_from(["US", "EU"]), st.data())
def test_learning_what_was_unknown_narrows_the_answer(
    keys: Facts_, fact: str, region: Any, data: st.DataObject
) -> None:
    before = Person(base().at(ON, region), base().resolver.resolve(person(**keys)))
    assume(before.values[fact] is None)
    followers = base().resolver.followers(frozenset({fact}))
    assume(not any(before.facts.findings[name].state == "assumed" for name in followers))
    after = before.learning({fact: data.draw(st.sampled_from(results(fact)))})
    for regimen in base().regimens.values():
        was, now = judge(before, regimen), judge(after, regimen)
        assert now.step in ALLOWED[was.step], regimen.id
        if was.step in (3, 4) and now.step == 1:
            assert {block.why for block in now.blocks} == {"contraindicated"}
        if was.step in (3, 4) and now.step == 2:
            assert any(part.needed is True and not part.free for part in now.parts)


@settings(max_examples=60)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_what_a_file_says_does_not_matter(keys: Facts_, chance: random.Random) -> None:
    """All is the same but the places where it was read."""
    shuffled = {key: _shuffled(keys[key], chance) for key in chance.sample(list(keys), len(keys))}
    assert _without_places(ask(**shuffled)) == _without_places(ask(**keys))


def _without_places(answer: Answer) -> bytes:
    return re.sub(rb"(specimens|prior_therapies)\[\d+\]", rb"\1[]", msgspec.json.encode(answer))


def _shuffled(value: Any, chance: random.Random) -> Any:
    return chance.sample(value, len(value)) if isinstance(value, list) else value


@settings(max_examples=40)
@given(PEOPLE)
def test_every_option_has_one_row_and_says_why(keys: Facts_) -> None:
    answer = ask(**keys)
    assert sorted(row.id for row in answer.options) == sorted(base().regimens)
    for row in answer.options:
        assert row.reasons
        assert (row.status == "depends") == bool(row.deciding_facts)
        assert set(row.deciding_facts) <= set(base().vocabulary.facts)
        if any(caution.severity == "avoid" for caution in row.cautions):
            assert row.components
        assert not any(caution.severity == "contraindicated" for caution in row.cautions) or (
            row.status in ("ruled_out", "unavailable") or row.current
        )


@settings(max_examples=20)
@given(PEOPLE)
def test_a_base_opened_anew_gives_the_same_bytes(keys: Facts_) -> None:
    again = assess(person(**keys), KnowledgeBase(base().base, "tiny"), ON, "US")
    assert msgspec.json.encode(again) == msgspec.json.encode(ask(**keys))


CODE = """
import sys; sys.path.insert(0, {root!r})
import msgspec
from tests.assessment.test_properties import SAMPLES, THERAPIES
from tests.assessment.tiny import ask
answer = ask(prior_therapies=THERAPIES, specimens=SAMPLES, metastatic_sites=["liver", "bone"])
sys.stdout.buffer.write(msgspec.json.encode(answer))
"""


def test_two_processes_give_the_same_bytes() -> None:
    """Sets are in another order in every process; answers are not."""
    root = str(Path(__file__).parents[2])
    answers = {
        subprocess.run(
            [sys.executable, "-c", CODE.format(root=root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert answers != {b""}
