"""Entries past their next review."""

import datetime as dt

from tests.assessment.tiny import base as tiny

from oncoptions.knowledge.review import stale

DUE = dt.date(2027, 1, 1)


def test_nothing_is_stale_on_the_day_of_its_review() -> None:
    assert stale(tiny().base, DUE) == []


def test_everything_of_that_day_is_stale_on_the_next() -> None:
    found = stale(tiny().base, DUE + dt.timedelta(days=1))
    assert ("drugs", "betalib") in {(due.entry, due.id) for due in found}
    assert {due.entry for due in found} == {"drugs", "regimens", "studies", "tests"}
