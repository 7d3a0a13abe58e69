"""Ask the real knowledge base: small invented people, on any day, in either region."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from oncoptions.assessment.answer import Answer, OptionRow
from oncoptions.assessment.assess import assess
from oncoptions.knowledge.base import KnowledgeBase, open_knowledge
from oncoptions.records.casefile import read_case

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    return open_knowledge()


@pytest.fixture(scope="session")
def ask(base: KnowledgeBase) -> Ask:
    """Assess a case file given as a dict, as of a day, in a region."""

    def answer(case: dict[str, Any], on: str = "2026-11-23", region: str = "US") -> Answer:
        day = dt.date.fromisoformat(on)
        parsed = read_case(case, base.vocabulary, base.lexicon, day)
        return assess(parsed, base, day, region)  # type: ignore[arg-type]  # US or EU

    return answer


def rows_with(answer: Answer, *drugs: str) -> list[OptionRow]:
    """Return the options whose components can be filled by just these drugs, each used."""
    wanted = set(drugs)
    return [
        row
        for row in answer.options
        if (row.components and all(wanted & set(c.one_of) for c in row.components))
        and wanted <= {name for c in row.components for name in c.one_of}
    ]


def status_of(answer: Answer, *drugs: str) -> str:
    """Return the best status among the options made of these drugs; `absent` if there is none."""
    order = ("fits", "depends", "unavailable", "ruled_out")
    found = {row.status for row in rows_with(answer, *drugs)}
    return next((status for status in order if status in found), "absent")
