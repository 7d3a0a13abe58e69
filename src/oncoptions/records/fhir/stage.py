"""The stage, the sites of spread and their first proof, from conditions and staging results.

Spread that a condition or an M1 proves is stage IV, whatever group was stated when the cancer was
first found. Else the latest stage stands.

>>> stage_in("c4"), stage_in("IIIC"), stage_in("IVB"), stage_in("IS")
('IV', 'III', 'IV', None)
"""

import re
from typing import NamedTuple

from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import Entry, one_line
from oncoptions.records.fhir.cancer import Cancer, Spread, site_facts
from oncoptions.records.fhir.codes import keys, meaning, shown, words
from oncoptions.records.fhir.draft import Draft, Moment, Origin
from oncoptions.records.fhir.observations import effective
from oncoptions.records.fhir.resources import Concept, Observation, listed

__all__ = ["Staging", "is_staging", "read_staging", "stage_in", "state_cancer"]

_GROUP = re.compile(
    r"^(?:stage\s*)?[acpry]*\s*(0|[1-4]|IV|I{1,3})(?:is|[ABCD]?\d?)?$", re.IGNORECASE
)
_SAID = re.compile(r"\bstage\s+(0|IV|I{1,3}|[1-4])[ABC]?\d?\b", re.IGNORECASE)
_M = re.compile(r"\b[acpy]{0,3}M([01])", re.IGNORECASE)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_ORDER = ("0", "I", "II", "III", "IV")
_DE_NOVO_DAYS = 92
_RECURRENT_DAYS = 183


class Staging(NamedTuple):
    """A stage that was stated."""

    stage: str
    when: Moment
    origin: Origin


def stage_in(text: str) -> str | None:
    """Return the stage group that a short text names."""
    found = _GROUP.match(text.strip())
    if found is None:
        return None
    return _ROMAN.get(found[1], found[1].upper())


def is_staging(draft: Draft, observation: Observation) -> bool:
    """Whether an observation states a stage group, an M category or a site of metastasis."""
    found = set(keys(observation.code))
    coded = {k for k in found if "stage" in draft.vocabulary.coded.get(k, ())}
    return bool(coded or found & terms.M_CATEGORY or terms.SITE_OF_METASTASIS in found)


def read_staging(draft: Draft, entry: Entry, observation: Observation) -> Staging | Spread | None:
    """Return the stage or the spread that a staging result states."""
    code = shown(observation.code)
    when = effective(draft, entry, observation)
    if draft.later(when):
        draft.leave(entry, f"dated after the day asked about ({code})")
        return None
    value = observation.value_codeable_concept
    value = value or Concept(text=observation.value_string)
    origin = Origin(entry, code, when.text)
    if terms.SITE_OF_METASTASIS in keys(observation.code):
        sites = site_facts(draft, keys(value))
        if sites:
            return Spread(when, origin, sites)
        draft.leave(entry, f"no site of distant spread ({code})")
        return None
    if set(keys(observation.code)) & terms.M_CATEGORY:
        return _of_m(draft, entry, value, when, origin)
    stage, text = _stage(value)
    if stage is None:
        draft.leave(entry, f"a stage that is not understood ({code})")
        return None
    return Staging(stage, when, origin._replace(text=text))


def _of_m(
    draft: Draft, entry: Entry, value: Concept, when: Moment, origin: Origin
) -> Staging | None:
    category = meaning(keys(value), terms.METASTATIC)
    text = ""
    if category is None:
        said = _M.search(" ".join(k.partition(":")[2] for k in keys(value) if k.startswith("ajcc")))
        if said is None:
            said, text = _M.search(words(value)), words(value)
        category = f"M{said[1]}" if said else None
    if category == "M1":
        return Staging("IV", when, origin._replace(text=text))
    why = "no distant spread at that time" if category == "M0" else "an M category not understood"
    draft.leave(entry, f"{why} ({origin.code})")
    return None


def _stage(value: Concept) -> tuple[str | None, str]:
    """Return a stage, and the words where it was read from words."""
    known = meaning(keys(value), terms.STAGES)
    if known is not None:
        return known, ""
    for coding in value.coding:
        if (stage := stage_in(one_line(coding.code))) is not None:
            return stage, ""
    said = words(value)
    found = _SAID.search(said)
    stage = stage_in(said) or (stage_in(found[1]) if found else None)
    return stage, said


# ----------------------------------------------------------------------------------- all together


def state_cancer(draft: Draft, cancer: Cancer, staged: list[Staging], more: list[Spread]) -> None:
    """State stage, sites, first proof of spread and how it came."""
    spread = [*cancer.spread, *more]
    _sites(draft, spread)
    stated = _with_conditions(draft, cancer, staged)
    stage = _latest(stated)
    if spread:
        draft.put("stage", "IV", min(spread, key=_when).origin)
    elif stage is not None:
        draft.put("stage", stage[0], stage[1])
    _leave_others(draft, stated)
    if draft.case.get("stage") == "IV":
        _since(draft, cancer, spread, staged)


def _when(item: Spread | Staging) -> tuple[bool, Moment]:
    """Order by date, what has none last."""
    return not item.when.known, item.when


def _sites(draft: Draft, spread: list[Spread]) -> None:
    found: dict[str, Origin] = {}
    for proof in sorted(spread, key=_when):
        for fact in proof.sites:
            found.setdefault(fact, proof.origin)
    if not found:
        return
    named = [
        item for item, fact in draft.vocabulary.lists["metastatic_sites"].items() if fact in found
    ]
    draft.put("metastatic_sites", named, None)
    for item in named:
        fact = draft.vocabulary.lists["metastatic_sites"][item]
        draft.source(f"metastatic_sites[{item}]", found[fact])


def _with_conditions(draft: Draft, cancer: Cancer, staged: list[Staging]) -> list[Staging]:
    """Add the stages that stand in the conditions; they carry no date of their own."""
    found = list(staged)
    for entry, condition in cancer.breast:
        for part in listed(condition.stage):
            if part.summary is None:
                continue
            stage, text = _stage(part.summary)
            if stage is not None:
                found.append(Staging(stage, Moment(), Origin(entry, shown(part.summary), "", text)))
            else:
                draft.leave(entry, f"a stage that is not understood ({shown(part.summary)})")
    return found


def _latest(staged: list[Staging]) -> tuple[str | list[str], Origin] | None:
    """Return the latest stage; one without a date may be just as late."""
    if not staged:
        return None
    order = sorted(staged, key=lambda s: (s.when.last, s.when.first, _ORDER.index(s.stage)))
    rivals = {s.stage for s in order if s.when.last in (order[-1].when.last, Moment().last)}
    if len(rivals) > 1 and "IV" in rivals:
        return sorted(rivals, key=_ORDER.index), order[-1].origin
    stage = max(rivals, key=_ORDER.index)
    return stage, next(s.origin for s in reversed(order) if s.stage == stage)


def _leave_others(draft: Draft, staged: list[Staging]) -> None:
    chosen = draft.case.get("stage")
    for item in staged:
        if item.stage != chosen and not (isinstance(chosen, list) and item.stage in chosen):
            draft.leave(item.origin.entry, f"another stage stands ({item.origin.code})")


def _since(draft: Draft, cancer: Cancer, spread: list[Spread], staged: list[Staging]) -> None:
    proofs: list[Spread | Staging] = [*spread, *(s for s in staged if s.stage == "IV")]
    dated = sorted((p for p in proofs if p.when.known), key=_when)
    if dated:
        draft.put("metastatic_since", dated[0].when.text, dated[0].origin)
    if cancer.recurred is not None:
        draft.put("disease_setting", "recurrent", cancer.recurred)
    elif dated:
        _setting(draft, cancer, dated[0].when, dated[0].origin, staged)


def _setting(
    draft: Draft, cancer: Cancer, since: Moment, origin: Origin, staged: list[Staging]
) -> None:
    """Say de novo or recurrent only where dates far enough apart, or close enough, show it."""
    earlier = [s for s in staged if s.stage != "IV" and s.when.known]
    if any((since.first - s.when.last).days > _RECURRENT_DAYS for s in earlier):
        draft.put("disease_setting", "recurrent", origin)
    elif cancer.found and not earlier:
        first = min(cancer.found, key=lambda moment: moment.first)
        if abs((since.last - first.first).days) <= _DE_NOVO_DAYS:
            draft.put("disease_setting", "de_novo", origin)
