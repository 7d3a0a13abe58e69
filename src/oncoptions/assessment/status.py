"""The status of one option for one person: the seven steps of the design, in their order.

1 ruled out by a contraindication or a failed drug; 2 unavailable because a drug is not sold or this
use was withdrawn; 3 fits by an approval; 4 fits by a guideline, off label; 5 depends; 6 unavailable
because only a later date or another region supports it; 7 ruled out because nothing supports it.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from oncoptions.assessment.answer import Status
from oncoptions.assessment.person import Person
from oncoptions.criteria import Range, Truth
from oncoptions.knowledge.base import Supports
from oncoptions.knowledge.models import Component, Drug, Precaution, Regimen, Support

__all__ = ["Block", "Part", "Verdict", "failed", "judge", "lasting_block", "parts_of"]

Why = Literal["contraindicated", "failed", "unavailable"]


class Block(NamedTuple):
    """Why a member of a component, or a whole regimen, cannot be given."""

    why: Why
    text: str
    precaution: Precaution | None = None


class Part(NamedTuple):
    """A component for this person: who may fill it and who may not."""

    component: Component
    needed: Truth
    free: tuple[str, ...]
    blocked: tuple[tuple[str, Block], ...]


class Verdict(NamedTuple):
    """The status, the step that gave it, and what it rests on."""

    status: Status
    step: int
    parts: tuple[Part, ...]
    supports: tuple[Support, ...] = ()
    """The supports that decided: true ones for fits, unknown ones for depends, and so on."""
    blocks: tuple[Block, ...] = ()
    """The reasons of step 1."""
    off_label: bool | str = False


def judge(person: Person, regimen: Regimen, before: Person | None = None) -> Verdict:
    """Return the status of an option.

    Contraindications and failures are always those of `person` now. The supports are asked of
    `before` where it is given: for the current treatment, the person as they were when it began.
    """
    parts = tuple(parts_of(person, regimen))
    if blocks := _blocks(person, regimen, parts):
        return Verdict("ruled_out", 1, parts, blocks=blocks)
    return _by_supports(before or person, regimen, parts)


def _by_supports(person: Person, regimen: Regimen, parts: tuple[Part, ...]) -> Verdict:
    """Steps 2 to 7."""
    supports = person.view.supports[regimen.id]
    if gone := _gone(person, regimen, supports, parts):
        return Verdict("unavailable", 2, parts, gone)
    if approved := _that(person, supports.approvals, True):
        return Verdict("fits", 3, parts, approved)
    if advised := _that(person, _favourable(supports), True):
        return Verdict("fits", 4, parts, advised, off_label=_off_label(person, regimen, supports))
    if unsure := _that(person, (*supports.approvals, *_favourable(supports)), None):
        return Verdict("depends", 5, parts, unsure)
    if other := _that(person, (*supports.review, *supports.later, *supports.elsewhere), True):
        return Verdict("unavailable", 6, parts, other)
    return Verdict("ruled_out", 7, parts)


def _that(person: Person, supports: tuple[Support, ...], wanted: Truth) -> tuple[Support, ...]:
    return tuple(s for s in supports if person.holds(s) is wanted)


def _favourable(supports: Supports) -> tuple[Support, ...]:
    return tuple(s for s in supports.guidelines if s.standing != "not_recommended")


# ------------------------------------------------------------------------------------ steps 1 and 2


def parts_of(person: Person, regimen: Regimen) -> Iterator[Part]:
    """Yield each component this person needs or may need, with the members free and blocked."""
    for component in regimen.components:
        needed = person.ask(component.when)
        if needed is False:
            continue
        blocked = [
            (member, block)
            for member in component.one_of
            if (block := _member_block(person, regimen, component, member)) is not None
        ]
        names = {member for member, _ in blocked}
        free = tuple(member for member in component.one_of if member not in names)
        yield Part(component, needed, free, tuple(blocked))


def _member_block(
    person: Person, regimen: Regimen, component: Component, member: str
) -> Block | None:
    drug = person.base.drugs.get(member)
    if drug is None:
        return None
    for row in person.view.precautions(drug.contraindications):
        if person.ask(row.when) is True:
            return Block("contraindicated", row.why, row)
    return lasting_block(person, regimen, component, drug)


def lasting_block(
    person: Person, regimen: Regimen, component: Component, drug: Drug
) -> Block | None:
    """Return why a drug is out whatever may change about the person: it failed, or is not sold."""
    if not component.backbone and failed(person, regimen, drug) is True:
        return Block("failed", f"the cancer has already grown on {drug.name}")
    if not person.view.market[drug.id].on_sale:
        return Block("unavailable", f"{drug.name} is not available here")
    return None


def failed(person: Person, regimen: Regimen, drug: Drug) -> Truth:
    """Whether a drug has failed and may not come back; None where nobody says how it ended."""
    grew = person.facts.history.failed(drug.id)
    return False if grew is False or _may_return(person, regimen, drug) else grew


def _may_return(person: Person, regimen: Regimen, drug: Drug) -> bool:
    if drug.rechallenge is None:
        return False
    since = person.facts.history.months_since_end(drug.id)
    months = since.low if isinstance(since, Range) else since
    after = drug.rechallenge.after_months
    if after is not None and isinstance(months, int | float) and months >= after:
        return True
    return _new_partner(person, regimen, drug)


def _new_partner(person: Person, regimen: Regimen, drug: Drug) -> bool:
    """Whether the drug would come back with a partner of a named class that was never given."""
    assert drug.rechallenge is not None
    classes, history = person.base.lexicon.classes, person.facts.history
    members = [m for c in regimen.components for m in c.one_of if m != drug.id and m in classes]
    return any(
        wanted in classes[member] and not history.given(member)
        for member in members
        for wanted in drug.rechallenge.with_new
    )


def _blocks(person: Person, regimen: Regimen, parts: tuple[Part, ...]) -> tuple[Block, ...]:
    found = [
        Block("contraindicated", row.why, row)
        for row in person.view.precautions(regimen.contraindications)
        if person.ask(row.when) is True
    ]
    for part in parts:
        hard = [block for _, block in part.blocked if block.why != "unavailable"]
        if part.needed is True and not part.free and len(hard) == len(part.component.one_of):
            found += hard
    return tuple(dict.fromkeys(found))


def _gone(
    person: Person, regimen: Regimen, supports: Supports, parts: tuple[Part, ...]
) -> tuple[Support, ...]:
    """The supports for this person where a drug cannot be had, or where this use was withdrawn."""
    if any(part.needed is True and not part.free for part in parts):
        return tuple(s for s in regimen.supports if person.holds(s) is not False)
    if any(person.holds(s) is not False for s in supports.approvals):
        return ()  # another use, still approved: it decides, or what is unknown of it does
    return tuple(s for s in supports.ended if person.holds(s) is not False)


# ------------------------------------------------------------------------------------------- step 4


def _off_label(person: Person, regimen: Regimen, supports: Supports) -> bool | str:
    """`by_line` where only the label's line is narrower; nothing is off label without a drug."""
    if not any(m in person.base.drugs for c in regimen.components for m in c.one_of):
        return False
    if any(s.line is not None and person.ask(s.when) is True for s in supports.approvals):
        return "by_line"
    return True
