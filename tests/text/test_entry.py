"""Every entry as a page a clinician reads, and whole as data."""

import pytest
from msgspec import Struct
from tests.assessment.tiny import base as tiny

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.text.entry import entry_page, find_entry
from oncoptions.text.entry_data import entry_data
from oncoptions.text.listing import collections_of, name_of


def page(base: KnowledgeBase, identity: str) -> str:
    kind, entry = find_entry(base, identity)
    return entry_page(base, kind, identity, entry)


def test_an_id_that_two_share_is_the_regimen_and_a_folder_names_the_drug(
    knowledge: KnowledgeBase,
) -> None:
    assert find_entry(knowledge, "elacestrant")[0] == "regimens"
    assert find_entry(knowledge, "drugs/elacestrant")[0] == "drugs"
    assert find_entry(knowledge, "Orserdu")[0] == "drugs"


def test_an_unknown_id_names_the_nearest(knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="did you mean 'elacestrant'"):
        find_entry(knowledge, "elacestrent")


def test_the_page_of_a_regimen_says_first_who_says_so() -> None:
    lines = page(tiny(), "betalib-zole").splitlines()
    start = lines.index("WHO SAYS SO, IN ORDER OF DATE")
    assert lines[start + 1 : start + 3] == [
        "  2015-02-03  FDA accelerated approval; until 2017-03-31 (made regular)",
        "              First hormone therapy. [1]",
    ]
    assert lines.index("CONSISTS OF") > start


def test_key_figures_stand_in_one_line_each() -> None:
    assert (
        "- progression-free survival: 24.8 (22.1-not reached) v 14.5 (12.9-17.1) months, "
        "HR 0.58 (0.46-0.72); primary, public 2016-11-17"
    ) in " ".join(page(tiny(), "betalib-zole").split())


def test_side_effects_of_both_arms_stand_in_a_table() -> None:
    (line,) = [x for x in page(tiny(), "betalib-first").splitlines() if "neutropenia" in x]
    assert line.split() == ["neutropenia", "80", "/", "66", "6", "/", "1", "[1]"]


def test_a_schedule_is_a_sentence(knowledge: KnowledgeBase) -> None:
    text = page(knowledge, "ribociclib-aromatase-inhibitor")
    assert "ribociclib: 600 mg by mouth, days 1-21 of 28, 3 pills a time" in text


def all_entries(base: KnowledgeBase) -> list[tuple[str, str, Struct]]:
    return [
        (kind, identity, entry)
        for kind, entries in collections_of(base).items()
        for identity, entry in entries.items()
    ]


def test_every_page_of_the_real_base_is_80_columns(knowledge: KnowledgeBase) -> None:
    for kind, identity, entry in all_entries(knowledge):
        text = entry_page(knowledge, kind, identity, entry)
        wide = [x for x in text.splitlines() if len(x) > 80 and " " in x.strip()]
        assert wide == [], f"{kind}/{identity}"
        assert "None" not in text.split(), f"{kind}/{identity}"


def test_every_entry_has_a_name(knowledge: KnowledgeBase) -> None:
    assert [identity for _, identity, entry in all_entries(knowledge) if not name_of(entry)] == []


# ------------------------------------------------------------------------------------- as data


def test_every_figure_is_whole(knowledge: KnowledgeBase) -> None:
    wanted = {"study", "arm", "endpoint", "value", "interval", "unit", "date", "source"}
    for study in knowledge.studies.values():
        data = entry_data(knowledge, "studies", study)
        assert len(data["results"]) == len(study.results)
        assert len(data["adverse_events"]) == len(study.adverse_events)
        for row in (*data["results"], *data["adverse_events"]):
            assert wanted <= row.keys(), study.id
            assert row["study"] == study.id
            assert row["source"] is None or row["source"].startswith("http")


def test_a_regimen_carries_the_figures_of_its_studies(knowledge: KnowledgeBase) -> None:
    data = entry_data(knowledge, "regimens", knowledge.regimens["elacestrant"])
    assert {row["study"] for row in data["results"]} == {"emerald"}
    assert (data["entry"], data["kind"]) == ("regimens", "systemic")


def test_every_source_that_is_named_is_given(knowledge: KnowledgeBase) -> None:
    data = entry_data(knowledge, "regimens", knowledge.regimens["elacestrant"])
    assert data["references"]["fda-elacestrant-2023"]["url"].startswith("https://")
    named = {s for support in data["supports"] for s in support["sources"]}
    assert named <= data["references"].keys()
