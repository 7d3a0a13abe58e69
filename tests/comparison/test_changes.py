"""What changed for one person: only the knowledge differs, and every change has its events."""

import datetime as dt
from typing import Any

import pytest
from tests.assessment import tiny

from oncoptions.comparison.changes import CaseChanges, OptionChange, case_changes
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Region
from oncoptions.records.casefile import read_case

Facts = dict[str, Any]
ESR1: Facts = {
    **tiny.LUMINAL,
    "somatic": {"esr1": "mutated"},
    "prior_therapies": [
        {
            "drugs": ["palbociclib", "letrozole"],
            "setting": "metastatic",
            "line": 1,
            "started": "2019-03",
            "ended": "2022-06",
            "reason_stopped": "progression",
        }
    ],
}
"""After a CDK4/6 inhibitor, with an ESR1 mutation."""


def changed(
    base: KnowledgeBase, keys: Facts, since: str, until: str, region: Region = "US"
) -> CaseChanges:
    first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    case = read_case(keys, base.vocabulary, base.lexicon, last)
    return case_changes(case, base, first, last, region)


def one(found: CaseChanges, identity: str) -> OptionChange | None:
    return next((row for row in found.options if row.id == identity), None)


def test_an_approval_in_between_is_new_with_its_events() -> None:
    row = one(changed(tiny.base(), tiny.LUMINAL, "2015-01-01", "2015-12-31"), "betalib-zole")
    assert row is not None
    assert (row.change, row.before.status, row.after.status) == ("new", "unavailable", "fits")
    assert [(e.date, e.change) for e in row.events] == [
        ("2015-02-03", "approved"),
        ("2015-02-03", "marketed"),
    ]


def test_an_accelerated_approval_made_regular_is_another_availability() -> None:
    row = one(changed(tiny.base(), tiny.LUMINAL, "2016-01-01", "2017-12-31"), "betalib-zole")
    assert row is not None
    assert (row.change, row.before.accelerated, row.after.accelerated) == (
        "availability",
        True,
        False,
    )


def test_a_guideline_in_between_is_another_word() -> None:
    row = one(changed(tiny.base(), tiny.LUMINAL, "2021-01-01", "2021-08-01"), "betalib-zole")
    assert row is not None
    assert (row.change, row.before.by, row.after.by) == ("standing", (), ("ASCO recommended",))


def test_the_same_day_twice_changes_nothing() -> None:
    found = changed(tiny.base(), tiny.LUMINAL, "2021-01-01", "2021-01-01")
    assert (found.options, found.shown) == ((), ())


def test_what_happened_to_the_person_is_no_change_of_the_medicine() -> None:
    """A line of treatment in the span is known on both sides."""
    line = {"drugs": ["gammacin"], "setting": "metastatic", "started": "2022-02", "ongoing": True}
    case = {**tiny.TRIPLE_NEGATIVE, "prior_therapies": [line]}
    assert changed(tiny.base(), case, "2022-01-01", "2022-12-31").options == ()


def test_elacestrant_is_new_in_2023(knowledge: KnowledgeBase) -> None:
    row = one(changed(knowledge, ESR1, "2022-12-31", "2023-12-31"), "elacestrant")
    assert row is not None
    assert row.change == "new"
    assert ("2023-01-27", "approved") in {(e.date, e.change) for e in row.events}


def test_atezolizumab_is_gone_in_2021(knowledge: KnowledgeBase) -> None:
    case = {**tiny.TRIPLE_NEGATIVE, "pdl1_ic_percent": 5, "pdl1_cps": 20}
    row = one(changed(knowledge, case, "2021-01-01", "2021-12-31"), "atezolizumab-nab-paclitaxel")
    assert row is not None
    assert row.change == "gone"
    assert ("2021-10-06", "withdrawn") in {(e.date, e.change) for e in row.events}


@pytest.mark.parametrize("region", ["US", "EU"])
def test_every_change_but_of_the_first_word_has_an_event(
    knowledge: KnowledgeBase, region: Region
) -> None:
    for row in changed(knowledge, ESR1, "2018-06-01", "2026-11-23", region).options:
        if row.change in ("new", "gone"):
            assert row.events, row.id
