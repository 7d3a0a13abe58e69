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
from oncoptions.facts.history import History
from oncoptions.knowledge.base import Supports
from oncoptions.knowledge.models import Component, Drug, Precaution, Regimen, Support

__all__ = ["Block", "Part", "Verdict", "judge", "parts_of"]

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


def judge(person: Person, regimen: Regimen, history: History | None = None) -> Verdict:
    """Return the status of an option; `history` says what has failed, if not the person's own."""
    known = history if history is not None else person.facts.history
    supports = person.view.supports[regimen.id]
    parts = tuple(parts_of(person, regimen, known))
    if blocks := _blocks(person, regimen, parts):
        return Verdict("ruled_out", 1, parts, blocks=blocks)
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


def parts_of(person: Person, regimen: Regimen, history: History) -> Iterator[Part]:
    """Yield each component this person needs or may need, with the members free and blocked."""
    for component in regimen.components:
        needed = person.ask(component.when)
        if needed is False:
            continue
        blocked = [
            (member, block)
            for member in component.one_of
            if (block := _member_block(person, regimen, component, member, history)) is not None
        ]
        names = {member for member, _ in blocked}
        free = tuple(member for member in component.one_of if member not in names)
        yield Part(component, needed, free, tuple(blocked))


def _member_block(
    person: Person, regimen: Regimen, component: Component, member: str, history: History
) -> Block | None:
    drug = person.base.drugs.get(member)
    if drug is None:
        return None
    for row in person.view.precautions(drug.contraindications):
        if person.ask(row.when) is True:
            return Block("contraindicated", row.why, row)
    if not component.backbone and _has_failed(person, regimen, drug, history):
        return Block("failed", f"the cancer has already grown on {drug.name}")
    market = person.view.market[member]
    if not market.on_sale:
        return Block("unavailable", f"{drug.name} is not available here")
    return None


def _has_failed(person: Person, regimen: Regimen, drug: Drug, history: History) -> bool:
    if history.failed(drug.id) is not True:
        return False
    if drug.rechallenge is None:
        return True
    since = history.months_since_end(drug.id)
    months = since.low if isinstance(since, Range) else since
    after = drug.rechallenge.after_months
    if after is not None and isinstance(months, int | float) and months >= after:
        return False
    return not _new_partner(person, regimen, drug, history)


def _new_partner(person: Person, regimen: Regimen, drug: Drug, history: History) -> bool:
    """Whether the drug would come back with a partner of a named class that was never given."""
    assert drug.rechallenge is not None
    classes = person.base.lexicon.classes
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
    withdrawn = tuple(s for s in supports.ended if person.holds(s) is not False)
    if withdrawn and not _that(person, supports.approvals, True):
        return withdrawn
    return ()


# ------------------------------------------------------------------------------------------- step 4


def _off_label(person: Person, regimen: Regimen, supports: Supports) -> bool | str:
    """`by_line` where only the label's line is narrower; nothing is off label without a drug."""
    if not any(m in person.base.drugs for c in regimen.components for m in c.one_of):
        return False
    if any(s.line is not None and person.ask(s.when) is True for s in supports.approvals):
        return "by_line"
    return True
