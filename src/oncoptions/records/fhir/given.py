"""What each record of a medicine says: which drug, from when to when, why it ended, what for.

An order is not a proof that a drug is taken: an active order counts as going on for six months.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import Entry
from oncoptions.records.fhir.codes import keys, meaning, shown
from oncoptions.records.fhir.draft import Draft, Moment, Origin
from oncoptions.records.fhir.medicines import Matcher, Named
from oncoptions.records.fhir.resources import (
    Concept,
    Medication,
    MedicationRecord,
    convert,
    listed,
)

__all__ = ["KINDS", "Given", "given_of"]

KINDS = frozenset(
    {"MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationOrder"}
)
_NOT_GIVEN = frozenset(
    {"entered-in-error", "cancelled", "draft", "intended", "not-taken", "not-done"}
)
_ONLY_PLANNED = frozenset({"proposal", "plan", "option"})
_OVER = frozenset({"completed", "stopped"})
_ORDER_HOLDS_DAYS = 183


class Given(NamedTuple):
    """One drug as one record, or several joined records, have it."""

    drug: str
    start: Moment
    end: Moment
    last: Moment
    """The latest day on which it is known to have been given or ordered."""
    ongoing: bool | None
    setting: str | None
    reason: str | None
    origin: Origin
    refillable: bool
    """An order or a single administration: repeated by nature."""


def given_of(
    draft: Draft,
    entry: Entry,
    record: MedicationRecord,
    medications: Mapping[str, Entry],
    matcher: Matcher,
) -> Iterator[Given]:
    """Yield each anticancer drug of a record; state other medicines; leave the rest."""
    concept = _medicine(draft, entry, record, medications)
    named = matcher.named(concept)
    if not (named.drugs or named.medicines):
        draft.leave(entry, f"no medicine known for {shown(concept)}")
        return
    if (why := _why_not(record, named)) is not None:
        draft.leave(entry, f"{why} ({named.code or 'no code'})")
        return
    start = draft.moment(entry, _start(record))
    period = record.effective_period
    end = draft.moment(entry, period.end if period else None)
    if start.known and end.known and end.last < start.first:
        draft.leave(entry, f"it ends before it starts: its dates are not used ({named.code})")
        start = end = Moment()
    for drug in (*named.drugs, *named.medicines):
        origin = Origin(entry, named.code, start.text, named.text)
        yield _given(draft, entry, record, drug, start, end, origin)


def _medicine(
    draft: Draft, entry: Entry, record: MedicationRecord, medications: Mapping[str, Entry]
) -> Concept | None:
    """Return what the record names, also where it stands in a resource of its own."""
    if record.medication_codeable_concept is not None or record.medication_reference is None:
        return record.medication_codeable_concept
    target = record.medication_reference.reference or ""
    data = next(
        (c for c in record.contained if isinstance(c, dict) and f"#{c.get('id')}" == target), None
    )
    if data is None and (held := medications.get(target.split("/")[-1].split(":")[-1])):
        data = held.data
    try:
        return convert(data, Medication).code if data is not None else None
    except ValueError as error:
        draft.leave(entry, f"its Medication cannot be read: {error}")
        return None


def _why_not(record: MedicationRecord, named: Named) -> str | None:
    if record.status in _NOT_GIVEN:
        return f"not given: its status is {record.status}"
    if record.do_not_perform:
        return "an order not to give it"
    if record.intent in _ONLY_PLANNED:
        return f"not given: only a {record.intent}"
    if terms.MIXED_USE & set(named.drugs) and _intent(record) is None:
        return "also given for other reasons, and it is not said that it was for the cancer"
    return None


def _start(record: MedicationRecord) -> str | None:
    period = record.effective_period
    return (
        (period and period.start)
        or record.effective_date_time
        or record.authored_on
        or record.date_written
    )


def _intent(record: MedicationRecord) -> str | None:
    """Return what it was given for, where a code says so."""
    intents = (e.value_codeable_concept for e in record.extension if e.url.endswith("-intent"))
    concepts: list[Concept] = [concept for concept in intents if concept is not None]
    concepts += listed(record.category)
    return meaning((key for concept in concepts for key in keys(concept)), terms.INTENTS)


def _given(
    draft: Draft,
    entry: Entry,
    record: MedicationRecord,
    drug: str,
    start: Moment,
    end: Moment,
    origin: Origin,
) -> Given:
    reason = _reason(draft, entry, record) if record.status in _OVER or end.known else None
    setting = {
        "curative": terms.DEFAULT_CURATIVE,
        "adjuvant": "adjuvant",
        "neoadjuvant": "neoadjuvant",
        "palliative": "metastatic",
    }.get(_intent(record) or "")
    return Given(
        drug=drug,
        start=start,
        end=end,
        last=max(start, end, key=lambda moment: moment.last),
        ongoing=_ongoing(draft, entry, record, start, end, reason),
        setting=setting,
        reason=reason,
        origin=origin,
        refillable=entry.kind != "MedicationStatement",
    )


def _reason(draft: Draft, entry: Entry, record: MedicationRecord) -> str | None:
    found = [key for concept in listed(record.status_reason) for key in keys(concept)]
    reason = meaning(found, terms.REASONS)
    if listed(record.status_reason) and reason is None:
        code = found[0] if found else "a text without a code"
        draft.leave(entry, f"why it ended is not clear from {code}")
    return reason


def _ongoing(
    draft: Draft,
    entry: Entry,
    record: MedicationRecord,
    start: Moment,
    end: Moment,
    reason: str | None,
) -> bool | None:
    """Whether it goes on; None where nobody says."""
    if end.known or reason is not None:
        return None if draft.later(end) and reason is None else False
    if entry.kind == "MedicationAdministration":
        return None
    if record.status in _OVER:
        return False
    if record.status != "active":
        return None
    if entry.kind == "MedicationStatement":
        return True
    old = not start.known or (draft.on - start.last).days > _ORDER_HOLDS_DAYS
    if old:
        draft.leave(
            entry, f"ordered long ago: whether it goes on is not known ({_medicine_code(record)})"
        )
    return None if old else True


def _medicine_code(record: MedicationRecord) -> str:
    """Return the code by which a report names the medicine of a record."""
    return shown(record.medication_codeable_concept)
