"""Everything an answer says about one option: reasons, cautions, checks before starting."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from oncoptions.assessment.answer import (
    Caution,
    ComponentRow,
    Excluded,
    Family,
    OptionRow,
    Reason,
    Threevalued,
    WouldFit,
)
from oncoptions.assessment.notes import Notebook, Notes
from oncoptions.assessment.person import Person
from oncoptions.assessment.standing import address, availability, standing
from oncoptions.assessment.status import Part, Verdict, failed, lasting_block
from oncoptions.criteria import Change, Not, Trace, Truth, reasons, smallest_change, trace
from oncoptions.knowledge.models import Drug, Precaution, Regimen, Support

__all__ = ["build_row", "is_avoided", "nearest", "word"]

T = TypeVar("T")
_NO_SUPPORT = 7
"""The step that rules an option out because nothing supports it for this person."""
_WORDS: dict[Truth, Threevalued] = {True: "true", False: "false", None: "unknown"}


def joined(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """Return several tuples as one."""
    return tuple(item for part in parts for item in part)


def word(truth: Truth) -> Threevalued:
    """Return a truth as the answer writes it."""
    return _WORDS[truth]


def build_row(
    notebook: Notebook, regimen: Regimen, verdict: Verdict, *, current: bool, before: Person
) -> OptionRow:
    """Build the row of one option.

    The notebook's person is asked for contraindications and cautions; `before` for the supports,
    which for the current treatment are read as they were before it began.
    """
    person = notebook.person
    # Nobody will be given what no authority supports: what goes with it need not be worked out.
    supported = verdict.step != _NO_SUPPORT
    owners = (regimen, *_drugs(person, verdict)) if supported else ()
    notes = [notebook.of(owner) for owner in owners]
    cautions = tuple(_cautions(person, regimen, notes, verdict)) if supported else ()
    components = tuple(
        ComponentRow(person.base.component_names(part.component.one_of)) for part in verdict.parts
    )
    excluded = tuple(_excluded(person, verdict))
    avoided = is_avoided(components, excluded, cautions)
    reads: dict[str, None] = {}
    why = tuple(_reasons(before, regimen, verdict, reads))
    return OptionRow(
        id=regimen.id,
        name=regimen.name,
        kind=regimen.kind,
        status=verdict.status,
        current=current,
        components=components,
        excluded=excluded,
        standing=standing(before, regimen, verdict, avoided=avoided),
        availability=availability(before, regimen, verdict),
        reasons=why,
        deciding_facts=_deciding(before, verdict),
        would_fit_if=tuple(dict.fromkeys(_would_fit(person, regimen, verdict, before))),
        assumed_facts=tuple(
            sorted({*before.assumed(reads), *joined(note.assumed for note in notes)})
        ),
        before_start=() if verdict.status == "ruled_out" else joined(n.before_start for n in notes),
        monitoring=joined(note.monitoring for note in notes),
        dose_changes=joined(note.dose_changes for note in notes),
        cautions=cautions,
        folded=regimen.folded and verdict.status == "depends",
        family=_family(person, regimen),
        relevant=any(before.holds(support) is not False for support in regimen.supports),
        how_it_works=regimen.how_it_works,
        studies=regimen.studies,
        reviewed=regimen.reviewed,
    )


def _family(person: Person, regimen: Regimen) -> Family:
    """Say what the option is in the main, by the classes of its drugs."""
    classes = person.base.lexicon.classes
    first = [classes[c.one_of[0]] for c in regimen.components if c.one_of[0] in classes]
    if regimen.kind != "systemic" or not first:
        return "none"
    if all("chemotherapy" in found for found in first):
        return "chemotherapy"
    return "conjugate" if any("adc" in found for found in first) else "targeted"


def _drugs(person: Person, verdict: Verdict) -> list[Drug]:
    """The drugs this person could get with the option."""
    free = (member for part in verdict.parts for member in (part.free or part.component.one_of))
    return [person.base.drugs[m] for m in dict.fromkeys(free) if m in person.base.drugs]


def is_avoided(
    components: tuple[ComponentRow, ...],
    excluded: tuple[Excluded, ...],
    cautions: tuple[Caution, ...],
) -> bool:
    """Whether there is no way to give the option without something that should be avoided."""
    avoid = {caution.drug for caution in cautions if caution.severity == "avoid"}
    out = {member.drug for member in excluded}
    left = [set(part.one_of) - out for part in components]
    return None in avoid or any(members and members <= avoid for members in left)


def _excluded(person: Person, verdict: Verdict) -> Iterator[Excluded]:
    for part in verdict.parts:
        for member, block in part.blocked:
            yield Excluded(person.base.component_name(member), block.text)


# ---------------------------------------------------------------------------------------- reasons


def _reasons(
    person: Person, regimen: Regimen, verdict: Verdict, reads: dict[str, None]
) -> Iterator[Reason]:
    for block in verdict.blocks:
        row = block.precaution
        facts = tuple(sorted(person.base.reads(row.when))) if row else ("prior_therapies",)
        reads |= dict.fromkeys(facts)
        sources = address(person.base, row.sources) if row else ()
        criterion = row.when if row else "not failed before"
        yield Reason(
            "label" if row else "history",
            criterion,
            "true" if row else "false",
            facts,
            block.text,
            sources,
        )
    for support in _shown(person, regimen, verdict):
        for traced in person.traces(support):
            for leaf in _leaves(traced):
                reads |= dict.fromkeys((leaf.fact or "",))
                yield _reason(person, support, leaf)


def _shown(person: Person, regimen: Regimen, verdict: Verdict) -> tuple[Support, ...]:
    """The supports whose conditions explain the status."""
    if verdict.supports:
        return verdict.supports
    near = nearest(person, regimen) if not verdict.blocks else None
    return (near,) if near is not None else ()


def _leaves(traced: Trace) -> list[Trace]:
    """What made an answer what it is; of an unknown one, the unknown leaves and the true."""
    if traced.value is not None:
        return list(reasons(traced))
    if traced.fact is not None:
        return [traced]
    return [leaf for part in traced.parts if part.value is not False for leaf in _leaves(part)]


def _reason(person: Person, support: Support, leaf: Trace) -> Reason:
    return Reason(
        by=support.by,
        criterion=leaf.text,
        value=word(leaf.value),
        facts=(leaf.fact,) if leaf.fact else (),
        why=support.says,
        sources=address(person.base, support.sources),
        verified=support.verified,
    )


def _deciding(person: Person, verdict: Verdict) -> tuple[str, ...]:
    if verdict.status != "depends":
        return ()
    found: dict[str, None] = {}
    for support in verdict.supports:
        for text in (support.when, support.line):
            if text is not None and person.ask(text) is None:
                found |= dict.fromkeys(person.undecided(text))
    return tuple(found)


def nearest(person: Person, regimen: Regimen) -> Support | None:
    """The support in force that needs the fewest changes to hold, else any other of the regimen."""
    supports = person.view.supports[regimen.id]
    candidates = [s for s in supports.in_force if s.standing != "not_recommended"]
    return _nearest(person, candidates or list(regimen.supports))


def _nearest(person: Person, supports: Iterable[Support]) -> Support | None:
    return min(supports, key=person.distance, default=None)


def _would_fit(
    person: Person, regimen: Regimen, verdict: Verdict, before: Person
) -> Iterator[WouldFit]:
    """Yield what would have to hold, all together; nothing where no change could admit it."""
    near = _nearest(before, _could_admit(before, regimen))
    if verdict.status != "ruled_out" or near is None:
        return
    ways = [_way_in(person, regimen, part) for part in verdict.parts if not part.free]
    if any(way is None for way in ways):
        return
    own = _undone(person, regimen.contraindications)
    for change in (*own, *joined(way or () for way in ways)):
        yield WouldFit(change.condition, change.fact, word(change.now), "label")
    for change in before.changes(near):
        yield WouldFit(change.condition, change.fact, word(change.now), near.by)


def _could_admit(person: Person, regimen: Regimen) -> list[Support]:
    """What is in force; where a use was taken back here, no guideline brings it back."""
    supports = person.view.supports[regimen.id]
    if supports.ended:
        return list(supports.approvals)
    return [s for s in supports.in_force if s.standing != "not_recommended"]


def _way_in(person: Person, regimen: Regimen, part: Part) -> tuple[Change, ...] | None:
    """The fewest changes after which some member could be given; None where none ever could."""
    ways = []
    for member, _ in part.blocked:
        drug = person.base.drugs[member]
        if lasting_block(person, regimen, part.component, drug) is None:
            ways.append(_undone(person, drug.contraindications))
    return min(ways, key=len, default=None)


def _undone(person: Person, contraindications: tuple[Precaution, ...]) -> tuple[Change, ...]:
    """The changes after which none of these contraindications would be true."""
    return tuple(
        change
        for row in person.view.precautions(contraindications)
        if person.ask(row.when) is True
        for change in smallest_change(trace(Not(person.base.node(row.when)), person.values))
    )


# --------------------------------------------------------------------------------------- cautions


def _cautions(
    person: Person, regimen: Regimen, notes: list[Notes], verdict: Verdict
) -> Iterator[Caution]:
    """What holds now: of the regimen, its drugs, failed classes, and what was not tolerated."""
    for note in notes:
        yield from note.cautions
    yield from _after_failure(person, verdict)
    yield from _perhaps_failed(person, regimen, verdict)
    for drug in _drugs(person, verdict):
        if person.facts.history.stopped_for_toxicity(drug.id):
            why = f"{drug.name} was stopped before because of side effects"
            yield Caution("caution", "stopped for toxicity", "true", why, (), drug.name)


def _perhaps_failed(person: Person, regimen: Regimen, verdict: Verdict) -> Iterator[Caution]:
    """A caution where a drug was given before and the record leaves open whether it failed."""
    current = person.facts.history.current
    going_on = current.current_drugs if current is not None else frozenset()
    for part in verdict.parts:
        for member in () if part.component.backbone else part.free:
            drug = person.base.drugs.get(member)
            if drug is None or member in going_on or failed(person, regimen, drug) is not None:
                continue
            why = (
                f"{drug.name} was given before, and the record leaves open whether the cancer grew "
                "on it or came back within 12 months of it; if so, this option falls away"
            )
            yield Caution("caution", "may have failed", "true", why, (), drug.name)


def _after_failure(person: Person, verdict: Verdict) -> Iterator[Caution]:
    """A caution where another drug of the same class has failed, with what is known of that."""
    history, said = person.facts.history, set()
    for part in verdict.parts:
        for member in () if part.component.backbone else part.free:
            for name in sorted(person.base.lexicon.classes.get(member, frozenset())):
                known = person.base.classes.get(name)
                if known is None or known.after_failure is None or name in said:
                    continue
                if history.failed(name) is True:
                    said.add(name)
                    sources = address(person.base, known.sources)
                    yield Caution(
                        "caution", f"failed {known.name}", "true", known.after_failure, sources,
                        person.base.component_name(member),
                    )  # fmt: skip
