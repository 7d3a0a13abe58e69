"""One coded or measured value as a value of a fact, in the form of the case file.

>>> from oncoptions.facts.vocabulary import FactEntry
>>> her2 = FactEntry(
...     group="receptors", type="category", question="?", values=("0", "1+", "2+", "3+")
... )
>>> as_category(her2, "2"), as_category(her2, "negative")
('2+', None)
"""

from typing import Any, NamedTuple

from oncoptions.facts.numbers import number
from oncoptions.facts.vocabulary import FactEntry, Vocabulary
from oncoptions.records.fhir import terms
from oncoptions.records.fhir.bundle import one_line
from oncoptions.records.fhir.codes import keys, meaning, written
from oncoptions.records.fhir.resources import Concept, Quantity, ReferenceRange, Valued, listed
from oncoptions.records.fhir.units import amount, times_normal

__all__ = ["Read", "answer_of", "as_category", "value_of"]


MOST = 10**9
"""No fact is larger; a whole number of any length is cut to this before it is looked at."""


class Read(NamedTuple):
    """A value that was understood; `text` holds the words where words were read."""

    value: Any
    text: str = ""


def value_of(
    vocabulary: Vocabulary, fact: str, valued: Valued, ranges: list[ReferenceRange]
) -> Read | None:
    """Return the value for a fact, or None where this value says nothing about it.

    Raises ValueError where it should say something but cannot be right.
    """
    entry = vocabulary.facts[fact]
    own = vocabulary.answers.get(fact, {})
    if entry.type == "number":
        return _number(fact, entry, own, valued, ranges)
    said = answer_of(valued, own)
    return _fitting(entry, said) if said is not None else None


def answer_of(valued: Valued, own: dict[str, str]) -> Read | None:
    """Return what a value says in a word: by codes, else by words, else by interpretation."""
    value = valued.value_codeable_concept
    found = keys(value)
    coded = meaning(found, own) or meaning(found, terms.ANSWERS)
    if coded is not None:
        return Read(coded)
    text = one_line(valued.value_string) or written(value)
    if text:
        return Read(terms.WORDS.get(text.lower(), text), text)
    if valued.value_integer is not None:
        return Read(str(valued.value_integer))
    if _has_value(valued):
        return None
    flags = [key for concept in listed(valued.interpretation) for key in keys(concept)]
    flagged = meaning(flags, own) or meaning(flags, terms.ANSWERS)
    return Read(flagged) if flagged is not None else None


def _has_value(valued: Valued) -> bool:
    """Whether there is a value, so that the interpretation beside it is not one."""
    return valued.value_codeable_concept is not None or valued.value_quantity is not None


def _fitting(entry: FactEntry, said: Read) -> Read | None:
    value = as_category(entry, said.value)
    return Read(value, said.text) if value is not None else None


def as_category(entry: FactEntry, word: str) -> str | None:
    """Return the fact's value that a word means, if it has one."""
    if word in entry.values:
        return word
    same = {"present": "positive", "detected": "positive", "absent": "negative"}
    same["not_detected"] = "negative"
    plain = word.lower().removeprefix("her2 ").removeprefix("score ").replace(" ", "")
    for candidate in (same.get(word, ""), plain, f"{plain}+"):
        if candidate in entry.values:
            return candidate
    return None


def _number(
    fact: str,
    entry: FactEntry,
    own: dict[str, str],
    valued: Valued,
    ranges: list[ReferenceRange],
) -> Read | None:
    quantity = valued.value_quantity
    if quantity is not None:
        if entry.unit == "{xULN}":
            return Read(times_normal(entry, quantity, ranges))
        return Read(amount(fact, entry, quantity))
    if valued.value_range is not None:
        return _range(fact, entry, valued)
    if valued.value_integer is not None and not entry.unit:
        whole = max(-MOST, min(MOST, valued.value_integer))
        return Read(amount(fact, entry, Quantity(value=float(whole))))
    said = meaning(_all_keys(valued), own)
    if said is not None:
        return Read(_plain(said))
    return _written_number(fact, entry, valued)


def _range(fact: str, entry: FactEntry, valued: Valued) -> Read | None:
    span = valued.value_range
    ends: dict[str, Any] = {}
    for key, end in (("min", span.low if span else None), ("max", span.high if span else None)):
        if end is not None:
            ends[key] = amount(fact, entry, end)
    if not ends or any(isinstance(end, str) for end in ends.values()):
        raise ValueError("a range without plain ends")
    if len(ends) == 2 and ends["min"] > ends["max"]:
        raise ValueError("a range whose ends are the wrong way round")
    return Read(ends)


def _written_number(fact: str, entry: FactEntry, valued: Valued) -> Read | None:
    """Read a number written as words, such as `>90%`, for facts counted in percent or points."""
    text = one_line(valued.value_string) or written(valued.value_codeable_concept)
    if not text or entry.unit not in ("%", None):
        return None
    try:
        found = number(text)
    except ValueError:
        return None
    if isinstance(found, float | int):
        unit = entry.unit or ""
        return Read(amount(fact, entry, Quantity(value=float(found), code=unit)), text)
    low, high = entry.min or 0.0, entry.max if entry.max is not None else float("inf")
    ends = [float(end) for end in (found.low, found.high) if abs(float(end)) != float("inf")]  # type: ignore[arg-type]  # numbers, never dates
    if not all(low <= end <= high for end in ends):
        raise ValueError("outside what is possible: check the value and its unit")
    return Read(text, text)


def _plain(said: str) -> Any:
    """Return a coded number in the form of the case file: `2`, or `1-45` as a range."""
    found = number(said)
    if isinstance(found, float | int):
        return int(found) if found == int(found) else found
    return {"min": int(float(found.low)), "max": int(float(found.high))}  # type: ignore[arg-type]  # numbers, never dates


def _all_keys(valued: Valued) -> tuple[str, ...]:
    concepts: list[Concept] = listed(valued.interpretation)
    return (
        *keys(valued.value_codeable_concept),
        *(key for concept in concepts for key in keys(concept)),
    )
