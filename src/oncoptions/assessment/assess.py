"""`assess(case, knowledge, on, region)`: every option for one person, with reasons.

Same case, date, region and knowledge: same answer, byte for byte.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from oncoptions.assessment.answer import (
    Answer,
    Assumption,
    Caution,
    Conflict,
    FactRow,
    KnowledgeRow,
    OptionRow,
    TestRow,
)
from oncoptions.assessment.notes import Notebook
from oncoptions.assessment.person import Person
from oncoptions.assessment.row import build_row, is_avoided
from oncoptions.assessment.standing import RANK
from oncoptions.assessment.status import Verdict, judge
from oncoptions.assessment.tests_wanted import tests_wanted
from oncoptions.criteria import Possible, Range, Value
from oncoptions.facts.case import Case
from oncoptions.facts.dates import in_force_from
from oncoptions.facts.history import Line
from oncoptions.facts.resolve import Facts, Finding
from oncoptions.knowledge.base import KnowledgeBase, View
from oncoptions.knowledge.models import Regimen, Region

__all__ = ["assess", "plain_value"]

_SINCE = "metastatic_since_months_ago"
"""Assumed where nobody said it: not for one option, but for every time that is counted."""
_STATUS = {"fits": 0, "depends": 1, "unavailable": 2, "ruled_out": 3}
_FAMILIES = {"targeted": 0, "conjugate": 1, "chemotherapy": 2, "none": 3}
_KINDS = {"local": 0, "systemic": 1, "trial": 2, "palliative": 3, "supportive": 4}


def assess(
    case: Case,
    knowledge: KnowledgeBase,
    on: dt.date,
    region: Region,
    unread: tuple[str, ...] = (),
    sources: Sequence[Mapping[str, Any]] = (),
) -> Answer:
    """Return the whole answer for one case on one day in one region.

    `unread` lists what a reader of records did not understand, `sources` where it read what it
    did; both are shown and change nothing.
    """
    view = knowledge.at(on, region)
    facts = knowledge.resolver.resolve(case)
    person = Person(view, facts)
    rows, confirm = _rows(person, facts.case)
    rows = _local_first(person, rows)
    rows = tuple(sorted(rows, key=_place))
    return Answer(
        as_of=on.isoformat(),
        region=region,
        knowledge=KnowledgeRow(knowledge.version, knowledge.through.date.isoformat()),
        facts=tuple(_fact_rows(knowledge, facts, sources)),
        options=rows,
        tests=(*confirm, *tests_wanted(person, _without_unsure(rows, confirm))),
        urgent=tuple(f"Local treatment first: {row.name}" for row in _first(person, rows)),
        local=tuple(row.id for row in rows if row.kind == "local"),
        supportive=tuple(row.id for row in rows if row.kind == "supportive"),
        assumptions=_assumptions(knowledge, facts, rows),
        conflicts=tuple(Conflict(*conflict) for conflict in facts.conflicts),
        unread=(
            *unread,
            *(f"medicine not recognised, so not checked: {m}" for m in case.unchecked_medicines),
        ),
        notices=tuple(_notices(view, facts, rows)),
    )


# ------------------------------------------------------------------------------------------- rows


def _rows(person: Person, case: Case) -> tuple[tuple[OptionRow, ...], tuple[TestRow, ...]]:
    current = person.facts.history.current
    before = _before_current(person, case, current)
    others = [_as_sample(person, case, i) for i in range(len(case.samples))]
    going_on = _going_on(person, before, current)
    notebook, rows, unsure = Notebook(person), [], {}
    for regimen in person.base.regimens.values():
        now = regimen.id in going_on
        asked, verdict = _judged(person, regimen, before if now else None)
        if verdict.status == "ruled_out" and verdict.step == 7 and not now:
            facts = _by_other_sample(person, regimen, others)
            if facts:
                verdict = verdict._replace(status="depends", step=5)
                unsure[regimen.id] = facts
        row = build_row(notebook, regimen, verdict, current=now, before=asked)
        rows.append(_with_facts(row, unsure.get(regimen.id)))
    return tuple(rows), _confirm(person, unsure)


def _judged(person: Person, regimen: Regimen, before: Person | None) -> tuple[Person, Verdict]:
    """Judge an option; one going on now also as it was begun, and the better of both counts.

    A first line no longer fits its own label once it has begun; a maintenance fits only then.
    """
    askers = (person,) if before is None else (before, person)
    judged = [(asked, judge(person, regimen, asked)) for asked in askers]
    return min(judged, key=lambda pair: (_STATUS[pair[1].status], pair[1].step))


def _before_current(person: Person, case: Case, current: Line | None) -> Person:
    """The person as they were before the treatment going on now began."""
    if current is None:
        return person
    indexes = {entry.index for entry in current.entries}
    earlier = tuple(t for t in case.therapies if t.index not in indexes)
    case = replace(case, therapies=earlier, metastatic_since=person.facts.history.relapse)
    return Person(person.view, person.base.resolver.resolve(case))


def _going_on(person: Person, before: Person, current: Line | None) -> frozenset[str]:
    """The options that are the treatment going on now: the same drugs, for this situation.

    Where no body supports the drugs for this situation, it is the option that is just these drugs.
    """
    if current is None:
        return frozenset()
    same = [r for r in before.base.regimens.values() if _has_drugs_of(before, r, current)]
    supports = before.view.supports
    meant = [
        r
        for r in same
        if any(
            asked.holds(support) is not False
            for support in supports[r.id].in_force
            for asked in (before, person)
        )
    ]
    drugs = current.current_drugs - before.base.lexicon.supportive
    alone = [r for r in same if _members(before, r) <= drugs]
    return frozenset(regimen.id for regimen in meant or alone)


def _members(before: Person, regimen: Regimen) -> frozenset[str]:
    """All drugs and procedures that may fill a place this person has or had to fill."""
    parts = [part for part in regimen.components if before.ask(part.when) is not False]
    return frozenset(member for part in parts for member in part.one_of)


def _has_drugs_of(before: Person, regimen: Regimen, current: Line) -> bool:
    """Whether the drugs given now fill the places of a regimen."""
    given = current.current_drugs - before.base.lexicon.supportive
    parts = [c for c in regimen.components if before.ask(c.when) is not False]
    main = [part for part in parts if not part.backbone] or parts
    if not given or not given <= _members(before, regimen):
        return False
    return all(given & set(part.one_of) for part in main)


def _as_sample(person: Person, case: Case, index: int) -> Person:
    resolver = person.base.resolver
    return Person(person.view, resolver.resolve(resolver.with_sample(case, case.samples[index])))


def _by_other_sample(person: Person, regimen: Regimen, others: list[Person]) -> tuple[str, ...]:
    """The receptor facts in which a sample differs that would admit an option."""
    for other in others:
        if judge(other, regimen).status in ("fits", "depends"):
            return tuple(
                name
                for name in sorted(person.base.regimen_reads(regimen))
                if person.base.vocabulary.facts[name].group == "receptors"
                and other.values[name] != person.values[name]
            )
    return ()


def _with_facts(row: OptionRow, facts: tuple[str, ...] | None) -> OptionRow:
    return replace(row, deciding_facts=facts, would_fit_if=()) if facts else row


def _confirm(person: Person, unsure: dict[str, tuple[str, ...]]) -> tuple[TestRow, ...]:
    """One row for each test whose results differ between the samples, with what hangs on it."""
    facts: dict[str, set[str]] = {}
    opens: dict[str, list[str]] = {}
    for identity, differing in unsure.items():
        for test in sorted({_receptor_test(person, fact) for fact in differing}):
            opens.setdefault(test, []).append(identity)
            ours = (fact for fact in differing if _receptor_test(person, fact) == test)
            facts.setdefault(test, set()).update(ours)
    labels = " and ".join(sample.label for sample in person.facts.case.samples)
    why = f"Samples differ ({labels}): a new or repeated result would settle these options."
    return tuple(
        TestRow(
            test, "confirm", _test_name(person, test), tuple(sorted(facts[test])), why, tuple(o)
        )
        for test, o in sorted(opens.items())
    )


def _receptor_test(person: Person, fact: str) -> str:
    """The test that gives a receptor; ER and PR are confirmed as one, and so is all of HER2."""
    return person.base.test_of.get("her2_ihc" if "her2" in fact else "er_percent", "receptors")


def _test_name(person: Person, test: str) -> str:
    return person.base.tests[test].name if test in person.base.tests else "Receptors"


def _without_unsure(
    rows: tuple[OptionRow, ...], confirm: tuple[TestRow, ...]
) -> tuple[OptionRow, ...]:
    """The rows that do not hang on which sample is right: no new test would decide those."""
    unsure = {identity for test in confirm for identity in test.would_open}
    return tuple(row for row in rows if row.id not in unsure)


def _local_first(person: Person, rows: tuple[OptionRow, ...]) -> tuple[OptionRow, ...]:
    """While a problem needs local treatment first, every systemic row says so."""
    first = _first(person, rows)
    if not first:
        return rows
    names = " or ".join(row.name for row in first)
    problem = person.base.regimens[first[0].id].first_when or ""
    caution = Caution("caution", problem, "true", f"not instead of {names}", ())
    return tuple(
        replace(row, cautions=(caution, *row.cautions)) if row.kind == "systemic" else row
        for row in rows
    )


def _first(person: Person, rows: tuple[OptionRow, ...]) -> list[OptionRow]:
    """The local treatments that a problem of this person calls for before any drug."""
    return [
        row
        for row in rows
        if row.status == "fits"
        and person.base.regimens[row.id].first_when is not None
        and person.ask(person.base.regimens[row.id].first_when) is True
    ]


def _place(row: OptionRow) -> tuple[object, ...]:
    """Where a row stands: urgent local treatment, what goes on now, then by status and standing."""
    urgent = row.kind == "local" and row.status == "fits"
    avoided = is_avoided(row.components, row.excluded, row.cautions)
    return (
        _STATUS[row.status],
        not urgent,
        not row.current,
        _KINDS[row.kind],
        RANK[row.standing.value],
        avoided,
        _FAMILIES[row.family],
        any(caution.criterion.startswith("failed ") for caution in row.cautions),
        min((RANK[body.value] for body in row.standing.by), default=RANK[None]),
        row.availability.off_label is True,
        -_latest(row),
        row.name.lower(),
        row.id,
    )


def _latest(row: OptionRow) -> int:
    """The day of the newest word for a row: what was said last knew most."""
    said = [body.since for body in row.standing.by]
    if row.availability.value == "approved" and row.availability.since:
        said.append(row.availability.since)
    return max((in_force_from(since).toordinal() for since in said), default=0)


# ------------------------------------------------------------------------------------- the rest


def _fact_rows(
    knowledge: KnowledgeBase, facts: Facts, sources: Sequence[Mapping[str, Any]]
) -> list[FactRow]:
    """All facts that are known in any way, then the unknown ones."""
    read = {str(source["path"]): source for source in sources}
    return [
        FactRow(
            name=name,
            value=plain_value(finding.value),
            state=finding.state,
            of=finding.of,
            detail=finding.detail,
            source=_where(origin := _origin(knowledge, finding, read)),
            date=origin.get("date"),
        )
        for name, finding in facts.findings.items()
        if finding.state != "assumed" or name == _SINCE or knowledge.is_used(name)
    ]


def _origin(
    knowledge: KnowledgeBase, finding: Finding, read: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Where a record said what is known; nothing for what follows or was written by hand."""
    if finding.state != "known" or not finding.of or finding.value is False:
        return {}
    place = knowledge.vocabulary.facts[finding.name].case or ""
    return read.get(finding.of[0]) or read.get(place) or {}


def _where(origin: Mapping[str, Any]) -> str | None:
    return " ".join(origin[key] for key in ("resource", "code") if key in origin) or None


def plain_value(value: Value) -> object:
    """Return a value as JSON can say it: `never` for infinity, a list for a choice."""
    if isinstance(value, Possible):
        return sorted(value.options)
    if isinstance(value, Range):
        ends = {"min": value.low, "max": value.high}
        return {k: v for k, v in ends.items() if v not in (float("inf"), float("-inf"))}
    return "never" if value == float("inf") else value


def _assumptions(
    knowledge: KnowledgeBase, facts: Facts, rows: tuple[OptionRow, ...]
) -> tuple[Assumption, ...]:
    used = {name for row in rows for name in row.assumed_facts}
    return tuple(
        Assumption(name, plain_value(finding.value), knowledge.vocabulary.facts[name].question)
        for name, finding in facts.findings.items()
        if name in used or (name == _SINCE and finding.state == "assumed")
    )


def _notices(view: View, facts: Facts, rows: tuple[OptionRow, ...]) -> list[str]:
    through, case = view.base.through, facts.case
    said = []
    if view.date > through.date:
        said.append(f"Knowledge ends on {through.date}: later approvals and papers are not here.")
    if case.history != "complete":
        said.append(
            "Is the treatment history complete? Until somebody says so, counts are lower bounds."
        )
    stage = facts.values.get("stage")
    if stage in ("0", "I", "II", "III"):
        said.append(
            f"The record gives stage {stage}; these options are for stage IV: confirm the spread."
        )
    if facts.current_sample is not None:
        said.append(f"Receptors are those of the sample: {facts.current_sample}.")
    current = facts.history.current
    if current is not None and facts.values["disease_now"] in ("stable", "response"):
        said.append("The treatment going on now still holds the cancer; other options may wait.")
    if current is not None and not any(row.current for row in rows):
        names = ", ".join(sorted(view.base.component_name(d) for d in current.current_drugs))
        said.append(f"The treatment going on now ({names}) is not among the options known here.")
    said += [f"Set aside, dated after {view.date}: {path}." for path in case.set_aside]
    said += [f"{note}." for note in case.notes]
    if case.other:
        said.append(f"Kept with the case, not used: {case.other}")
    return said
