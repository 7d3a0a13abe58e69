"""docs/coverage.md counts what nobody has read: the counts are those of the data."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from oncoptions.knowledge.base import KnowledgeBase

PAGE = Path("docs/coverage.md").read_text(encoding="utf-8")


class Line(Protocol):
    @property
    def verified(self) -> bool: ...


def counted(lines: Iterable[Line]) -> tuple[int, int]:
    found = list(lines)
    return len(found), sum(not line.verified for line in found)


def test_the_figures_are_those_of_the_data(knowledge: KnowledgeBase) -> None:
    supports = [s for regimen in knowledge.regimens.values() for s in regimen.supports]
    careful = [*knowledge.drugs.values(), *knowledge.regimens.values()]
    lines: dict[str, Iterable[Line]] = {
        "approvals, refusals, reviews": [s for s in supports if s.kind != "guideline"],
        "guideline recommendations": [s for s in supports if s.kind == "guideline"],
        "of these, `preferred`": [s for s in supports if s.standing == "preferred"],
        "contraindications": [p for entry in careful for p in entry.contraindications],
        "reasons to avoid": [p for entry in careful for p in entry.avoid],
        "first and last days on the market": [
            m for drug in knowledge.drugs.values() for m in drug.marketed
        ],
        "primary results of studies": [
            r for study in knowledge.studies.values() for r in study.results if r.primary
        ],
    }
    for what, rows in lines.items():
        found = re.search(rf"\| {re.escape(what)} \| (\d+) \| (\d+) \|", PAGE)
        assert found is not None, what
        assert (int(found[1]), int(found[2])) == counted(rows), what


def test_no_contraindication_is_unread(knowledge: KnowledgeBase) -> None:
    careful = [*knowledge.drugs.values(), *knowledge.regimens.values()]
    assert all(p.verified for entry in careful for p in entry.contraindications)


def test_what_it_says_has_no_support_has_none(knowledge: KnowledgeBase) -> None:
    named = re.search(r"without any support \((.+?)\)", PAGE, re.DOTALL)
    assert named is not None
    said = set(re.findall(r"`([a-z0-9-]+)`", named[1]))
    assert said == {r.id for r in knowledge.regimens.values() if not r.supports}
