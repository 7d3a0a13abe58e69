"""What changed between two days: one event for each dated statement, and nothing between them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessment.tiny import base as tiny

from oncoptions.errors import InputError
from oncoptions.knowledge.base import REGION_OF, KnowledgeBase
from oncoptions.knowledge.changes import between, changes
from oncoptions.knowledge.event import Event
from oncoptions.knowledge.events import dated
from oncoptions.knowledge.models import Region, Support

LONG_AGO, FAR_OFF = dt.date(1900, 1, 1), dt.date(2100, 1, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def of(base: KnowledgeBase, identity: str, region: Region = "US") -> list[Event]:
    return [event for event in changes(base, LONG_AGO, FAR_OFF, region) if event.id == identity]


def short(events: list[Event]) -> list[tuple[str, str, str | None]]:
    return [(event.date, event.change, event.authority) for event in events]


# ------------------------------------------------------------------------------- the tiny base


def test_an_approval_made_regular_is_one_event() -> None:
    assert short(of(tiny(), "betalib-zole")) == [
        ("2015-02-03", "approved", "FDA"),
        ("2017-03-31", "converted", "FDA"),
        ("2021-07-29", "recommended", "ASCO"),
        ("2021-10-19", "recommended", "ESMO"),
    ]


def test_the_first_approval_was_accelerated_and_the_second_not() -> None:
    assert [event.accelerated for event in of(tiny(), "betalib-zole")[:2]] == [True, False]


def test_another_region_has_its_own_approval_and_the_same_guidelines() -> None:
    assert short(of(tiny(), "betalib-zole", "EU"))[0] == ("2016-11-09", "approved", "EMA")
    assert len(of(tiny(), "betalib-zole", "EU")) == 3


def test_a_drug_on_the_market_and_a_dated_contraindication() -> None:
    assert short(of(tiny(), "betalib")) == [
        ("2015-02-03", "marketed", None),
        ("2020-01-01", "contraindicated", "label"),
    ]


def test_results_are_shown_on_the_day_they_became_public() -> None:
    (shown,) = of(tiny(), "betalib-first")
    assert (shown.date, shown.change) == ("2016-11-17", "shown")
    assert shown.what == (
        "Betalib with an aromatase inhibitor v Placebo with an aromatase inhibitor: "
        "progression-free survival: 24.8 (22.1-not reached) v 14.5 (12.9-17.1) months, "
        "HR 0.58 (0.46-0.72)"
    )


def test_the_first_day_is_before_the_span_and_the_last_is_in_it() -> None:
    def dates(since: str, until: str) -> list[str]:
        found = changes(tiny(), day(since), day(until), "US")
        return [event.date for event in found if event.id == "betalib-zole"]

    assert dates("2015-02-02", "2015-02-03") == ["2015-02-03"]
    assert dates("2015-02-03", "2017-03-30") == []


def test_the_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match="before --from"):
        changes(tiny(), day("2021-01-01"), day("2020-01-01"), "US")


# ------------------------------------------------------------------------- the difference of views


def in_force(base: KnowledgeBase, on: dt.date, region: Region) -> set[int]:
    """Which statements hold on a day, of those that events speak of."""
    view = base.at(on, region)
    return {
        id(support)
        for regimen in base.regimens.values()
        for support in regimen.supports
        if (support.kind == "guideline" or REGION_OF.get(support.by) == region)
        and view.in_force(support.since, support.until)
    }


@settings(max_examples=25)
@given(
    first=st.dates(day("1995-01-01"), day("2027-01-01")),
    days=st.integers(0, 4000),
    region=st.sampled_from(["US", "EU"]),
)
def test_what_is_new_on_the_last_day_is_behind_an_event(
    knowledge: KnowledgeBase, first: dt.date, days: int, region: Region
) -> None:
    last = first + dt.timedelta(days=days)
    new = in_force(knowledge, last, region) - in_force(knowledge, first, region)
    told = {id(item.behind) for item in between(knowledge, first, last, region)}
    assert new <= told


def test_what_is_gone_is_told_by_its_end_or_by_what_took_its_place(
    knowledge: KnowledgeBase,
) -> None:
    for region in ("US", "EU"):
        happened = list(dated(knowledge, region))
        for regimen in knowledge.regimens.values():
            for support in regimen.supports:
                if support.until is not None and REGION_OF.get(support.by) == region:
                    told = [e for e, _ in happened if e.id == regimen.id]
                    assert any(_ends(event, support) for event in told), regimen.id


def _ends(event: Event, support: Support) -> bool:
    return event.authority == support.by and event.date == str(support.until)


# ------------------------------------------------------------------------------- the real base


KNOWN = """
    2011-11-18 revoked   FDA US bevacizumab-paclitaxel
    2018-07-18 replaced  FDA US ribociclib-aromatase-inhibitor
    2021-10-06 withdrawn FDA US atezolizumab-nab-paclitaxel
    2023-01-27 approved  FDA US elacestrant
    2023-09-15 approved  EMA EU elacestrant
"""


@pytest.mark.parametrize("row", KNOWN.strip().splitlines())
def test_what_everybody_knows_is_in_the_list_of_its_year(
    knowledge: KnowledgeBase, row: str
) -> None:
    date, change, authority, region, identity = row.split()
    year = dt.date(int(date[:4]), 1, 1), dt.date(int(date[:4]), 12, 31)
    found = changes(knowledge, *year, "EU" if region == "EU" else "US")
    assert (date, change, authority, identity) in {
        (e.date, e.change, e.authority, e.id) for e in found
    }


def test_every_event_is_in_order_and_says_something_and_where(knowledge: KnowledgeBase) -> None:
    found = changes(knowledge, LONG_AGO, FAR_OFF, "US")
    assert [e.day for e in found] == sorted(e.day for e in found)
    assert [e.id for e in found if not e.what] == []
    assert [e.id for e in found if not e.sources and e.verified] == []


def test_a_replaced_label_says_what_it_said_until_then(knowledge: KnowledgeBase) -> None:
    replaced = [e for e in changes(knowledge, LONG_AGO, FAR_OFF, "US") if e.change == "replaced"]
    assert replaced
    assert all(event.before for event in replaced)
