"""Every dated statement of the knowledge as an event, of all time, in one region.

An approval that takes the place of another is one event, not an end and a beginning; all that a
study made public on one day is one event.
"""

from collections.abc import Iterator

from oncoptions.knowledge.base import REGION_OF, KnowledgeBase
from oncoptions.knowledge.event import Change, Dated, Event
from oncoptions.knowledge.in_words import quality_words, shown_words
from oncoptions.knowledge.models import (
    Drug,
    Marketed,
    Piece,
    Precaution,
    Regimen,
    Region,
    Study,
    Support,
    Test,
)

__all__ = ["dated"]

_STARTS: dict[str, Change] = {
    "approval": "approved",
    "guideline": "recommended",
    "review": "under_review",
    "refusal": "refused",
}
_ENDS: dict[str | None, Change] = {
    "withdrawn": "withdrawn",
    "revoked": "revoked",
    "refused": "refused",
    "converted": "converted",
}
_SEVERITIES: tuple[tuple[str, Change], ...] = (
    ("contraindications", "contraindicated"),
    ("avoid", "avoid"),
    ("cautions", "caution"),
)


def dated(base: KnowledgeBase, region: Region) -> Iterator[Dated]:
    """Yield every event of all time in a region."""
    for regimen in base.regimens.values():
        yield from _regimen(base, regimen, region)
        yield from _precautions(base, regimen, region)
    for drug in base.drugs.values():
        yield from _marketed(base, drug, region)
        yield from _precautions(base, drug, region)
    for study in base.studies.values():
        yield from _shown(base, study)
    for test in base.tests.values():
        yield from _advised(base, test)


# --------------------------------------------------------------------------------------- supports


def _regimen(base: KnowledgeBase, regimen: Regimen, region: Region) -> Iterator[Dated]:
    counted = [
        s for s in regimen.supports if s.kind == "guideline" or REGION_OF.get(s.by) == region
    ]
    for support in counted:
        yield Dated(_begun(base, regimen, support, counted), support)
        if support.until is not None and not any(_follows(s, support) for s in counted):
            yield Dated(_ended(base, regimen, support), support)


def _follows(support: Support, other: Support) -> bool:
    """Whether one support takes the place of another: same body and kind, on the day it ended."""
    same = (support.by, support.kind) == (other.by, other.kind) and support is not other
    return same and str(support.since) == str(other.until)


def _begun(
    base: KnowledgeBase, regimen: Regimen, support: Support, counted: list[Support]
) -> Event:
    earlier = next((other for other in counted if _follows(support, other)), None)
    change = _STARTS[support.kind]
    if support.standing == "not_recommended":
        change = "advised_against"
    elif earlier is not None and support.kind == "approval":
        change = "converted" if earlier.ended == "converted" else "replaced"
    return _said(
        base,
        regimen,
        support,
        change=change,
        date=str(support.since),
        before=None if earlier is None else earlier.says,
        confirmatory=support.confirmatory or (earlier.confirmatory if earlier else None),
    )


def _ended(base: KnowledgeBase, regimen: Regimen, support: Support) -> Event:
    change = _ENDS.get(support.ended, "ended")
    return _said(base, regimen, support, change=change, date=str(support.until), before=None)


def _said(
    base: KnowledgeBase,
    regimen: Regimen,
    support: Support,
    *,
    change: Change,
    date: str,
    before: str | None,
    confirmatory: str | None = None,
) -> Event:
    return Event(
        date=date,
        change=change,
        subject="regimen",
        id=regimen.id,
        name=regimen.name,
        authority=support.by,
        what=support.says,
        before=before,
        standing=support.standing,
        grade=support.grade,
        accelerated=support.accelerated,
        confirmatory=confirmatory or support.confirmatory,
        verified=support.verified,
        sources=base.addresses(support.sources),
    )


# ------------------------------------------------------------------------- drugs, studies and tests


def _marketed(base: KnowledgeBase, drug: Drug, region: Region) -> Iterator[Dated]:
    for row in drug.marketed:
        if row.region != region:
            continue
        on = f"{drug.name} on the market in the {region}, for any use"
        yield from _dated_piece(base, drug, row, row.since, "marketed", on)
        off = f"{drug.name} off the market in the {region}"
        yield from _dated_piece(base, drug, row, row.until, "unmarketed", off)


def _precautions(base: KnowledgeBase, entry: Drug | Regimen, region: Region) -> Iterator[Dated]:
    """The contraindications, avoidances and cautions that came or went on a known date."""
    for field, severity in _SEVERITIES:
        rows: tuple[Precaution, ...] = getattr(entry, field)
        for row in rows:
            if region in row.regions:
                yield from _dated_piece(base, entry, row, row.since, severity, row.why)
                yield from _dated_piece(base, entry, row, row.until, "lifted", row.why)


def _dated_piece(
    base: KnowledgeBase,
    entry: Drug | Regimen,
    row: Marketed | Precaution,
    date: str | int | None,
    change: Change,
    what: str,
) -> Iterator[Dated]:
    """An event of a drug's or regimen's own, where its date is known."""
    if date is None:
        return
    precaution = row if isinstance(row, Precaution) else None
    event = Event(
        date=str(date),
        change=change,
        subject="drug" if isinstance(entry, Drug) else "regimen",
        id=entry.id,
        name=entry.name,
        authority=None if precaution is None else "label",
        what=what,
        verified=row.verified,
        sources=base.addresses(row.sources),
    )
    yield Dated(event, precaution)


def _shown(base: KnowledgeBase, study: Study) -> Iterator[Dated]:
    """One event a study and day: all that became public then."""
    days = [str(result.public) for result in study.results]
    days += [str(report.public) for report in study.quality_of_life]
    for date in dict.fromkeys(days):
        results = [result for result in study.results if str(result.public) == date]
        reports = [report for report in study.quality_of_life if str(report.public) == date]
        pieces: tuple[Piece, ...] = (*results, *reports)
        words = [shown_words(study, results), *map(quality_words, reports)]
        event = Event(
            date=date,
            change="shown",
            subject="study",
            id=study.id,
            name=study.name,
            what=". ".join(word for word in words if word),
            verified=all(piece.verified for piece in pieces),
            sources=base.addresses(tuple(s for piece in pieces for s in piece.sources)),
        )
        yield Dated(event)


def _advised(base: KnowledgeBase, test: Test) -> Iterator[Dated]:
    for row in test.recommended:
        yield Dated(
            Event(
                date=str(row.since),
                change="test_advised",
                subject="test",
                id=test.id,
                name=test.name,
                authority=row.by,
                what=row.says,
                verified=row.verified,
                sources=base.addresses(row.sources),
            )
        )
