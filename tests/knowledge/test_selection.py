"""Options and drugs by class, subtype and status, without any person."""

import datetime as dt

import pytest
from tests.assessment.tiny import base as tiny

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Region
from oncoptions.knowledge.selection import (
    STATUSES,
    SUBTYPES,
    admitting,
    drug_status,
    is_of_class,
    regimen_status,
)

TODAY = dt.date(2026, 6, 1)


def status(base: KnowledgeBase, identity: str, on: dt.date = TODAY, region: Region = "US") -> str:
    view = base.at(on, region)
    return regimen_status(view, base.regimens[identity], view.supports[identity])


def admitted(base: KnowledgeBase, identity: str) -> set[str]:
    """The subtypes for which some support of a regimen may speak today in the US."""
    supports = base.at(TODAY, "US").supports[identity]
    return {name for name in SUBTYPES if any(admitting(base, supports, name))}


def test_a_regimen_is_for_the_subtype_its_label_names() -> None:
    assert admitted(tiny(), "betalib-zole") == {"hr-positive"}


@pytest.mark.parametrize(
    ("identity", "subtypes"),
    [
        ("elacestrant", {"hr-positive"}),
        ("tucatinib-trastuzumab-capecitabine", {"her2-positive"}),
        ("capecitabine", {"hr-positive", "her2-positive", "triple-negative"}),
        ("pembrolizumab-paclitaxel", {"triple-negative"}),
        ("trastuzumab-deruxtecan-her2-low-after-chemotherapy", {"hr-positive", "triple-negative"}),
    ],
)
def test_real_regimens_by_subtype(
    knowledge: KnowledgeBase, identity: str, subtypes: set[str]
) -> None:
    assert admitted(knowledge, identity) == subtypes


@pytest.mark.parametrize(
    ("identity", "on", "region", "expected"),
    [
        ("atezolizumab-nab-paclitaxel", "2020-06-01", "US", "approved"),
        ("atezolizumab-nab-paclitaxel", "2021-10-06", "US", "withdrawn"),
        ("atezolizumab-nab-paclitaxel", "2022-06-01", "EU", "approved"),
        ("elacestrant", "2022-06-01", "US", "not_yet"),
        ("elacestrant", "2023-03-01", "EU", "not_yet"),
    ],
)
def test_the_status_is_that_of_the_day_and_region(
    knowledge: KnowledgeBase, identity: str, on: str, region: Region, expected: str
) -> None:
    assert status(knowledge, identity, dt.date.fromisoformat(on), region) == expected


def test_every_status_is_among_those_that_can_be_asked_for(knowledge: KnowledgeBase) -> None:
    for region in ("US", "EU"):
        for year in range(2000, 2028, 3):
            for identity in knowledge.regimens:
                assert status(knowledge, identity, dt.date(year, 1, 1), region) in STATUSES


def test_a_drug_is_approved_from_the_day_it_is_sold() -> None:
    drug = tiny().drugs["betalib"]
    assert drug_status(tiny().at(dt.date(2015, 2, 2), "US"), drug) == "not_yet"
    assert drug_status(tiny().at(dt.date(2015, 2, 3), "US"), drug) == "approved"
    assert drug_status(tiny().at(dt.date(2015, 2, 3), "EU"), drug) == "not_yet"


def test_a_class_is_near_or_wide_and_a_drug_is_its_own() -> None:
    base = tiny()
    regimen, drug = base.regimens["betalib-zole"], base.drugs["betalib"]
    assert is_of_class(base, drug, "cdk46_inhibitor")
    assert is_of_class(base, regimen, "cdk46_inhibitor")
    assert is_of_class(base, regimen, "endocrine")
    assert is_of_class(base, regimen, "betalib")
    assert not is_of_class(base, regimen, "parp_inhibitor")
