"""The person: sex, age on the day asked about, and whether the record is about one person."""

import datetime as dt
from typing import Any

from oncoptions.errors import InputError
from oncoptions.records.fhir.bundle import Entry
from oncoptions.records.fhir.draft import Draft, Origin, day_of
from oncoptions.records.fhir.resources import (
    Observation,
    Patient,
    Reference,
    Resource,
    convert,
)

__all__ = ["about_another", "read_person"]

_BIRTH_SEX = {"F": "female", "M": "male"}


def read_person(draft: Draft, entries: list[Entry]) -> frozenset[str]:
    """State the person's facts and return the names by which other resources refer to them.

    Raises InputError where the record is about nobody, or about several people.
    """
    found = [(entry, _patient(draft, entry)) for entry in entries]
    if not found:
        raise InputError(
            draft.name, "no Patient in the bundle", "export the record with its Patient"
        )
    if len({(entry.id, patient.birth_date, patient.gender) for entry, patient in found}) > 1:
        raise InputError(draft.name, "two patients in the bundle", "give the record of one person")
    entry, patient = found[0]
    _sex(draft, entry, patient)
    _age(draft, entry, patient)
    _death(draft, entry, patient)
    return frozenset(name for e, _ in found for name in (e.id, _last(e.url)) if name)


def _patient(draft: Draft, entry: Entry) -> Patient:
    try:
        return convert(entry.data, Patient)
    except ValueError as error:
        raise InputError(
            f"{draft.name}: Patient", f"cannot be read: {error}", "export it again"
        ) from None


def _sex(draft: Draft, entry: Entry, patient: Patient) -> None:
    birth = next((e.value_code for e in patient.extension if e.url.endswith("birthsex")), None)
    sex = patient.gender if patient.gender in ("female", "male") else _BIRTH_SEX.get(birth or "")
    if sex is None:
        draft.leave(entry, "neither female nor male is said")
    else:
        draft.put("sex", sex, Origin(entry))


def _age(draft: Draft, entry: Entry, patient: Patient) -> None:
    if patient.birth_date is None:
        return
    try:
        born = day_of(patient.birth_date)
    except ValueError:
        draft.leave(entry, "a date of birth that cannot be read")
        return
    least, most = _years(born.last, draft.on), _years(born.first, draft.on)
    if most < 0 or least > 120:
        draft.leave(entry, "a date of birth that cannot be right on the day asked about")
        return
    age: Any = least if least == most else {"min": max(0, least), "max": most}
    draft.put("age", age, Origin(entry))


def _years(born: dt.date, on: dt.date) -> int:
    """Return the completed years of life on a day.

    >>> _years(dt.date(1970, 6, 2), dt.date(2020, 6, 1))
    49
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _death(draft: Draft, entry: Entry, patient: Patient) -> None:
    died = draft.moment(entry, patient.deceased_date_time)
    if patient.deceased_boolean or (patient.deceased_date_time and not draft.later(died)):
        draft.notices.append("The record says that this person has died.")


def about_another(resource: Resource | Observation, names: frozenset[str]) -> bool:
    """Whether a resource says that it belongs to somebody else than the one Patient."""
    return any(
        _names_another(reference, names) for reference in (resource.subject, resource.patient)
    )


def _names_another(reference: Reference | None, names: frozenset[str]) -> bool:
    target = reference.reference if reference is not None else None
    if not target or not names or "?" in target or target.startswith("#"):
        return False
    return _last(target) not in names


def _last(reference: str) -> str:
    """Return the id at the end of a reference.

    >>> _last("https://x.example/Patient/p1/_history/2"), _last("urn:uuid:p1")
    ('p1', 'p1')
    """
    return reference.split("/_history/")[0].split("/")[-1].split(":")[-1]
