"""Small FHIR resources in few words, for tests; all people are made up."""

from typing import Any

Json = dict[str, Any]

SYSTEMS = {
    "loinc": "http://loinc.org",
    "snomed": "http://snomed.info/sct",
    "icd10": "http://hl7.org/fhir/sid/icd-10-cm",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "hgnc": "http://www.genenames.org/geneId",
    "ajcc": "http://cancerstaging.org",
    "ver": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    "clin": "http://terminology.hl7.org/CodeSystem/condition-clinical",
    "so": "http://www.sequenceontology.org",
    "LOINC": "LOINC",
}
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
BREAST, PROSTATE = "snomed:254837009", "snomed:399068003"
POSITIVE, NEGATIVE = "snomed:10828004", "snomed:260385009"


def concept(*codes: str, text: str | None = None, display: str | None = None) -> Json:
    """Return a CodeableConcept from keys such as `loinc:85337-4`."""
    coding = []
    for code in codes:
        system, _, value = code.partition(":")
        one = {"system": SYSTEMS.get(system, system), "code": value}
        coding.append(one | ({"display": display} if display else {}))
    said: Json = {"coding": coding} if coding else {}
    return said | ({"text": text} if text else {})


def patient(**more: Any) -> Json:
    return {
        "resourceType": "Patient",
        "id": "p",
        "gender": "female",
        "birthDate": "1970-06-01",
    } | more


def condition(code: str, identity: str = "c", **more: Any) -> Json:
    return {"resourceType": "Condition", "id": identity, "code": concept(code)} | more


def observation(code: str | Json, value: Any = None, date: str = "", **more: Any) -> Json:
    """Return an observation; a text value is a code, a pair a quantity, an int an integer."""
    named = concept(code) if isinstance(code, str) else code
    made: Json = {"resourceType": "Observation", "id": "o", "status": "final", "code": named}
    match value:
        case str():
            made["valueCodeableConcept"] = concept(value)
        case (number, unit):
            made["valueQuantity"] = {"value": number, "unit": unit, "code": unit}
        case int():
            made["valueInteger"] = value
        case dict():
            made |= value
    return made | ({"effectiveDateTime": date} if date else {}) | more


def variant(gene: str, present: bool = True, date: str = "", **parts: str) -> Json:
    """Return a variant result; parts are source, significance, protein, kind."""
    codes = {
        "source": "loinc:48002-0",
        "significance": "loinc:53037-8",
        "protein": "loinc:48005-3",
        "kind": "loinc:48019-4",
    }
    component = [{"code": concept("loinc:48018-6"), "valueCodeableConcept": concept(gene)}]
    for name, value in parts.items():
        component.append({"code": concept(codes[name]), "valueCodeableConcept": concept(value)})
    answer = "loinc:LA9633-4" if present else "loinc:LA9634-2"
    return observation("loinc:69548-6", answer, date, component=component)


def statement(drug: str | Json, identity: str = "m", **more: Any) -> Json:
    """Return a MedicationStatement; a drug is a code or words."""
    named = concept(drug) if isinstance(drug, str) and ":" in drug else drug
    named = {"text": named} if isinstance(named, str) else named
    made = {"resourceType": "MedicationStatement", "id": identity, "status": "completed"}
    return made | {"medicationCodeableConcept": named} | more


def order(drug: str | Json, identity: str = "r", **more: Any) -> Json:
    made = statement(drug, identity)
    return (
        made | {"resourceType": "MedicationRequest", "status": "active", "intent": "order"} | more
    )


def during(start: str, end: str = "") -> Json:
    return {"effectivePeriod": {"start": start} | ({"end": end} if end else {})}


def intent(code: str) -> Json:
    extension = {"url": MCODE + "procedure-intent", "valueCodeableConcept": concept(code)}
    return {"extension": [extension]}


def bundle(*resources: Json) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in resources],
    }


def numbered(*resources: Json) -> list[Json]:
    """Give each resource its own id."""
    return [r | {"id": f"{r['id']}{i}"} for i, r in enumerate(resources)]
