"""Codes as short keys: `loinc:85337-4`, whatever name a sender gives the system.

>>> keys(Concept(coding=[Coding(system="LOINC", code="48676-1")]))
('loinc:48676-1',)
>>> keys(Concept(coding=[Coding(system="http://www.genenames.org", code="HGNC:3467")]))
('hgnc:3467',)
"""

import re
from collections.abc import Iterable, Mapping

from oncoptions.records.fhir.bundle import one_line
from oncoptions.records.fhir.resources import Coding, Concept

__all__ = ["keys", "meaning", "shown", "words", "written"]

_SYSTEMS = (
    ("loinc", "loinc"),
    ("snomed", "snomed"),
    ("sct", "snomed"),
    ("2.16.840.1.113883.6.96", "snomed"),
    ("2.16.840.1.113883.6.1", "loinc"),
    ("icd-10", "icd10"),
    ("icd10", "icd10"),
    ("2.16.840.1.113883.6.90", "icd10"),
    ("rxnorm", "rxnorm"),
    ("genenames", "hgnc"),
    ("cancerstaging", "ajcc"),
    ("thesaurus.owl", "nci"),
    ("ncit", "nci"),
    ("whocc", "atc"),
    ("sequenceontology", "so"),
    ("condition-clinical", "status"),
    ("condition-ver-status", "status"),
    ("allergyintolerance", "status"),
    ("observationinterpretation", "flag"),
    ("observation-interpretation", "flag"),
    ("unitsofmeasure", "ucum"),
)
_LOINC_LIKE = re.compile(r"^(LA)?\d{1,6}-\d$")
_LONG_NUMBER = re.compile(r"^\d{6,18}$")


def keys(concept: Concept | str | None) -> tuple[str, ...]:
    """Return the codes of a concept as keys, in the order in which they stand."""
    if concept is None:
        return ()
    if isinstance(concept, str):
        return (f"status:{concept}",)
    return tuple(key for coding in concept.coding if (key := _key(coding)))


def _key(coding: Coding) -> str:
    code = one_line(coding.code).replace(" ", "")
    if not code:
        return ""
    system = (coding.system or "").lower()
    name = next((name for part, name in _SYSTEMS if part in system), "") or "code"
    if name == "hgnc":
        code = code.upper().removeprefix("HGNC:")
    if name == "loinc" and _LONG_NUMBER.match(code):
        name = "snomed"  # senders do put one system's code under the other's name
    elif name == "snomed" and _LOINC_LIKE.match(code):
        name = "loinc"
    return f"{name}:{code}"


def shown(concept: Concept | None) -> str:
    """Return a concept as a report names it: its first code, else that there is none."""
    found = keys(concept)
    return found[0] if found else "a text without a code"


def words(concept: Concept | None) -> str:
    """Return what a concept says in words: its text, else the display of a code."""
    if concept is None:
        return ""
    said = (concept.text, *(coding.display for coding in concept.coding))
    return next((one_line(text) for text in said if text), "")


def written(concept: Concept | None) -> str:
    """Return the words of a concept that has no code; words beside a code do not count."""
    return "" if keys(concept) else words(concept)


def meaning(found: Iterable[str], table: Mapping[str, str]) -> str | None:
    """Return what the first known key means."""
    return next((table[key] for key in found if key in table), None)
