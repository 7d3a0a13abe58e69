"""Work out all facts of a case: what was stated, what follows, what is assumed, what stays unknown.

The order is fixed by the vocabulary. For each fact: a stated value stands, unless it contradicts
what is derived from other facts (then both are shown and the fact is unknown); else what is
derived; else what its absence means.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from oncoptions.criteria import Node, Possible, Range, Truth, Value, compile_truth, either, facts_of
from oncoptions.facts.case import Case, Sample, Stated
from oncoptions.facts.dates import Ago
from oncoptions.facts.history import History, Line
from oncoptions.facts.vocabulary import FactEntry, Lexicon, Vocabulary

__all__ = ["Facts", "Finding", "Resolver"]

State = Literal["known", "derived", "assumed", "unknown"]
Asker = Callable[[Mapping[str, Value]], Truth]
RECEPTOR_GROUPS = (
    ("er_percent", "er"),
    ("pr_percent", "pr"),
    ("her2_ihc", "her2_membrane_staining", "her2_ish", "her2_status"),
)
"""Receptors that belong to one measurement: they are taken from one sample together."""


class Finding(Struct, frozen=True, gc=False):
    """One fact of one person: its value, how it is known, and from what."""

    name: str
    value: Value
    state: State
    of: tuple[str, ...] = ()
    """The facts it was derived from, or the path in the case file where it was stated."""
    detail: str | None = None


class Facts(Struct):
    """All facts of one person, and what the answer must say about them."""

    case: Case
    history: History
    values: dict[str, Value]
    findings: dict[str, Finding]
    conflicts: tuple[tuple[str, str], ...]
    current_sample: str | None = None


class Resolver:
    """The vocabulary made ready: criteria compiled once, then asked for many people."""

    def __init__(
        self, vocabulary: Vocabulary, criteria: Mapping[str, Node], lexicon: Lexicon
    ) -> None:
        """Compile every criterion inside the vocabulary."""
        self.vocabulary, self.lexicon = vocabulary, lexicon
        texts = {text for entry in vocabulary.facts.values() for text in entry.criteria}
        self._ask: dict[str, Asker] = {text: compile_truth(criteria[text]) for text in texts}
        self._reads = {text: tuple(sorted(facts_of(criteria[text]))) for text in texts}
        self._follow: dict[frozenset[str], tuple[str, ...]] = {}
        self._receptor_order = [
            name
            for name in vocabulary.order
            if vocabulary.facts[name].group == "receptors" and not vocabulary.facts[name].any_sample
        ]

    def resolve(self, case: Case) -> Facts:
        """Return every fact of the vocabulary for one case."""
        case, sample = _with_current_sample(case)
        facts = Facts(case, History(case, self.lexicon, None, None), {}, {}, case.conflicts, sample)
        for name in self.vocabulary.order:
            entry = self.vocabulary.facts[name]
            if entry.history is not None and not isinstance(facts.history, _Ready):
                facts.history = _Ready(
                    case,
                    self.lexicon,
                    facts.values["disease_now"],
                    facts.values["metastatic_since_months_ago"],
                )
            self._put(facts, self._finding(name, entry, facts))
        facts.conflicts += (*self._between_samples(facts), *_treated_before_spread(facts))
        return facts

    def learn(
        self, values: Mapping[str, Value], case: Case, learned: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Return values as if some facts were known: what follows from them is worked out anew.

        Only facts that may follow are touched; what somebody stated stays.
        """
        new = {**values, **learned}
        for name in self.followers(frozenset(learned)):
            entry = self.vocabulary.facts[name]
            if name in learned or name in case.stated or entry.history is not None:
                continue
            if entry.any_sample is not None:
                new[name] = self._in_any_sample(entry.any_sample, new, case)
                continue
            derived, _ = self._derived(entry, new)
            if derived is None or isinstance(derived, Possible):
                absent = self._absent(name, entry, new)
                derived = absent.value if absent is not None else derived
            new[name] = derived
        return new

    def followers(self, names: frozenset[str]) -> tuple[str, ...]:
        """Return the facts that are worked out from any of these, in working order."""
        if names not in self._follow:
            reached = set(names)
            for name in self.vocabulary.order:
                entry = self.vocabulary.facts[name]
                if any(not reached.isdisjoint(self._reads[text]) for text in entry.criteria):
                    reached.add(name)
            order = self.vocabulary.order
            self._follow[names] = tuple(n for n in order if n in reached and n not in names)
        return self._follow[names]

    def _put(self, facts: Facts, finding: Finding) -> None:
        facts.findings[finding.name] = finding
        facts.values[finding.name] = finding.value

    def _finding(self, name: str, entry: FactEntry, facts: Facts) -> Finding:
        if name == "metastatic_since_months_ago":
            return _metastatic_since(facts.case, facts.history.lines)
        if name == "disease_now" and name not in facts.case.stated:
            return _disease_now(facts.history.lines)
        if entry.history is not None:
            value = facts.history.answer(entry.history)
            return Finding(
                name, value, "unknown" if value is None else "derived", ("prior_therapies",)
            )
        if entry.any_sample is not None:
            return self._any_sample(name, entry.any_sample, facts)
        return self._stated_or_derived(name, entry, facts)

    def _stated_or_derived(self, name: str, entry: FactEntry, facts: Facts) -> Finding:
        stated = facts.case.stated.get(name)
        derived, reads = self._derived(entry, facts.values)
        if entry.contradicted is not None and self._ask[entry.contradicted](facts.values) is True:
            facts.conflicts = (
                *facts.conflicts,
                (name, f"{' and '.join(reads)} contradict each other"),
            )
            return Finding(name, None, "unknown", reads)
        if stated is not None:
            if derived is not None and not _compatible(stated.value, derived):
                others = f"{', '.join(reads)} say {_shown(derived)}"
                said = f"stated as {_shown(stated.value)}, but {others}"
                facts.conflicts = (*facts.conflicts, (name, said))
                return Finding(name, None, "unknown", (stated.path,))
            return Finding(name, stated.value, "known", (stated.path,), stated.detail)
        if derived is not None and not isinstance(derived, Possible):
            return Finding(name, derived, "derived", reads)
        return self._absent(name, entry, facts.values) or Finding(
            name, derived, "unknown" if derived is None else "derived", reads
        )

    def _derived(
        self, entry: FactEntry, values: Mapping[str, Value]
    ) -> tuple[Value, tuple[str, ...]]:
        if entry.derive is None:
            return None, ()
        if entry.type == "boolean":
            text = entry.derivations[True]
            return self._ask[text](values), self._reads[text]
        possible: list[str] = []
        for value, text in entry.derivations.items():
            holds = self._ask[text](values)
            if holds:
                return value, self._reads[text]
            if holds is None:
                possible.append(str(value))
        reads = tuple(dict.fromkeys(r for t in entry.derivations.values() for r in self._reads[t]))
        if 1 < len(possible) < len(entry.values):  # one alone may still be none: not known
            return Possible(frozenset(possible)), reads
        return None, reads

    def _absent(self, name: str, entry: FactEntry, values: Mapping[str, Value]) -> Finding | None:
        for rule in entry.rules:
            if rule.when is not None and self._ask[rule.when](values) is not True:
                continue
            reads = self._reads[rule.when] if rule.when else ()
            if rule.possible is not None:
                return Finding(name, Possible(frozenset(rule.possible)), "derived", reads)
            return Finding(name, rule.assume, "assumed", reads)
        return None

    # -------------------------------------------------------------------------------------- samples

    def _any_sample(self, name: str, text: str, facts: Facts) -> Finding:
        value = self._in_any_sample(text, facts.values, facts.case)
        reads = tuple(s.label for s in facts.case.samples)
        return Finding(
            name, value, "unknown" if value is None else "derived", (*self._reads[text], *reads)
        )

    def _in_any_sample(self, text: str, values: Mapping[str, Value], case: Case) -> Truth:
        others = (self._ask[text](self._sample_values(sample.stated)) for sample in case.samples)
        return either(self._ask[text](values), *others)

    def _between_samples(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Say which receptors another sample shows differently; expression only within a status."""
        differing = set()
        for sample in facts.case.samples:
            values = self._sample_values(sample.stated)
            for name in ("hr_status", "her2_status", "her2_expression"):
                now, then = facts.values.get(name), values.get(name)
                if now is None or then is None or _compatible(now, then):
                    continue
                if name == "her2_expression" and (sample.label, "her2_status") in differing:
                    continue
                differing.add((sample.label, name))
                yield name, f"{_shown(now)} as used here, {_shown(then)} in {sample.label}"

    def _sample_values(self, stated: Mapping[str, Stated]) -> dict[str, Value]:
        """Work out the receptor facts of one sample on its own."""
        values: dict[str, Value] = {}
        for name in self._receptor_order:
            entry = self.vocabulary.facts[name]
            if name in stated:
                values[name] = stated[name].value
            else:
                derived, _ = self._derived(entry, values)
                absent = self._absent(name, entry, values) if derived is None else None
                values[name] = absent.value if absent else derived
        return values

    def with_sample(self, case: Case, sample: Sample) -> Case:
        """Return the case as if one of the other samples were the current one."""
        stated = dict(case.stated)
        for group in RECEPTOR_GROUPS:
            if any(name in sample.stated for name in group):
                for name in group:
                    stated.pop(name, None)
                    if name in sample.stated:
                        stated[name] = sample.stated[name]
        return _replaced(case, stated=stated, samples=())


class _Ready(History):
    """A history that knows how the disease is now and when it spread."""


def _with_current_sample(case: Case) -> tuple[Case, str | None]:
    """Fill receptors that only samples give: the latest sample, metastatic before primary.

    The samples then stand in that order, whatever the order of the file.
    """
    stated, used = dict(case.stated), dict[str, None]()
    ranked = sorted(case.samples, key=_rank)
    for group in RECEPTOR_GROUPS:
        if any(name in stated for name in group):
            continue
        for sample in ranked:
            found = {name: sample.stated[name] for name in group if name in sample.stated}
            if found:
                stated |= found
                used[sample.label] = None
                break
    case = _replaced(case, stated=stated, samples=tuple(ranked))
    return case, " and ".join(used) or None


def _rank(sample: Sample) -> tuple[bool, float, str]:
    return not sample.metastatic, sample.date.most if sample.date else math.inf, sample.label


def _replaced(case: Case, **changes: Any) -> Case:
    return Case(
        **{field: changes.get(field, getattr(case, field)) for field in case.__struct_fields__}
    )


def _metastatic_since(case: Case, lines: tuple[Line, ...]) -> Finding:
    name, read = "metastatic_since_months_ago", ("prior_therapies",)
    if case.metastatic_since is not None:
        return Finding(name, _months(case.metastatic_since), "known", ("metastatic_since",))
    if not lines:
        return Finding(name, 0.0, "assumed", ())
    if (first := lines[0].start) is not None:
        return Finding(name, _months(first), "assumed", read)
    moments = [m for line in lines for e in line.entries for m in (e.start, e.end) if m is not None]
    longest = max((moment.fewest for moment in moments), default=0.0)
    return Finding(name, Range(max(0.0, longest), math.inf), "derived", read)


def _treated_before_spread(facts: Facts) -> Iterator[tuple[str, str]]:
    """A treatment for metastatic disease that began well before the spread is said to be found."""
    since, begun = facts.case.metastatic_since, [line.start for line in facts.history.lines]
    if since is None or all(start is None or start.fewest <= since.most + 1 for start in begun):
        return
    said = "stated as later than the start of a treatment for metastatic disease"
    yield "metastatic_since_months_ago", said


def _months(ago: Ago) -> Value:
    low, high = max(0.0, ago.fewest), max(0.0, ago.most)
    return low if low == high else Range(low, high)


def _disease_now(lines: tuple[Line, ...]) -> Finding:
    if lines and lines[-1].last.reason == "progression":
        return Finding("disease_now", "progression", "assumed", ("prior_therapies",))
    return Finding("disease_now", None, "unknown")


def _compatible(stated: Value, derived: Value) -> bool:
    if isinstance(derived, Possible):
        options = stated.options if isinstance(stated, Possible) else frozenset({stated})
        return bool(options & derived.options)
    if isinstance(stated, Possible):
        return derived in stated.options
    return stated == derived


def _shown(value: Value) -> str:
    if isinstance(value, Possible):
        return " or ".join(sorted(value.options))
    return str(value).lower() if isinstance(value, bool) else str(value)
