"""What a drug or a regimen carries with it for one person: cautions, checks, monitoring, dose.

Many options share a drug, so each drug is read once for a person and kept.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from oncoptions.assessment.answer import BeforeStartRow, Caution, DoseChange, MonitoringRow
from oncoptions.assessment.person import Person
from oncoptions.assessment.standing import address
from oncoptions.knowledge.models import BeforeStart, Careful, Drug, Precaution

__all__ = ["Notebook", "Notes"]

Severity = Literal["contraindicated", "avoid", "caution"]


class Notes(Struct, frozen=True):
    """What holds of one drug or regimen for one person."""

    cautions: tuple[Caution, ...]
    before_start: tuple[BeforeStartRow, ...]
    assumed: tuple[str, ...] = ()
    """Facts assumed in the contraindications: the option stands on them."""
    monitoring: tuple[MonitoringRow, ...] = ()
    dose_changes: tuple[DoseChange, ...] = ()


_NOTHING = Notes((), ())


class Notebook:
    """The notes of one person, made when first asked for."""

    def __init__(self, person: Person) -> None:
        """Begin with no notes."""
        self.person = person
        self._notes: dict[tuple[type, str], Notes] = {}

    def of(self, owner: Careful) -> Notes:
        """Return the notes of a drug or regimen."""
        if owner.is_carefree:
            return _NOTHING
        key = (type(owner), owner.id)
        if key not in self._notes:
            self._notes[key] = self._written(owner)
        return self._notes[key]

    def _written(self, owner: Careful) -> Notes:
        person, drug = self.person, owner if isinstance(owner, Drug) else None
        name = drug.name if drug is not None else None
        return Notes(
            cautions=tuple(_cautions(person, owner, name)),
            before_start=_once_a_test(_checks(person, owner, name)),
            assumed=_assumed(person, owner),
            monitoring=tuple(_monitoring(person, drug)) if drug is not None else (),
            dose_changes=tuple(_dose_changes(person, drug)) if drug is not None else (),
        )


def _assumed(person: Person, owner: Careful) -> tuple[str, ...]:
    """The facts, assumed because nobody spoke of them, that keep a contraindication away."""
    reads: dict[str, None] = {}
    for row in person.view.precautions(owner.contraindications):
        reads |= dict.fromkeys(sorted(person.base.reads(row.when)))
    return person.assumed(reads)


def _cautions(person: Person, owner: Careful, name: str | None) -> Iterator[Caution]:
    rows: tuple[tuple[Severity, tuple[Precaution, ...]], ...] = (
        ("contraindicated", owner.contraindications),
        ("avoid", owner.avoid),
        ("caution", owner.cautions),
    )
    for severity, precautions in rows:
        for row in person.view.precautions(precautions):
            if person.ask(row.when) is True:
                sources = address(person.base, row.sources)
                yield Caution(severity, row.when, "true", row.why, sources, name)
    if isinstance(owner, Drug):
        yield from _unsuitable(person, owner)


def _unsuitable(person: Person, drug: Drug) -> Iterator[Caution]:
    """What speaks against the drug without a label saying so: the team's word, the way in."""
    for identity in sorted(person.base.lexicon.classes[drug.id]):
        known = person.base.classes.get(identity)
        judgement = known.judgement if known is not None else None
        if known is not None and judgement and person.values[judgement] is False:
            why = f"{known.name} is taken as not suitable for this person"
            yield Caution("avoid", f"not {judgement}", "true", why, (), drug.name)
    if drug.route == "oral" and person.values["cannot_swallow"] is True:
        why = f"{drug.name} is swallowed, and this person cannot swallow tablets"
        yield Caution("avoid", "cannot_swallow", "true", why, (), drug.name)


# ------------------------------------------------------------------------------- before the start


def _once_a_test(rows: Iterator[BeforeStartRow]) -> tuple[BeforeStartRow, ...]:
    """Join the rows of one test: all the facts it is wanted for, the reason of the first."""
    kept: dict[str, BeforeStartRow] = {}
    for row in rows:
        first = kept.get(row.test, row)
        facts = tuple(dict.fromkeys((*first.facts, *row.facts)))
        kept[row.test] = replace(first, facts=facts)
    return tuple(kept.values())


def _checks(person: Person, owner: Careful, name: str | None) -> Iterator[BeforeStartRow]:
    """What must be known before the first dose: open contraindications, the label's checks."""
    for row in person.view.precautions(owner.contraindications):
        if person.ask(row.when) is None:
            yield from _unknown(person, row, name)
    for check in owner.before_start:
        if person.ask(check.when) is not False and _is_due(person, check):
            yield _check(person, check, name)


def _unknown(person: Person, row: Precaution, name: str | None) -> Iterator[BeforeStartRow]:
    for fact in person.undecided(row.when):
        test = person.base.test_of.get(fact)
        words = (
            person.base.tests[test].name if test else person.base.vocabulary.facts[fact].question
        )
        sources = address(person.base, row.sources)
        yield BeforeStartRow(test or fact, words, (fact,), row.why, name, sources)


def _is_due(person: Person, check: BeforeStart) -> bool:
    """A test is due while none of its facts is known; one that gives no fact is always due."""
    findings = person.facts.findings
    facts = person.base.tests[check.test].facts
    return all(findings[fact].state in ("unknown", "assumed") for fact in facts)


def _check(person: Person, check: BeforeStart, name: str | None) -> BeforeStartRow:
    test = person.base.tests[check.test]
    sources = address(person.base, check.sources)
    return BeforeStartRow(test.id, test.name, test.facts, check.why, name, sources)


# ---------------------------------------------------------------------------------------- later on


def _monitoring(person: Person, drug: Drug) -> Iterator[MonitoringRow]:
    for row in drug.monitoring:
        sources = address(person.base, row.sources)
        yield MonitoringRow(
            row.test, drug.name, row.days, row.every_days, row.from_day, row.until_day, sources
        )


def _dose_changes(person: Person, drug: Drug) -> Iterator[DoseChange]:
    for row in drug.dose_changes:
        if person.ask(row.when) is True:
            yield DoseChange(drug.name, row.do, row.when, address(person.base, row.sources))
