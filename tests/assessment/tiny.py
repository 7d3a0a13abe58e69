"""The tiny knowledge base, and how the tests ask it.

The facts and the classes are the real ones, because they are part of the engine. The medicine is
made up (`knowledge/` beside this file): a test of the engine must not change when medicine does.
What the real files name and the tiny base does not hold gets a stand-in.

>>> option("zole", er="positive", menopausal_status="postmenopausal").status
'fits'
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from oncoptions.assessment.answer import Answer, OptionRow, TestRow
from oncoptions.assessment.assess import assess
from oncoptions.criteria import Value
from oncoptions.facts import strict_yaml
from oncoptions.facts.case import Case
from oncoptions.facts.resolve import Facts
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.check import all_faults
from oncoptions.knowledge.load import files_of
from oncoptions.knowledge.models import Region
from oncoptions.records.casefile import read_case

ON = dt.date(2026, 6, 1)
"""The day the tests ask about, where they name none."""
HERE = Path(__file__).parent / "knowledge"
REAL = Path(__file__).parents[2] / "knowledge"

_STAND_IN = """\
id: {0}
name: {0}
classes: [supportive]
mechanism: A stand-in for a drug that the real facts name.
route: other
curated: 2026-01-01
checked: 2026-01-01
next_review: 2027-01-01
"""
_SOURCE = (
    "{title: Stand-in, publisher: Nobody, url: 'https://example.org/', date: 2026, "
    "kind: reference, read: 2026-01-01}"
)


@cache
def files() -> dict[str, bytes]:
    """The tiny base as the loader takes it: files by their path. Copy it before you change it."""
    own = {name: (REAL / name).read_bytes() for name in ("facts.yaml", "classes.yaml")}
    own |= {path.relative_to(HERE).as_posix(): path.read_bytes() for path in HERE.rglob("*.yaml")}
    own |= dict(_stand_ins(own))
    return dict(sorted(own.items()))


def _stand_ins(own: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    facts = strict_yaml.read("facts.yaml", own["facts.yaml"]).data["facts"].values()
    classes = strict_yaml.read("classes.yaml", own["classes.yaml"]).data["classes"]
    asked = [fact["history"] for fact in facts if "history" in fact]
    for drug in {query[key] for query in asked for key in ("of", "with") if key in query}:
        if drug not in classes:
            yield f"drugs/{drug}.yaml", _STAND_IN.format(drug).encode()
    named = [source for entry in classes.values() for source in entry.get("sources", ())]
    named += [fact["source"] for fact in facts if "source" in fact]
    rows = [f"  {source}: {_SOURCE}\n" for source in sorted(set(named))]
    yield "sources/stand-ins.yaml", "".join(["sources:\n", *rows]).encode()


@cache
def base() -> KnowledgeBase:
    """The tiny base, opened once."""
    found, faults = all_faults(files())
    assert found is not None, faults
    assert [str(fault) for fault in faults] == []
    return KnowledgeBase(found, "tiny")


def real_files() -> dict[str, bytes]:
    """The files of the real knowledge base."""
    return files_of(REAL)


# ------------------------------------------------------------------------------- asking

Facts_ = dict[str, Any]
"""The keys of a case file."""


def person(on: dt.date = ON, **keys: Any) -> Case:
    """A case from the keys of a case file."""
    return read_case(keys, base().vocabulary, base().lexicon, on)


def facts(on: dt.date = ON, **keys: Any) -> Facts:
    """All facts of a case."""
    return base().resolver.resolve(person(on, **keys))


def fact(name: str, on: dt.date = ON, **keys: Any) -> Value:
    """One fact of a case."""
    return facts(on, **keys).values[name]


def ask(on: dt.date = ON, region: Region = "US", **keys: Any) -> Answer:
    """The whole answer for a case."""
    return assess(person(on, **keys), base(), on, region)


def option(identity: str, on: dt.date = ON, region: Region = "US", **keys: Any) -> OptionRow:
    """One row of the answer."""
    return row(ask(on, region, **keys), identity)


def row(answer: Answer, identity: str) -> OptionRow:
    """One row of an answer."""
    return next(found for found in answer.options if found.id == identity)


def wanted(answer: Answer, kind: str) -> dict[str, TestRow]:
    """The tests of one kind, by id."""
    return {found.id: found for found in answer.tests if found.kind == kind}


# ------------------------------------------------------------------------------- people

LUMINAL: Facts_ = {
    "sex": "female",
    "age": 62,
    "menopausal_status": "postmenopausal",
    "er_percent": 95,
    "pr_percent": 40,
    "her2_ihc": "0",
    "her2_membrane_staining": False,
    "prior_therapies": [],
}
"""A woman after menopause with HR-positive, HER2-negative disease and nothing given yet."""
HER2: Facts_ = {**LUMINAL, "er_percent": 0, "pr_percent": 0, "her2_ihc": "3+"}
TRIPLE_NEGATIVE: Facts_ = {**LUMINAL, "er_percent": 0, "pr_percent": 0}


def given(*drugs: str, **keys: Any) -> Facts_:
    """One entry of the treatment history, for metastatic disease unless it says otherwise."""
    return {"drugs": list(drugs), "setting": "metastatic", **keys}
