"""Severe allergies to drugs and their excipients, where the knowledge asks for them."""

from oncoptions.records.fhir.bundle import Entry
from oncoptions.records.fhir.codes import keys, shown, words
from oncoptions.records.fhir.draft import Draft, Origin
from oncoptions.records.fhir.medicines import Matcher
from oncoptions.records.fhir.resources import AllergyIntolerance, Concept

__all__ = ["read_allergies"]

_PATH = "conditions.hypersensitivity"
_NOT_STANDING = frozenset({"refuted", "entered-in-error", "unconfirmed", "inactive", "resolved"})


def read_allergies(
    draft: Draft, allergies: list[tuple[Entry, AllergyIntolerance]], matcher: Matcher
) -> None:
    """State the substances of standing allergies that are facts; the rest is left."""
    found: dict[str, Origin] = {}
    for entry, allergy in allergies:
        concepts = [allergy.code, *(reaction.substance for reaction in allergy.reaction)]
        items = [item for concept in concepts for item in _items(draft, concept, matcher)]
        code = shown(allergy.code)
        if (why := _why_not(allergy)) is not None:
            draft.leave(entry, f"{why} ({code})")
        elif not items:
            draft.leave(entry, f"no fact for an allergy to {code}")
        for item in items if why is None else []:
            text = (
                ""
                if any(k in draft.lexicon.codes for k in keys(allergy.code))
                else words(allergy.code)
            )
            found.setdefault(item, Origin(entry, code, "", text))
    if found:
        draft.put(_PATH, sorted(found), None)
        for item in sorted(found):
            draft.source(f"{_PATH}[{item}]", found[item])


def _why_not(allergy: AllergyIntolerance) -> str | None:
    statuses = (*keys(allergy.clinical_status), *keys(allergy.verification_status))
    for word in (key.partition(":")[2] for key in statuses):
        if word in _NOT_STANDING:
            return f"an allergy that does not stand: {word}"
    severities = {reaction.severity for reaction in allergy.reaction if reaction.severity}
    if severities == {"mild"} or (allergy.criticality == "low" and "severe" not in severities):
        return "an allergy that is not severe"
    return None


def _items(draft: Draft, concept: Concept | None, matcher: Matcher) -> list[str]:
    """Return the items of the fact that a substance means: a drug, or an excipient by its words."""
    known = draft.vocabulary.lists.get(_PATH, {})
    drugs = (drug.replace("-", "_") for drug in matcher.named(concept).drugs)
    found = [drug for drug in drugs if drug in known]
    said = words(concept).lower().replace(" ", "_").replace("-", "_")
    return found or [item for item in known if item == said]
