"""Lists, whole and filtered."""

import datetime as dt
from typing import Any

import pytest

from oncoptions.errors import InputError
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.text.listing import Filters, collections_of, listing

TODAY = dt.date(2026, 6, 1)


def ids(knowledge: KnowledgeBase, of: str, **filters: Any) -> set[str]:
    wanted = Filters(**{"on": TODAY, "region": "US", **filters})
    return {row["id"] for row in listing(knowledge, of, wanted)}


def test_without_filters_everything_is_listed(knowledge: KnowledgeBase) -> None:
    for kind, entries in collections_of(knowledge).items():
        assert ids(knowledge, kind) == set(entries)
        assert {row["id"] for row in listing(knowledge, kind)} == set(entries)


def test_a_row_says_what_it_was_filtered_on(knowledge: KnowledgeBase) -> None:
    wanted = Filters(
        on=TODAY,
        region="US",
        kind="systemic",
        drug_class="oral_serd",
        subtype="hr-positive",
        status="approved",
    )
    row = next(r for r in listing(knowledge, "regimens", wanted) if r["id"] == "elacestrant")
    assert row == {
        "id": "elacestrant",
        "name": "Elacestrant alone",
        "kind": "systemic",
        "class": "oral_serd",
        "subtype": "hr-positive",
        "status": "approved",
        "on": "2026-06-01",
        "region": "US",
    }


def test_kinds_part_the_regimens(knowledge: KnowledgeBase) -> None:
    kinds = ("systemic", "local", "supportive", "palliative", "trial")
    parts = [ids(knowledge, "regimens", kind=kind) for kind in kinds]
    assert set().union(*parts) == set(knowledge.regimens)
    assert sum(map(len, parts)) == len(knowledge.regimens)


def test_withdrawn_for_a_subtype(knowledge: KnowledgeBase) -> None:
    found = ids(knowledge, "regimens", subtype="triple-negative", status="withdrawn")
    assert "atezolizumab-nab-paclitaxel" in found
    assert not found & ids(knowledge, "regimens", subtype="triple-negative", status="approved")


def test_drugs_have_a_class_and_a_status_too(knowledge: KnowledgeBase) -> None:
    found = ids(knowledge, "drugs", drug_class="cdk46_inhibitor", status="approved")
    assert found == {"palbociclib", "ribociclib", "abemaciclib"}


@pytest.mark.parametrize(
    ("kind", "filters", "message"),
    [
        ("studies", {"subtype": "hr-positive"}, "--subtype: studies have none; use it with"),
        ("drugs", {"kind": "local"}, "--kind: drugs have none; use it with regimens"),
        ("regimens", {"drug_class": "cdk46"}, "did you mean 'cdk46_inhibitor'?"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(
    knowledge: KnowledgeBase, kind: str, filters: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        ids(knowledge, kind, **filters)
    assert message in str(refused.value)
