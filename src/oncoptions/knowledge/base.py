"""The knowledge base as the assessment asks it: at one date, in one region.

`KnowledgeBase` holds the entries and compiles each criterion once, when it is first asked.
`KnowledgeBase.at(date, region)` is what was true and known there on that day.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from oncoptions.criteria import (
    Measure,
    Node,
    Tracer,
    Truth,
    Value,
    compile_distance,
    compile_trace,
    compile_truth,
    constants_of,
    facts_of,
    leaves,
)
from oncoptions.facts.dates import in_force_from
from oncoptions.facts.resolve import Resolver
from oncoptions.facts.vocabulary import Lexicon
from oncoptions.knowledge.load import Base
from oncoptions.knowledge.models import Drug, Precaution, Regimen, Region, Support
from oncoptions.knowledge.store import open_base

__all__ = ["REGION_OF", "KnowledgeBase", "Market", "Supports", "View", "open_knowledge"]

FIRST_BODY = {"US": "ASCO", "EU": "ESMO"}
"""The body whose standing is the headline in each region (design, section 6)."""
REGION_OF = {"FDA": "US", "EMA": "EU", "national (EU)": "EU"}
"""Where an authority's approval, review or refusal counts."""


class Supports(NamedTuple):
    """The supports of one regimen on one day in one region, by what they can say there."""

    approvals: tuple[Support, ...]
    """In force here."""
    guidelines: tuple[Support, ...]
    """In force, of any body."""
    ended: tuple[Support, ...]
    """Approvals that were withdrawn or revoked here, and refusals."""
    review: tuple[Support, ...]
    """Under review here."""
    later: tuple[Support, ...]
    """Of a later date: here first, then of another region."""
    elsewhere: tuple[Support, ...]
    """Approvals in force in another region."""

    @property
    def in_force(self) -> tuple[Support, ...]:
        """Approvals here, then guidelines."""
        return self.approvals + self.guidelines


class Market(NamedTuple):
    """Whether a drug could be had on a day in a region, and if not, what is known of it."""

    on_sale: bool
    state: Literal["on_sale", "withdrawn", "not_yet", "other_region", "not_marketed"]
    since: str | None = None
    region: str | None = None


class View:
    """The knowledge on one day in one region."""

    def __init__(self, base: "KnowledgeBase", date: dt.date, region: Region) -> None:
        """Sort every support and precaution by whether it holds then and there."""
        self.base, self.date, self.region = base, date, region
        self.supports = {id_: self._supports(r) for id_, r in base.regimens.items()}
        self.market = {id_: self._market(drug) for id_, drug in base.drugs.items()}
        self._precautions: dict[int, list[Precaution]] = {}

    def in_force(self, since: str | int | None, until: str | int | None) -> bool:
        """Whether something that holds from one date until another holds on this day."""
        begun = since is None or in_force_from(str(since)) <= self.date
        return begun and (until is None or self.date < in_force_from(str(until)))

    def precautions(self, rows: tuple[Precaution, ...]) -> list[Precaution]:
        """The contraindications, avoidances or cautions that hold here and now."""
        # Entries live as long as the base, so the identity of their tuple is a safe key.
        if id(rows) not in self._precautions:
            self._precautions[id(rows)] = [
                r for r in rows if self.region in r.regions and self.in_force(r.since, r.until)
            ]
        return self._precautions[id(rows)]

    def _supports(self, regimen: Regimen) -> Supports:
        here = [s for s in regimen.supports if REGION_OF.get(s.by) == self.region]
        other = [s for s in regimen.supports if s.kind == "approval" and s not in here]
        guidelines = [s for s in regimen.supports if s.kind == "guideline"]
        begun = [s for s in here if in_force_from(str(s.since)) <= self.date]
        return Supports(
            approvals=self._now(here, "approval"),
            guidelines=self._now(guidelines, "guideline"),
            ended=tuple(s for s in begun if self._is_gone(s)),
            review=self._now(here, "review"),
            later=tuple(
                s
                for s in (*here, *guidelines, *other)
                if s.kind in ("approval", "guideline") and in_force_from(str(s.since)) > self.date
            ),
            elsewhere=self._now(other, "approval"),
        )

    def _now(self, supports: list[Support], kind: str) -> tuple[Support, ...]:
        return tuple(s for s in supports if s.kind == kind and self.in_force(s.since, s.until))

    def _is_gone(self, support: Support) -> bool:
        """Whether a use was refused and still is, or was approved and has been taken back."""
        now = self.in_force(support.since, support.until)
        if support.kind == "refusal":
            return now
        return support.ended in ("withdrawn", "revoked", "refused") and not now

    def _market(self, drug: Drug) -> Market:
        here = [m for m in drug.marketed if m.region == self.region]
        if any(self.in_force(m.since, m.until) for m in here):
            return Market(True, "on_sale")
        gone = [m for m in here if m.until and in_force_from(str(m.until)) <= self.date]
        if gone:
            return Market(False, "withdrawn", str(gone[-1].until))
        if here:
            return Market(False, "not_yet", str(here[0].since))
        other = [m for m in drug.marketed if self.in_force(m.since, m.until)]
        if other:
            return Market(False, "other_region", str(other[0].since), other[0].region)
        return Market(False, "not_marketed")


class KnowledgeBase:
    """All that is known, of every date and region, with its criteria ready to be asked."""

    def __init__(self, base: Base, version: str) -> None:
        """Take a sound base; nothing is compiled before it is asked."""
        self.base, self.version = base, version
        self.vocabulary, self.through = base.vocabulary, base.through
        self.drugs, self.regimens, self.tests = base.drugs, base.regimens, base.tests
        self.studies, self.sources, self.classes = base.studies, base.sources, base.classes
        self.procedures = base.procedures
        self.reader = lru_cache(maxsize=None)(self._reader)
        self.measure = lru_cache(maxsize=None)(self._measure)
        self.tracer = lru_cache(maxsize=None)(self._tracer)
        self.at = lru_cache(maxsize=64)(self._at)
        self.reads = lru_cache(maxsize=None)(self._reads)
        self.component_names = lru_cache(maxsize=None)(self._component_names)
        self.addresses = lru_cache(maxsize=None)(self._addresses)

    def _reader(self, text: str) -> Callable[[Mapping[str, Value]], Truth]:
        return compile_truth(self.base.criteria[text])

    def _measure(self, text: str) -> Measure:
        return compile_distance(self.base.criteria[text])

    def _tracer(self, text: str) -> Tracer:
        return compile_trace(self.base.criteria[text])

    def _at(self, date: dt.date, region: Region) -> View:
        return View(self, date, region)

    def _addresses(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Return the public addresses of sources."""
        return tuple(dict.fromkeys(self.sources[source].url for source in sources))

    def node(self, text: str) -> Node:
        """Return the parsed form of a criterion that stands somewhere in the base."""
        return self.base.criteria[text]

    def _reads(self, text: str) -> frozenset[str]:
        """Return the facts that a criterion reads."""
        return facts_of(self.base.criteria[text])

    def component_name(self, identity: str) -> str:
        """Return the name of a drug or procedure."""
        drug = self.drugs.get(identity)
        return drug.name if drug is not None else self.procedures[identity].name

    def _component_names(self, members: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the members of a component."""
        return tuple(self.component_name(member) for member in members)

    @cached_property
    def test_of(self) -> dict[str, str]:
        """The test that gives each fact; a history fact comes from asking for the treatments."""
        found: dict[str, str] = {}
        for test in self.tests.values():
            for fact in test.facts:
                found.setdefault(fact, test.id)
        asked = found.get("lines_metastatic")
        for name, entry in self.vocabulary.facts.items():
            if entry.history is not None and asked is not None:
                found[name] = asked
        return found

    def thresholds(self, fact: str) -> list[float]:
        """Return the numbers with which any criterion compares a fact."""
        return self._thresholds.get(fact, [])

    @cached_property
    def _thresholds(self) -> dict[str, list[float]]:
        found: dict[str, set[float]] = {}
        for node in self.base.criteria.values():
            for leaf in leaves(node):
                numbers = [c for c in constants_of(leaf) if isinstance(c, int | float)]
                found.setdefault(leaf.fact, set()).update(numbers)
        return {fact: sorted(numbers) for fact, numbers in found.items()}

    def regimen_reads(self, regimen: Regimen) -> frozenset[str]:
        """Return the facts that the supports of a regimen read, and what those are derived from."""
        return self._regimen_reads[regimen.id]

    @cached_property
    def _regimen_reads(self) -> dict[str, frozenset[str]]:
        return {
            regimen.id: self._behind(
                frozenset(
                    fact
                    for support in regimen.supports
                    for text in (support.when, support.line)
                    if text is not None
                    for fact in self.reads(text)
                )
            )
            for regimen in self.regimens.values()
        }

    def _behind(self, facts: frozenset[str]) -> frozenset[str]:
        found, todo = set(facts), list(facts)
        while todo:
            for text in self.vocabulary.facts[todo.pop()].derivations.values():
                for fact in self.reads(text) - found:
                    found.add(fact)
                    todo.append(fact)
        return frozenset(found)

    def is_used(self, fact: str) -> bool:
        """Whether any support reads a fact, directly or through what is derived from it."""
        return fact in self._used

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset().union(*self._regimen_reads.values())

    @cached_property
    def resolver(self) -> Resolver:
        """What works out the facts of a case."""
        return Resolver(self.vocabulary, self.base.criteria, self.lexicon)

    @cached_property
    def lexicon(self) -> Lexicon:
        """How drugs and medicines may be named, and their classes."""
        drugs: dict[str, str] = {}
        for drug in self.drugs.values():
            for name in (drug.id, drug.name, *drug.brands, *drug.synonyms):
                drugs[name.lower()] = drug.id
        medicines = {
            name.lower(): entry.does
            for entry in self.base.medicines.values()
            for name in entry.names
        }
        return Lexicon(
            drugs=drugs,
            classes={drug.id: self._classes(drug) for drug in self.drugs.values()},
            names={drug.id: drug.name for drug in self.drugs.values()},
            medicines=medicines,
            supportive=frozenset(drug.id for drug in self.drugs.values() if drug.supportive_only),
            codes={code: drug.id for drug in self.drugs.values() for code in drug.codes},
        )

    def _classes(self, drug: Drug) -> frozenset[str]:
        found, todo = {drug.id}, list(drug.classes)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.classes[name].part_of
        return frozenset(found)


def open_knowledge(root: Path | None = None) -> KnowledgeBase:
    """Open the knowledge base at `root`, or the one that came with the program.

    Raises KnowledgeError if it has a fault: a damaged base gives no answer.
    """
    return KnowledgeBase(*open_base(root))
