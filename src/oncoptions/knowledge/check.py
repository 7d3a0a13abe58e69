"""Faults of content: what a well-formed knowledge base may still have wrong.

References that lead nowhere, dates that contradict each other, statements without a source, figures
that cannot be, derived facts with two values at once. Every fault has its place and its mend.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from msgspec import Struct

from oncoptions.criteria import Fault, gaps
from oncoptions.facts.dates import in_force_from, span
from oncoptions.knowledge.derived import unclear_derivations
from oncoptions.knowledge.figures import impossible_figures
from oncoptions.knowledge.load import Base, Documents, read_all
from oncoptions.knowledge.models import Drug, Piece, Regimen, Support, Test

__all__ = ["all_faults", "content_faults"]

Path = tuple[str | int, ...]


class Found(NamedTuple):
    """A fault in an entry: where inside it, what, and the mend."""

    path: Path
    message: str
    mend: str


def content_faults(base: Base, documents: Documents) -> list[Fault]:
    """Return all faults of content, in the order of the files."""
    faults = []
    for file, document in documents.items():
        for path, message, mend in _of_file(base, file):
            faults.append(Fault(file, *document.place(path), message, mend))
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _of_file(base: Base, file: str) -> Iterator[Found]:
    folder, _, name = file.partition("/")
    identity = name.removesuffix(".yaml")
    match folder:
        case "drugs" if identity in base.drugs:
            yield from _drug(base, base.drugs[identity])
        case "regimens" | "local" | "supportive" if identity in base.regimens:
            yield from _regimen(base, base.regimens[identity])
        case "studies" if identity in base.studies:
            yield from _pieces(base, base.studies[identity])
            for path, message, mend in impossible_figures(base.studies[identity]):
                yield Found(path, message, mend)
        case "tests" if identity in base.tests:
            yield from _test(base, base.tests[identity])
        case "facts.yaml":
            yield from _facts(base)
        case _:
            yield from _shared(base, file)


def _shared(base: Base, file: str) -> Iterator[Found]:
    """The files that hold a whole collection."""
    match file:
        case "classes.yaml":
            for name, entry in base.classes.items():
                path = ("classes", name)
                yield from _known(entry.part_of, base.classes, (*path, "part_of"), "class")
                yield from _sourced(base, entry, path, needed=bool(entry.after_failure))
                judged = (entry.judgement,) if entry.judgement else ()
                yield from _known(judged, base.vocabulary.facts, (*path, "judgement"), "fact")
        case "procedures.yaml":
            for name, procedure in base.procedures.items():
                yield from _sourced(base, procedure, ("procedures", name), needed=True)
        case "medicines.yaml":
            does = base.vocabulary.lists.get("medicines", {})
            for name, medicine in base.medicines.items():
                yield from _sourced(base, medicine, ("medicines", name), needed=True)
                yield from _known(medicine.does, does, ("medicines", name, "does"), "fact takes_")


def _facts(base: Base) -> Iterator[Found]:
    for name, entry in base.vocabulary.facts.items():
        path = ("facts", name)
        if entry.group not in base.vocabulary.groups:
            yield Found((*path, "group"), f"no group '{entry.group}'", "Use one of `groups`.")
        if entry.source is not None:
            yield from _known((entry.source,), base.sources, (*path, "source"), "source")
        for value in entry.derivations:
            if entry.type == "category" and value not in entry.values:
                yield Found(
                    (*path, "derive"),
                    f"'{value}' is not among the values",
                    "Add it, or mend the word.",
                )
        if entry.history is not None:
            named = [x for x in (entry.history.of, entry.history.with_) if x]
            yield from _known(
                named, {**base.classes, **base.drugs}, (*path, "history"), "class or drug"
            )


def _drug(base: Base, drug: Drug) -> Iterator[Found]:
    yield from _known(drug.classes, base.classes, ("classes",), "class")
    yield from _pieces(base, drug)
    for field in ("before_start", "monitoring"):
        for i, item in enumerate(getattr(drug, field)):
            yield from _known((item.test,), base.tests, (field, i, "test"), "test")
    for field in ("contraindications", "avoid", "cautions"):
        for i, warning in enumerate(getattr(drug, field)):
            if field == "contraindications" and not warning.verified:
                yield Found((field, i), "a contraindication nobody has read", "Read its source.")
    if drug.id in base.classes:
        yield Found(("id",), f"'{drug.id}' is also a class", "Rename the class.")
    if drug.rechallenge is not None:
        yield from _known(
            drug.rechallenge.with_new, base.classes, ("rechallenge", "with_new"), "class"
        )


def _regimen(base: Base, regimen: Regimen) -> Iterator[Found]:
    parts = {**base.drugs, **base.procedures}
    for i, component in enumerate(regimen.components):
        yield from _known(component.one_of, parts, ("components", i, "one_of"), "drug or procedure")
    for i, row in enumerate(regimen.schedule):
        yield from _known((row.drug,), parts, ("schedule", i, "drug"), "drug or procedure")
    for i, check in enumerate(regimen.before_start):
        yield from _known((check.test,), base.tests, ("before_start", i, "test"), "test")
    yield from _known(regimen.studies, base.studies, ("studies",), "study")
    yield from _pieces(base, regimen)
    for i, support in enumerate(regimen.supports):
        for message, mend in _support(support):
            yield Found(("supports", i), message, mend)
    if regimen.kind == "systemic" and not regimen.components:
        yield Found(("id",), "a systemic regimen without components", "Name its drugs.")


def _support(support: Support) -> Iterator[tuple[str, str]]:
    if support.kind == "guideline" and support.standing is None:
        yield "a guideline support without standing", "Say preferred, recommended, option, ..."
    if support.kind != "guideline" and support.standing is not None:
        yield "only a guideline has a standing", "Take it out."
    if (support.until is None) != (support.ended is None) and support.kind == "approval":
        yield (
            "an approval that ended needs both `until` and `ended`",
            "Add the one that is missing.",
        )
    if support.line is not None and support.kind != "approval":
        yield "only an approval has a `line`", "Join it to `when`."
    if support.kind == "approval" and support.by not in ("FDA", "EMA", "NMPA", "national (EU)"):
        yield f"'{support.by}' approves nothing here", "Use FDA, EMA, NMPA or national (EU)."


def _test(base: Base, test: Test) -> Iterator[Found]:
    yield from _known(test.facts, base.vocabulary.facts, ("facts",), "fact")
    yield from _pieces(base, test)


def _pieces(base: Base, entry: Struct) -> Iterator[Found]:
    """Hold every statement of an entry against the rules all statements share."""
    yield from _known(getattr(entry, "sources", ()), base.sources, ("sources",), "source")
    for path, piece in _walk(entry, ()):
        if isinstance(piece, Piece):
            yield from _sourced(base, piece, path, needed=True)
        since, until = getattr(piece, "since", None), getattr(piece, "until", None)
        if since is not None and until is not None and _day(until) < _day(since):
            yield Found(path, "it ends before it begins", "Mend `from` or `until`.")
        for name in ("since", "until", "published", "public", "enrolment_from", "date"):
            value = getattr(piece, name, None)
            if value is not None and not isinstance(value, dt.date):
                yield from _dated(value, (*path, "from" if name == "since" else name))


def _sourced(base: Base, piece: Piece, path: Path, *, needed: bool) -> Iterator[Found]:
    yield from _known(piece.sources, base.sources, (*path, "sources"), "source")
    if needed and not piece.sources and piece.verified:
        yield Found(
            path, "a statement without a source", "Name its `sources`, or say `verified: false`."
        )


def _dated(value: str | int, path: Path) -> Iterator[Found]:
    try:
        span(str(value))
    except ValueError as error:
        yield Found(path, f"'{value}': {error}", "Write YYYY-MM-DD, YYYY-MM or YYYY.")


def _day(value: str | int) -> dt.date:
    try:
        return in_force_from(str(value))
    except ValueError:
        return dt.date.max


def _known(names: Any, among: Any, path: Path, kind: str) -> Iterator[Found]:
    for name in names:
        if name not in among:
            near = get_close_matches(name, list(among), 1)
            mend = f"Did you mean '{near[0]}'?" if near else "Write the entry, or mend the name."
            yield Found(path, f"no {kind} '{name}'", mend)


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Struct]]:
    if isinstance(value, Struct):
        if path:
            yield path, value
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _walk(item, (*path, i))


def shared_names(base: Base) -> Iterator[Fault]:
    """Find a name, brand or synonym that stands for two drugs."""
    owners: dict[str, set[str]] = defaultdict(set)
    for drug in base.drugs.values():
        for name in (drug.id, drug.name, *drug.brands, *drug.synonyms):
            owners[name.lower()].add(drug.id)
    for name, ids in sorted(owners.items()):
        if len(ids) > 1:
            first = min(ids)
            message = f"'{name}' names {' and '.join(sorted(ids))}"
            yield Fault(f"drugs/{first}.yaml", 1, 1, message, "Keep it in one of them.")


def all_faults(files: Mapping[str, bytes]) -> tuple[Base | None, list[Fault]]:
    """Read a knowledge base and return it with every fault of form and of content."""
    base, documents, faults = read_all(files)
    if base is not None:
        faults += content_faults(base, documents)
        faults += shared_names(base)
    return base, faults


def doubts(base: Base) -> Iterator[str]:
    """Say what is no fault but wants a second look.

    Derived facts with two values or none, and criteria that leave certain answers unknown.
    """
    yield from unclear_derivations(base.vocabulary, base.criteria)
    for text, node in base.criteria.items():
        found = gaps(node, base.vocabulary.types, limit=20_000)
        for gap in found.examples[:1]:
            known = ", ".join(
                f"{name} = {value}" for name, value in gap.facts.items() if value is not None
            )
            answer = str(gap.answer).lower()
            yield f"unknown though {answer} where {known or 'nothing is known'}: {text}"
