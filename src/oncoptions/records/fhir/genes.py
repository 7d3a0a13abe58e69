"""Variants: which gene, found or not, inherited or of the tumour, and what is changed.

A change once found stays found: a later negative blood test does not take it back.

>>> change_in("NP_006209.2:p.(His1047Arg)"), change_in("p.E545K"), change_in("NM_1:c.35G>A")
('H1047R', 'E545K', None)
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import Entry, one_line
from oncoptions.records.fhir.codes import keys, meaning
from oncoptions.records.fhir.draft import Draft, Moment, Origin
from oncoptions.records.fhir.observations import Result, effective
from oncoptions.records.fhir.resources import Component, Observation, listed
from oncoptions.records.fhir.values import answer_of

__all__ = ["change_in", "is_variant", "settle_genes", "variants_of"]

_VARIANT, _REGION = "loinc:69548-6", "loinc:53041-0"
_GENE, _SOURCE, _SIGNIFICANCE = "loinc:48018-6", "loinc:48002-0", "loinc:53037-8"
_PROTEIN, _CLINVAR, _KIND = "loinc:48005-3", "loinc:81252-9", "loinc:48019-4"
_AMINO = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E",
    "Gly": "G", "His": "H", "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F",
    "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W", "Tyr": "Y", "Val": "V", "Ter": "*",
}  # fmt: skip
_CHANGE = re.compile(r"\bp\.\(?([A-Z][a-z]{0,2})(\d+)([A-Z][a-z]{0,2}|\*)?([A-Za-z0-9_*]*)")
_ABSENT = frozenset({"absent", "negative", "not_detected"})
_PRESENT = frozenset({"present", "positive", "detected"})


class Variant(NamedTuple):
    """One variant result, in the words of the facts."""

    present: bool
    source: str | None
    significance: str | None
    kind: str | None
    change: str | None


def is_variant(observation: Observation) -> bool:
    """Whether an observation is a variant, or names genes that were studied."""
    return bool({_VARIANT, _REGION} & set(keys(observation.code)))


def variants_of(draft: Draft, entry: Entry, observation: Observation) -> Iterator[Result]:
    """Yield what a variant says about each gene that is a fact; the rest is left."""
    if _REGION in keys(observation.code):
        draft.leave(entry, f"genes that were studied, without results ({_REGION})")
        return
    when = effective(draft, entry, observation)
    genes = _values(observation, _GENE, "hgnc:")
    variant = _variant(observation, len(genes))
    if draft.later(when):
        draft.leave(entry, f"dated after the day asked about ({_VARIANT})")
    elif not genes:
        draft.leave(entry, f"no gene named by its HGNC number ({_VARIANT})")
    elif variant is None:
        draft.leave(entry, f"neither present nor absent ({_VARIANT})")
    else:
        for gene in genes:
            yield from _of_gene(draft, entry, gene, variant, when)


def _variant(observation: Observation, genes: int) -> Variant | None:
    said = answer_of(observation, {})
    if said is None or said.value not in _ABSENT | _PRESENT:
        return None
    kinds = [*_values(observation, _KIND)]
    kinds += [key for part in observation.component for key in keys(part.value_codeable_concept)]
    kinds += [key for concept in listed(observation.interpretation) for key in keys(concept)]
    change = next((c for text in _texts(observation) if (c := change_in(text))), None)
    kind = meaning(kinds, terms.VARIANT_KINDS) or ("change" if change else None)
    return Variant(
        present=said.value in _PRESENT,
        source=meaning(_values(observation, _SOURCE), terms.SOURCES),
        significance=meaning(_values(observation, _SIGNIFICANCE), terms.SIGNIFICANCE),
        kind="fusion" if kind is None and genes == 2 else kind,
        change=change,
    )


def _values(observation: Observation, code: str, system: str = "") -> tuple[str, ...]:
    found = (
        key
        for part in observation.component
        if code in keys(part.code)
        for key in keys(part.value_codeable_concept)
        if key.startswith(system)
    )
    return tuple(dict.fromkeys(found))


def _texts(observation: Observation) -> Iterator[str]:
    for wanted in (_PROTEIN, _CLINVAR):
        for part in observation.component:
            if wanted in keys(part.code):
                yield from _written(part)


def _written(part: Component) -> Iterator[str]:
    concept = part.value_codeable_concept
    for coding in concept.coding if concept is not None else ():
        yield one_line(coding.code)
        yield one_line(coding.display)
    if concept is not None:
        yield one_line(concept.text)
    yield one_line(part.value_string)


def change_in(text: str) -> str | None:
    """Return the change of the protein that a text names, in one-letter form where known."""
    found = _CHANGE.search(text)
    if found is None or found[3] is None:
        return None
    first, last = _AMINO.get(found[1], found[1]), _AMINO.get(found[3], found[3])
    return f"{first}{found[2]}{last}{found[4]}"


def _of_gene(
    draft: Draft, entry: Entry, gene: str, variant: Variant, when: Moment
) -> Iterator[Result]:
    facts = draft.vocabulary.coded.get(gene, ())
    inherited = [fact for fact in facts if fact.startswith("germline_")]
    tumour = [fact for fact in facts if not fact.startswith("germline_")]
    wanted = {"germline": inherited, "somatic": tumour}.get(variant.source or "")
    if wanted is None:
        wanted = [] if inherited else tumour
    if not wanted:
        draft.leave(entry, _why_no_fact(gene, facts, variant.source))
    for fact in wanted:
        value = _germline(variant) if fact in inherited else _tumour(draft, fact, variant)
        if value is None:
            draft.leave(entry, f"a variant that is not known to matter ({gene})")
        else:
            yield Result(fact, value, when, Origin(entry, gene, when.text))


def _why_no_fact(gene: str, facts: tuple[str, ...], source: str | None) -> str:
    if facts and source is None:
        return f"neither inherited nor of the tumour is said ({gene})"
    return f"no fact for {f'{source} ' if source else ''}{gene}"


def _germline(variant: Variant) -> Any:
    if not variant.present:
        return "negative"
    return variant.significance or ["pathogenic", "vus"]


def _tumour(draft: Draft, fact: str, variant: Variant) -> Any:
    """Return the value for a gene of the tumour, or None where the variant does not count."""
    values = draft.vocabulary.facts[fact].values
    if not variant.present:
        return "intact" if "intact" in values else "not_detected"
    if variant.significance in ("vus", "negative"):
        return None
    match variant.kind:
        case "fusion":
            return "fusion" if "fusion" in values else None
        case "copies":
            return "altered" if "altered" in values else None
        case "change" if variant.change is not None:
            return variant.change
        case "change" if "mutated" in values:
            return "mutated"
        case _:
            return "detected"


def settle_genes(draft: Draft, results: list[Result]) -> None:
    """State one value for each gene: found before not found, then the latest."""
    by_fact: dict[str, list[Result]] = {}
    for result in results:
        by_fact.setdefault(result.fact, []).append(result)
    for fact in draft.vocabulary.facts:
        if fact not in by_fact:
            continue
        order = sorted(by_fact[fact], key=lambda r: (_weight(r.value), r.when.last, r.when.first))
        path = draft.vocabulary.facts[fact].case
        assert path is not None, f"{fact} has codes but no place in a case file"
        draft.put(path, order[-1].value, order[-1].origin)
        for result in order[:-1]:
            if result.value != order[-1].value:
                draft.leave(result.origin.entry, f"another result of that gene counts ({path})")


def _weight(value: Any) -> int:
    if value in ("negative", "not_detected", "intact"):
        return 0
    if value == "vus":
        return 1
    return 3 if value == "pathogenic" else 2
