"""Who says how strongly, and whether it may be prescribed here and now."""

from collections.abc import Iterable

from oncoptions.assessment.answer import Availability, BodyStanding, StandingRow
from oncoptions.assessment.person import Person
from oncoptions.assessment.status import Verdict
from oncoptions.facts.dates import in_force_from
from oncoptions.knowledge.base import FIRST_BODY, KnowledgeBase
from oncoptions.knowledge.models import Regimen, Support

__all__ = ["RANK", "address", "availability", "standing"]

RANK = {
    "preferred": 0,
    "recommended": 1,
    "option": 2,
    "only_if_others_unsuitable": 3,
    None: 4,
    "not_recommended": 5,
}
"""The order of the standings, strongest first; no word of any body comes after them."""


def address(base: KnowledgeBase, sources: Iterable[str]) -> tuple[str, ...]:
    """Return the public addresses of sources."""
    return base.addresses(tuple(sources))


def standing(person: Person, regimen: Regimen, verdict: Verdict, *, avoided: bool) -> StandingRow:
    """Put the bodies side by side; the headline is the region's first body, else the latest.

    A body that speaks of the person's situation more than once counts with its latest word, and of
    the same day with its strongest. An option with a reason to avoid it is never `preferred`.
    """
    wanted = (True, None) if verdict.status == "depends" else (True,)
    guidelines = person.view.supports[regimen.id].guidelines
    spoken = [s for s in guidelines if person.holds(s) in wanted]
    by_body: dict[str, Support] = {}
    for support in sorted(spoken, key=_strength):
        by_body.setdefault(support.by, support)
    rows = sorted(
        by_body.values(), key=lambda s: (s.by != FIRST_BODY[person.view.region], _later(s))
    )
    values = {row.standing for row in rows}
    headline = rows[0].standing if rows else None
    if headline == "preferred" and avoided:
        headline = "recommended"
    return StandingRow(headline, len(values) > 1, tuple(_body(person.base, row) for row in rows))


def _strength(support: Support) -> tuple[int, int]:
    return _later(support), RANK[support.standing]


def _later(support: Support) -> int:
    return -in_force_from(str(support.since)).toordinal()


def _body(base: KnowledgeBase, support: Support) -> BodyStanding:
    return BodyStanding(
        body=support.by,
        value=support.standing or "",
        grade=support.grade,
        mcbs=support.mcbs,
        since=str(support.since),
        says=support.says,
        source=next(iter(address(base, support.sources)), None),
    )


def availability(person: Person, regimen: Regimen, verdict: Verdict) -> Availability:
    """Say whether the option may be prescribed there and then, since when, and on whose word."""
    match verdict.step:
        case 3:
            return _of_support(person, "approved", verdict.supports[0])
        case 2:
            return _cannot_be_had(person, regimen, verdict)
        case 6:
            return _elsewhere(person, regimen, verdict.supports[0])
        case _:
            return _without_approval(person, regimen, verdict)


def _of_support(
    person: Person, value: str, support: Support, note: str | None = None
) -> Availability:
    return Availability(
        value=value,
        agency=support.by,
        since=str(support.since),
        accelerated=support.accelerated,
        note=note,
        source=next(iter(address(person.base, support.sources)), None),
    )


def _without_approval(person: Person, regimen: Regimen, verdict: Verdict) -> Availability:
    approvals = person.view.supports[regimen.id].approvals
    unsure = [s for s in approvals if person.holds(s) is not False]
    if verdict.status == "depends" and unsure:
        return _of_support(person, "approved", unsure[0])
    drugs = any(m in person.base.drugs for c in regimen.components for m in c.one_of)
    if not drugs:
        return Availability("approved", note="no drug, so no approval is needed")
    if verdict.status == "ruled_out":
        return _in_general(person, approvals, verdict)
    return Availability("off_label", off_label=verdict.off_label or True)


def _in_general(person: Person, approvals: tuple[Support, ...], verdict: Verdict) -> Availability:
    """What holds of the option as such, where it is ruled out for this person."""
    if approvals:
        return _of_support(person, "approved", approvals[0], "approved, but not for this situation")
    for part in verdict.parts:
        for member, _ in part.blocked:
            market = person.view.market.get(member)
            if market is not None and not market.on_sale and not part.free:
                value = "not_marketed" if market.state == "on_sale" else market.state
                return Availability(value, since=market.since)
    return Availability("off_label", off_label=True)


def _cannot_be_had(person: Person, regimen: Regimen, verdict: Verdict) -> Availability:
    supports = person.view.supports[regimen.id]
    for support in supports.ended:
        if support in verdict.supports:
            until = str(support.until or support.since)
            value = _of_support(person, "withdrawn", support, support.note)
            return Availability(
                value.value,
                value.agency,
                until,
                False,
                False,
                support.confirmatory or support.note,
                value.source,
            )
    for part in verdict.parts:
        if part.needed is True and not part.free:
            member = part.blocked[0][0]
            market = person.view.market[member]
            review = [s for s in supports.review if person.holds(s) is not False]
            if review:
                return _of_support(person, "under_review", review[0], review[0].note)
            note = f"{person.base.component_name(member)} is not sold here"
            if market.state == "other_region":
                note += f"; it is in {market.region}"
            state = "not_marketed" if market.state == "on_sale" else market.state
            return Availability(state, since=market.since, note=note)
    return Availability("not_marketed")


def _elsewhere(person: Person, regimen: Regimen, support: Support) -> Availability:
    supports = person.view.supports[regimen.id]
    if support in supports.review:
        return _of_support(person, "under_review", support, support.note)
    if support in supports.later:
        return _of_support(person, "not_yet", support)
    return _of_support(person, "other_region", support)
