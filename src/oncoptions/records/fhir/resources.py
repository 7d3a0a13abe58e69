"""What is read of a FHIR resource, and nothing else.

The shapes are as lenient as R4 allows and a little more, since senders still mix in the older
DSTU2 (a status as plain text, one element where R4 has a list). A resource that does not fit is one
line of the report, never the end of the reading.

>>> observation = convert({"resourceType": "Observation", "valueInteger": 1}, Observation)
>>> observation.value_integer
1
"""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

__all__ = [
    "AllergyIntolerance",
    "Coding",
    "Component",
    "Concept",
    "Condition",
    "Extension",
    "Medication",
    "MedicationRecord",
    "Observation",
    "Patient",
    "Period",
    "Quantity",
    "Reference",
    "ReferenceRange",
    "Resource",
    "Valued",
    "convert",
    "listed",
]

Item = TypeVar("Item")
Kind = TypeVar("Kind", bound="Part")


class Part(Struct, frozen=True, kw_only=True, rename="camel"):
    """Any element: what is not named here is passed over."""


class Coding(Part, frozen=True):
    """One code of one system."""

    system: str | None = None
    code: str | int | None = None
    display: str | None = None


class Concept(Part, frozen=True):
    """The same meaning in several codes, or only in words."""

    coding: list[Coding] = []
    text: str | None = None


class Reference(Part, frozen=True):
    """A pointer to another resource."""

    reference: str | None = None


class Quantity(Part, frozen=True):
    """A measured amount with its unit."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Period(Part, frozen=True):
    """A time from, a time to, or both."""

    start: str | None = None
    end: str | None = None


class Span(Part, frozen=True):
    """A range of amounts."""

    low: Quantity | None = None
    high: Quantity | None = None


class ReferenceRange(Part, frozen=True):
    """What a laboratory calls normal."""

    low: Quantity | None = None
    high: Quantity | None = None
    type: Concept | None = None


class Extension(Part, frozen=True):
    """An added element, known by its address."""

    url: str = ""
    value_codeable_concept: Concept | None = None
    value_reference: Reference | None = None
    value_date_time: str | None = None
    value_code: str | None = None


class Meta(Part, frozen=True):
    """Which profiles a resource claims to follow."""

    profile: list[str] = []


class Resource(Part, frozen=True):
    """What every resource may carry."""

    id: str | None = None
    meta: Meta = Meta()
    extension: list[Extension] = []
    subject: Reference | None = None
    patient: Reference | None = None


class Valued(Part, frozen=True):
    """An element with a value of one of many types."""

    code: Concept = Concept()
    value_codeable_concept: Concept | None = None
    value_quantity: Quantity | None = None
    value_integer: int | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_range: Span | None = None
    interpretation: list[Concept] | Concept | None = None
    data_absent_reason: Concept | None = None


class Component(Valued, frozen=True):
    """One of several values of an observation."""


class Observation(Valued, frozen=True):
    """A measurement, a test result, a judgement."""

    id: str | None = None
    subject: Reference | None = None
    patient: Reference | None = None
    status: str | None = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    issued: str | None = None
    reference_range: list[ReferenceRange] = []
    component: list[Component] = []
    specimen: Reference | None = None


class Staged(Part, frozen=True):
    """A stage written into a condition."""

    summary: Concept | None = None


class Condition(Resource, frozen=True):
    """A diagnosis or problem."""

    code: Concept = Concept()
    clinical_status: Concept | str | None = None
    verification_status: Concept | str | None = None
    body_site: list[Concept] | Concept | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    recorded_date: str | None = None
    date_recorded: str | None = None
    stage: list[Staged] | Staged | None = None


class Medication(Part, frozen=True):
    """A medicine described apart from its order."""

    id: str | None = None
    code: Concept = Concept()


class MedicationRecord(Resource, frozen=True):
    """An order, a statement or an administration of a medicine."""

    status: str | None = None
    intent: str | None = None
    do_not_perform: bool = False
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    authored_on: str | None = None
    date_written: str | None = None
    status_reason: list[Concept] | Concept | None = None
    category: list[Concept] | Concept | None = None
    reason_code: list[Concept] | Concept | None = None
    contained: list[Any] = []


class Reaction(Part, frozen=True):
    """How an allergy showed itself."""

    substance: Concept | None = None
    severity: str | None = None


class AllergyIntolerance(Resource, frozen=True):
    """An allergy or intolerance."""

    code: Concept | None = None
    clinical_status: Concept | str | None = None
    verification_status: Concept | str | None = None
    criticality: str | None = None
    reaction: list[Reaction] = []


class Patient(Resource, frozen=True):
    """The person."""

    gender: str | None = None
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


def convert(data: Any, kind: type[Kind]) -> Kind:
    """Read one resource. Raises ValueError saying what does not fit, without its content."""
    try:
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        raise ValueError("nested too deeply" if deep else str(error)) from None


def listed(items: list[Item] | Item | None) -> list[Item]:
    """Return what may stand once, in a list, or not at all, as a list.

    >>> listed(None), listed("a"), listed(["a"])
    ([], ['a'], ['a'])
    """
    if items is None:
        return []
    return items if isinstance(items, list) else [items]
