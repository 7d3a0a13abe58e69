"""The cancer: whether it began in the breast, and where it has spread.

Lymph nodes of the armpit and other regional or unnamed nodes are not distant spread. What is
refuted, not confirmed or of another cancer is left.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from oncoptions.errors import InputError
from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import Entry
from oncoptions.records.fhir.codes import keys, shown, words
from oncoptions.records.fhir.draft import Draft, Moment, Origin
from oncoptions.records.fhir.resources import Condition, listed

__all__ = ["Cancer", "Spread", "is_secondary", "read_cancer", "site_facts"]

_NOT_CONFIRMED = (
    "refuted", "entered-in-error", "unconfirmed", "provisional", "differential",
)  # fmt: skip
_OVER = ("inactive", "resolved", "remission")
_MALIGNANT = re.compile(
    r"malignan|carcinoma|cancer|lymphoma|leuk[a]?emia|melanoma|sarcoma|myeloma", re.IGNORECASE
)
_NOT_A_DIAGNOSIS = re.compile(
    r"history|screening|suspect|risk|fear|benign|in situ|no evidence", re.IGNORECASE
)
_METASTASIS = frozenset({"snomed:128462008", "snomed:315004001", "icd10:C79.9", "icd10:C80.0"})
_GENERAL = frozenset({"snomed:363346000", "snomed:86049000", "icd10:C80.1", "icd10:C80.9"})


class Spread(NamedTuple):
    """One proof of distant spread."""

    when: Moment
    origin: Origin
    sites: tuple[str, ...] = ()
    """Facts, such as `site_bone`, that hold now."""


class Cancer(NamedTuple):
    """What the conditions say."""

    spread: tuple[Spread, ...]
    breast: tuple[tuple[Entry, Condition], ...]
    found: tuple[Moment, ...]
    """When the breast cancer began, where the record says so."""
    recurred: Origin | None


def read_cancer(draft: Draft, conditions: list[tuple[Entry, Condition]]) -> Cancer:
    """Sort the conditions. Raises InputError for the record of another cancer."""
    kinds: dict[str, list[tuple[Entry, Condition]]] = {}
    for entry, condition in conditions:
        if _stands(draft, entry, condition):
            kinds.setdefault(_kind(draft, entry, condition), []).append((entry, condition))
    breast = [*kinds.get("breast", ()), *kinds.get("in situ", ())]
    others = kinds.get("other", [])
    if others and not breast:
        raise InputError(
            draft.name, "a record about another cancer", "give one about breast cancer"
        )
    for entry, _ in others:
        draft.leave(entry, "another cancer")
    if not breast:
        _no_primary(draft, bool(kinds.get("secondary")))
    linked = {entry.id for entry, _ in others}
    spread = [
        found
        for entry, condition in kinds.get("secondary", [])
        if (found := _spread(draft, entry, condition, linked)) is not None
    ]
    return Cancer(tuple(spread), tuple(breast), tuple(_onsets(draft, breast)), _recurred(breast))


def _no_primary(draft: Draft, spread: bool) -> None:
    if spread:
        draft.notices.append("The record does not say in which organ the cancer began.")
    else:
        draft.notices.append("The record holds no cancer diagnosis.")


def _stands(draft: Draft, entry: Entry, condition: Condition) -> bool:
    status = {key.partition(":")[2] for key in keys(condition.verification_status)}
    for word in _NOT_CONFIRMED:
        if word in status:
            draft.leave(entry, f"its verification status is {word}")
            return False
    return True


def _kind(draft: Draft, entry: Entry, condition: Condition) -> str:
    found = keys(condition.code)
    if is_secondary(draft, condition):
        return "secondary"
    if any(k in terms.BREAST or k.startswith("icd10:C50") for k in found):
        return "breast"
    if any(k in terms.BREAST_IN_SITU or k.startswith("icd10:D05") for k in found):
        return "in situ"
    sites = {key for site in listed(condition.body_site) for key in keys(site)}
    if sites & terms.BREAST_SITES and (_GENERAL & set(found) or _says_malignant(condition)):
        return "breast"
    if any(_other_cancer(key) for key in found):
        return "other"
    if _says_malignant(condition):
        return "breast" if "breast" in words(condition.code).lower() else "other"
    draft.leave(entry, f"no fact for {shown(condition.code)}")
    return "none"


def _says_malignant(condition: Condition) -> bool:
    said = words(condition.code)
    return bool(_MALIGNANT.search(said)) and not _NOT_A_DIAGNOSIS.search(said)


def _other_cancer(key: str) -> bool:
    """Whether a code is a cancer that began elsewhere."""
    if key in terms.OTHER_CANCERS:
        return True
    found = re.match(r"icd10:C(\d\d)", key)
    return found is not None and int(found[1]) not in (50, 77, 78, 79, 80)


# ---------------------------------------------------------------------------------------- spread


def is_secondary(draft: Draft, condition: Condition) -> bool:
    """Whether a condition is spread: by its code or by the mCODE profile it claims."""
    found = keys(condition.code)
    if any(p.endswith("mcode-secondary-cancer-condition") for p in condition.meta.profile):
        return True
    known = _METASTASIS | terms.REGIONAL | terms.LOCAL
    return any(
        key in known or re.match(r"icd10:C7[789]", key) or _site(draft, key) for key in found
    )


def _site(draft: Draft, key: str) -> str | None:
    """Return the site a code names; an ICD-10 code also names what stands above it."""
    while len(key) > len("icd10:"):
        for fact in draft.vocabulary.coded.get(key, ()):
            if fact.startswith("site_"):
                return fact
        if not key.startswith("icd10:"):
            return None
        key = key[:-1]
    return None


def site_facts(draft: Draft, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sites that codes name, without those that are regional or local."""
    near = terms.REGIONAL | terms.LOCAL
    sites = (_site(draft, key) for key in found if key not in near)
    return tuple(dict.fromkeys(site for site in sites if site is not None))


def _spread(draft: Draft, entry: Entry, condition: Condition, others: set[str]) -> Spread | None:
    code = shown(condition.code)
    if (why := _of_another(condition, others)) is not None:
        draft.leave(entry, f"{why} ({code})")
        return None
    found = (*keys(condition.code), *(k for s in listed(condition.body_site) for k in keys(s)))
    sites = site_facts(draft, keys(condition.code)) or site_facts(draft, found)
    when = _began(draft, entry, condition)
    if draft.later(when):
        draft.leave(entry, f"dated after the day asked about ({code})")
        return None
    if not sites and (why := _not_distant(found)) is not None:
        draft.leave(entry, f"{why} ({code})")
        return None
    if not sites:
        draft.leave(entry, f"spread to a site that is not said or not known here ({code})")
    elif _is(condition, _OVER):
        draft.leave(entry, f"no longer active, so not a site now ({code})")
        sites = ()
    return Spread(when, Origin(entry, code, when.text), sites)


def _of_another(condition: Condition, others: set[str]) -> str | None:
    """Say why spread cannot be laid to the breast cancer, where the person has another one."""
    if not others:
        return None
    for extension in condition.extension:
        target = extension.value_reference and extension.value_reference.reference
        if target and extension.url.endswith("related-primary-cancer-condition"):
            last = target.split("/")[-1].split(":")[-1]
            return "spread of another cancer" if last in others else None
    return "spread that could be of another cancer of this person"


def _not_distant(found: tuple[str, ...]) -> str | None:
    if set(found) & terms.REGIONAL:
        return "lymph nodes that are regional, or of a place that does not tell: not distant spread"
    if set(found) & terms.LOCAL:
        return "spread in the breast or chest wall: not distant spread"
    return None


def _is(condition: Condition, wanted: tuple[str, ...]) -> bool:
    return any(key.partition(":")[2] in wanted for key in keys(condition.clinical_status))


def _began(draft: Draft, entry: Entry, condition: Condition) -> Moment:
    return draft.moment(
        entry, _onset(condition) or condition.recorded_date or condition.date_recorded
    )


def _onset(condition: Condition) -> str | None:
    asserted = (e.value_date_time for e in condition.extension if "assertedDate" in e.url)
    period = condition.onset_period
    return condition.onset_date_time or (period and period.start) or next(asserted, None)


def _onsets(draft: Draft, breast: list[tuple[Entry, Condition]]) -> Iterator[Moment]:
    for entry, condition in breast:
        when = draft.moment(entry, _onset(condition))
        if when.known and not draft.later(when):
            yield when


def _recurred(breast: list[tuple[Entry, Condition]]) -> Origin | None:
    for entry, condition in breast:
        if _is(condition, ("recurrence", "relapse")):
            return Origin(entry, shown(condition.code))
    return None
