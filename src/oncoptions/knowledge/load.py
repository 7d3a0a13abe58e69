"""Read `knowledge/` and find every fault of form in it at once.

`read_all` never stops at the first fault: an editor wants the whole list. What it returns is used
for an answer only when the list is empty. Faults of content (`check`) come after faults of form.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from oncoptions.criteria import Fault, Node
from oncoptions.criteria import read as read_criterion
from oncoptions.errors import KnowledgeError
from oncoptions.facts import strict_yaml
from oncoptions.facts.strict_yaml import Document
from oncoptions.facts.vocabulary import FactEntry, Vocabulary, working_order
from oncoptions.knowledge.forms import fit
from oncoptions.knowledge.models import (
    AnticancerClass,
    Drug,
    Medicine,
    Procedure,
    Regimen,
    Source,
    Study,
    Test,
    Through,
    Word,
)

__all__ = ["Base", "Documents", "files_of", "read_all"]

Documents = dict[str, Document]
Path_ = tuple[str | int, ...]

FOLDERS: dict[str, tuple[str, type[Struct]]] = {
    "drugs": ("drugs", Drug),
    "regimens": ("regimens", Regimen),
    "local": ("regimens", Regimen),
    "supportive": ("regimens", Regimen),
    "studies": ("studies", Study),
    "tests": ("tests", Test),
}
"""A folder that holds one thing a file: the collection it fills, and the struct of an entry."""

SHARED: dict[str, type[Struct]] = {
    "classes": AnticancerClass,
    "procedures": Procedure,
    "medicines": Medicine,
    "words": Word,
}
"""A file that holds a whole collection, keyed by id, under the collection's name."""

_HOLD_CRITERIA = frozenset({"when", "line", "first_when", "any_sample", "contradicted"})


class Base(Struct):
    """All entries as written, and every criterion in them, parsed once for each distinct text."""

    vocabulary: Vocabulary
    through: Through
    classes: dict[str, AnticancerClass] = {}
    procedures: dict[str, Procedure] = {}
    medicines: dict[str, Medicine] = {}
    words: dict[str, Word] = {}
    sources: dict[str, Source] = {}
    drugs: dict[str, Drug] = {}
    regimens: dict[str, Regimen] = {}
    studies: dict[str, Study] = {}
    tests: dict[str, Test] = {}
    criteria: dict[str, Node] = {}


def files_of(root: Path) -> dict[str, bytes]:
    """Read all YAML files below `root`, by their path relative to it.

    Raises KnowledgeError when there is no knowledge base at `root`.
    """
    if not (root / "facts.yaml").is_file():
        raise KnowledgeError(root, "no facts.yaml here", mend="name a knowledge folder")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*.yaml"))
    }


def read_all(files: Mapping[str, bytes]) -> tuple[Base | None, Documents, list[Fault]]:
    """Return the base, its documents by file, and all faults; no base without a vocabulary."""
    faults: list[Fault] = []
    documents = dict(_documents(files, faults))
    vocabulary, through = _vocabulary(documents, faults), _through(documents, faults)
    if vocabulary is None or through is None:
        return None, documents, faults
    base = Base(vocabulary, through)
    for file, document in documents.items():
        _fill(base, file, document, faults)
        _read_criteria(base, file, document, faults)
    if not faults:
        base.vocabulary = _ordered(base, faults)
    return base, documents, faults


def _documents(files: Mapping[str, bytes], faults: list[Fault]) -> Iterator[tuple[str, Document]]:
    for file, content in files.items():
        try:
            yield file, strict_yaml.read(file, content)
        except KnowledgeError as error:
            faults.append(
                Fault(
                    file,
                    error.line or 1,
                    error.column or 1,
                    error.message,
                    error.mend or "Mend the YAML.",
                )
            )


def _vocabulary(documents: Documents, faults: list[Fault]) -> Vocabulary | None:
    document = documents.get("facts.yaml")
    if document is None:
        return None
    match document.data:
        case {"groups": dict(groups), "facts": dict(named), **rest} if not rest:
            pass
        case _:
            message = "the two keys here must be 'groups:' and 'facts:'"
            faults.append(Fault("facts.yaml", 1, 1, message, "Put the entries below them."))
            return None
    facts: dict[str, FactEntry] = {}
    for name in named:
        entry, wrong = fit(document, ("facts", name), FactEntry)
        faults += wrong
        if entry is not None:
            facts[name] = entry
    return Vocabulary(groups, facts)


def _through(documents: Documents, faults: list[Fault]) -> Through | None:
    document = documents.get("through.yaml")
    if document is None:
        faults.append(
            Fault(
                "through.yaml", 1, 1, "the file is missing", "Say through when knowledge is kept."
            )
        )
        return None
    through, wrong = fit(document, (), Through)
    faults += wrong
    return through


def _fill(base: Base, file: str, document: Document, faults: list[Fault]) -> None:
    """Add the entries of one file to the collection that its place says."""
    path = PurePosixPath(file)
    if file in ("facts.yaml", "through.yaml"):
        return
    if path.parts[0] in FOLDERS and len(path.parts) == 2:
        _fill_entry(base, path, document, faults)
    elif path.parts[0] == "sources":
        _fill_many(base.sources, "sources", Source, document, faults)
    elif path.stem in SHARED and len(path.parts) == 1:
        _fill_many(getattr(base, path.stem), path.stem, SHARED[path.stem], document, faults)
    else:
        faults.append(
            Fault(file, 1, 1, "no place for this file", f"Move it to one of: {', '.join(FOLDERS)}.")
        )


def _fill_entry(base: Base, path: PurePosixPath, document: Document, faults: list[Fault]) -> None:
    collection, kind = FOLDERS[path.parts[0]]
    entry, wrong = fit(document, (), kind)
    faults += wrong
    if entry is None:
        return
    identity: str = entry.id  # type: ignore[attr-defined]  # every struct of FOLDERS has an id
    entries: dict[str, Struct] = getattr(base, collection)
    if identity != path.stem:
        place = document.place(("id",))
        faults.append(
            Fault(
                str(path), *place, f"the id '{identity}' is not the file's name", "Make them equal."
            )
        )
    elif identity in entries:
        faults.append(Fault(str(path), 1, 1, f"the id '{identity}' is taken", "Choose another id."))
    else:
        entries[identity] = entry


def _fill_many(
    entries: dict[str, Any], key: str, kind: type[Struct], document: Document, faults: list[Fault]
) -> None:
    held = document.data.get(key) if isinstance(document.data, dict) else None
    if not isinstance(held, dict) or set(document.data) != {key}:
        faults.append(
            Fault(
                document.file,
                1,
                1,
                f"the one key here must be '{key}:'",
                "Put the entries below it.",
            )
        )
        return
    for identity in held:
        entry, wrong = fit(document, (key, identity), kind)
        faults += wrong
        if identity in entries:
            place = document.place((key, identity))
            faults.append(
                Fault(
                    document.file, *place, f"'{identity}' stands in another file too", "Keep one."
                )
            )
        if entry is not None:
            entries[identity] = entry


def _read_criteria(base: Base, file: str, document: Document, faults: list[Fault]) -> None:
    types = base.vocabulary.types
    for path in criterion_paths(document.data):
        text, line, column = document.text(path)
        node, wrong = read_criterion(text, types, file, line, column)
        faults += wrong
        if node is not None:
            base.criteria[_value(document.data, path)] = node


def criterion_paths(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Find every place in a document that holds a criterion, by the name of its key."""
    if isinstance(data, list):
        for i, item in enumerate(data):
            yield from criterion_paths(item, (*path, i))
    elif isinstance(data, dict):
        for key, value in data.items():
            below = (*path, key)
            if isinstance(value, str) and (key in _HOLD_CRITERIA or "derive" in below[-2:]):
                yield below
            else:
                yield from criterion_paths(value, below)


def _value(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def _ordered(base: Base, faults: list[Fault]) -> Vocabulary:
    vocabulary = base.vocabulary
    try:
        order = working_order(vocabulary.facts, base.criteria)
    except ValueError as error:
        faults.append(Fault("facts.yaml", 1, 1, str(error), "Break the circle."))
        order = ()
    return Vocabulary(vocabulary.groups, vocabulary.facts, order)
