"""The page of changes: 80 columns, in order, with the addresses."""

import datetime as dt

from tests.assessment import tiny

from oncoptions.comparison.changes import case_changes
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.text.changes import case_page, changes_data, changes_page

YEAR = (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def too_wide(page: str) -> list[str]:
    """Lines over 80 columns; an address is never broken."""
    return [line for line in page.splitlines() if len(line) > 80 and "http" not in line]


def test_an_event_as_a_reader_sees_it() -> None:
    data = changes_data(tiny.base(), dt.date(2017, 1, 1), dt.date(2017, 4, 1), "US")
    assert changes_page(data, tiny.base().through).splitlines()[-3:] == [
        "2017-03-31  made regular: Betalib with an aromatase inhibitor [FDA]",
        "            First hormone therapy.",
        "            https://example.org/made-up",
    ]


def test_the_page_says_through_when_it_was_kept(knowledge: KnowledgeBase) -> None:
    page = changes_page(changes_data(knowledge, *YEAR, "US"), knowledge.through)
    assert f"Knowledge kept through {knowledge.through.date}" in page
    assert "! Later changes" not in page
    far = changes_data(knowledge, YEAR[0], dt.date(2099, 1, 1), "US")
    assert "! Later changes are not here" in changes_page(far, knowledge.through)


def test_a_year_of_the_real_base(knowledge: KnowledgeBase) -> None:
    page = changes_page(changes_data(knowledge, *YEAR, "US"), knowledge.through)
    assert "2021-10-06  withdrawn: Atezolizumab with nab-paclitaxel [FDA]" in page
    assert too_wide(page) == []


def test_one_person(knowledge: KnowledgeBase) -> None:
    case = tiny.person(dt.date(2026, 6, 1), **tiny.LUMINAL)
    found = case_changes(case, tiny.base(), dt.date(2014, 1, 1), dt.date(2026, 6, 1), "US")
    page = case_page(found, tiny.base().through)
    assert "NEW FOR THIS PERSON" in page
    assert "Betalib with an aromatase inhibitor: unavailable, not yet -> fits" in page
    assert too_wide(page) == []


def test_nothing_changed_is_said() -> None:
    day = dt.date(2026, 6, 1)
    found = case_changes(tiny.person(day, **tiny.LUMINAL), tiny.base(), day, day, "US")
    assert "No option changed." in case_page(found, tiny.base().through)
