"""Read a FHIR R4 record, as mCODE or as what senders really send, into the data of a case file.

Codes decide; words are read only where there is no code, and marked as read from words. Each value
names the resource it came from, and whatever is not used is listed with the reason.

The order of the resources does not matter. The history of a record is never taken to be complete.
"""

import datetime as dt
from collections import Counter
from typing import Any, TypeVar

from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.records.fhir.allergies import read_allergies
from oncoptions.records.fhir.bundle import Entry, resources_of
from oncoptions.records.fhir.cancer import Spread, read_cancer
from oncoptions.records.fhir.draft import Draft, Moment, day_of
from oncoptions.records.fhir.genes import is_variant, settle_genes, variants_of
from oncoptions.records.fhir.given import KINDS, Given, given_of
from oncoptions.records.fhir.medicines import Matcher
from oncoptions.records.fhir.observations import Result, results_of, usable
from oncoptions.records.fhir.person import about_another, read_person
from oncoptions.records.fhir.resources import (
    AllergyIntolerance,
    Condition,
    MedicationRecord,
    Observation,
    Resource,
    convert,
)
from oncoptions.records.fhir.settle import settle
from oncoptions.records.fhir.stage import Staging, is_staging, read_staging, state_cancer
from oncoptions.records.fhir.treatments import state_medicines, state_treatments
from oncoptions.records.record import Record

__all__ = ["read_fhir"]

_READ = frozenset(
    {"Patient", "Condition", "Observation", "AllergyIntolerance", "Medication", *KINDS}
)
Kind = TypeVar("Kind", bound=Resource | Observation)


def read_fhir(
    data: Any, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date, name: str
) -> Record:
    """Return a record as case file data, as of the day `on`.

    Raises InputError where it is not a record of one person with breast cancer.
    """
    draft = Draft(vocabulary, lexicon, on, name)
    kinds: dict[str, list[Entry]] = {}
    for entry in resources_of(data, name):
        kinds.setdefault(entry.kind, []).append(entry)
    names = read_person(draft, kinds.get("Patient", []))
    _read(draft, kinds, names)
    _count_others(draft, kinds)
    return _record(draft)


def _read(draft: Draft, kinds: dict[str, list[Entry]], names: frozenset[str]) -> None:
    conditions = _decoded(draft, kinds.get("Condition", []), Condition, names)
    observations = _decoded(draft, kinds.get("Observation", []), Observation, names)
    allergies = _decoded(draft, kinds.get("AllergyIntolerance", []), AllergyIntolerance, names)
    medicines = [
        item
        for kind in sorted(KINDS)
        for item in _decoded(draft, kinds.get(kind, []), MedicationRecord, names)
    ]
    matcher = Matcher(draft.lexicon)
    cancer = read_cancer(draft, conditions)
    staged, more = _observe(draft, observations)
    state_cancer(draft, cancer, staged, more)
    given = _all_given(draft, kinds, medicines, matcher)
    since = draft.case.get("metastatic_since")
    state_treatments(draft, given, day_of(since) if since else Moment())
    state_medicines(draft, given)
    read_allergies(draft, allergies, matcher)


def _decoded(
    draft: Draft, entries: list[Entry], kind: type[Kind], names: frozenset[str]
) -> list[tuple[Entry, Kind]]:
    """Decode entry by entry: one that does not fit, or is about somebody else, is left."""
    found: list[tuple[Entry, Kind]] = []
    for entry in entries:
        try:
            resource = convert(entry.data, kind)
        except ValueError as error:
            draft.leave(entry, f"cannot be read: {error}")
            continue
        if about_another(resource, names):
            draft.leave(entry, "about another person")
        else:
            found.append((entry, resource))
    return found


def _observe(
    draft: Draft, observations: list[tuple[Entry, Observation]]
) -> tuple[list[Staging], list[Spread]]:
    """Read all observations: state the plain ones, return those about the stage."""
    staged: list[Staging] = []
    spread: list[Spread] = []
    results: list[Result] = []
    variants: list[Result] = []
    for entry, observation in observations:
        if not usable(draft, entry, observation):
            continue
        if is_variant(observation):
            variants += variants_of(draft, entry, observation)
        elif is_staging(draft, observation):
            said = read_staging(draft, entry, observation)
            if isinstance(said, Staging):
                staged.append(said)
            elif said is not None:
                spread.append(said)
        else:
            results += results_of(draft, entry, observation)
    settle(draft, results)
    settle_genes(draft, variants)
    return staged, spread


def _all_given(
    draft: Draft,
    kinds: dict[str, list[Entry]],
    records: list[tuple[Entry, MedicationRecord]],
    matcher: Matcher,
) -> list[Given]:
    medications = {
        key: entry
        for entry in kinds.get("Medication", [])
        for key in (entry.id, entry.url.split("/")[-1].split(":")[-1])
        if key
    }
    return [
        given
        for entry, record in records
        for given in given_of(draft, entry, record, medications, matcher)
    ]


def _count_others(draft: Draft, kinds: dict[str, list[Entry]]) -> None:
    """Name the kinds of resources that are not read at all, once each."""
    counts = Counter({kind: len(found) for kind, found in kinds.items() if kind not in _READ})
    for kind in sorted(counts):
        draft.unread.append(f"{kind}: {counts[kind]} not read: a kind of resource that is not used")


def _record(draft: Draft) -> Record:
    """Return what was read, in the order of the case file."""
    draft.case["history_complete"] = False
    if draft.notices:
        draft.case["other"] = " ".join(draft.notices)
    order = {path: i for i, path in enumerate(_paths(draft))}
    case = {key: draft.case[key] for key in sorted(draft.case, key=lambda k: order.get(k, 999))}
    sources = sorted(draft.sources, key=lambda s: (order.get(_top(s["path"]), 999), s["path"]))
    return Record(
        name=draft.name,
        case=case,
        sources=tuple(sources),
        not_understood=tuple(sorted(dict.fromkeys(draft.unread))),
        notices=tuple(draft.notices),
    )


def _paths(draft: Draft) -> list[str]:
    """Return the keys of a case file in the order in which people write them."""
    tops = dict.fromkeys(
        _top(entry.case) for entry in draft.vocabulary.facts.values() if entry.case is not None
    )
    last = ("metastatic_since", "specimens", "history_complete", "prior_therapies", "other")
    return [*(top for top in tops if top not in last), *last]


def _top(path: str) -> str:
    return path.split(".")[0].split("[")[0]
