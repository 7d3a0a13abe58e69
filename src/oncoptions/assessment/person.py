"""One person on one day in one region, ready to be asked criteria.

Each distinct criterion is answered once; the trace, which costs more, only for what is shown.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from oncoptions.criteria import Change, Trace, Truth, Value, both, deciding, smallest_change
from oncoptions.facts.resolve import Facts
from oncoptions.knowledge.base import View
from oncoptions.knowledge.models import Support

__all__ = ["Person"]


class Person:
    """What is known about a person, and the answers of criteria so far."""

    def __init__(
        self,
        view: View,
        facts: Facts,
        values: Mapping[str, Value] | None = None,
        like: "tuple[Person, frozenset[str]] | None" = None,
    ) -> None:
        """Take resolved facts; `values` replaces their values to ask "what if".

        `like` is a person with the same values but for the named facts: their answers are shared.
        """
        self.view, self.facts, self.base = view, facts, view.base
        self.values = facts.values if values is None else values
        self._answers: dict[str, Truth] = {}
        self._like = like
        self._holds: dict[int, Truth] = {}
        self._distances: dict[int, int] = {}
        self._traces: dict[str, Trace] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}

    def ask(self, text: str | None) -> Truth:
        """Answer a criterion; no criterion is always true."""
        if text is None:
            return True
        if text not in self._answers:
            self._answers[text] = self._answer(text)
        return self._answers[text]

    def _answer(self, text: str) -> Truth:
        if self._like is not None:
            person, changed = self._like
            if changed.isdisjoint(self.base.reads(text)):
                return person.ask(text)
        return self.base.reader(text)(self.values)

    def learning(self, learned: Mapping[str, Value]) -> "Person":
        """Return the person as if these facts were known, with all that follows from them."""
        resolver, names = self.base.resolver, frozenset(learned)
        values = resolver.learn(self.values, self.facts.case, learned)
        changed = names.union(resolver.followers(names))
        return Person(self.view, self.facts, values, like=(self, changed))

    @cached_property
    def with_open_history(self) -> "Person":
        """The person with nothing said of earlier treatment: what a later line could bring."""
        facts = self.base.vocabulary.facts
        return self.learning({name: None for name, e in facts.items() if e.history is not None})

    def open_facts(self, supports: Iterable[Support]) -> set[str]:
        """Return the facts that could decide supports which are not decided."""
        texts = [text for s in supports for text in (s.when, s.line) if text is not None]
        return {fact for text in texts if self.ask(text) is None for fact in self.undecided(text)}

    def holds(self, support: Support) -> Truth:
        """Whether a support speaks of this person."""
        # Entries live as long as the base, so the identity of a support is a safe key.
        key = id(support)
        if key not in self._holds:
            self._holds[key] = both(self.ask(support.when), self.ask(support.line))
        return self._holds[key]

    def trace(self, text: str) -> Trace:
        """Answer a criterion with every part of it."""
        if text not in self._traces:
            self._traces[text] = self.base.tracer(text)(self.values)
        return self._traces[text]

    def distance(self, support: Support) -> int:
        """Return how many conditions would have to change for a support to speak of this person."""
        key = id(support)
        if key not in self._distances:
            texts = [text for text in (support.when, support.line) if text is not None]
            self._distances[key] = sum(self.base.measure(text)(self.values) for text in texts)
        return self._distances[key]

    def changes(self, support: Support) -> tuple[Change, ...]:
        """Return the fewest changes that would make a support speak of this person."""
        texts = [text for text in (support.when, support.line) if text is not None]
        return tuple(change for text in texts for change in self._changes_of(text))

    def _changes_of(self, text: str) -> tuple[Change, ...]:
        if text not in self._changes:
            self._changes[text] = smallest_change(self.trace(text))
        return self._changes[text]

    def traces(self, support: Support) -> list[Trace]:
        """The traces of a support's condition and of its line."""
        return [self.trace(text) for text in (support.when, support.line) if text is not None]

    def undecided(self, text: str) -> tuple[str, ...]:
        """The facts that one could find out and that would decide a criterion."""
        found: dict[str, None] = {}
        for name in deciding(self.trace(text)):
            for fact in self.askable(name):
                found[fact] = None
        return tuple(found)

    def askable(self, name: str) -> tuple[str, ...]:
        """Return the facts behind an unknown one: itself, or what it is derived from."""
        entry = self.base.vocabulary.facts[name]
        found: dict[str, None] = {}
        for text in entry.derivations.values():
            if self.ask(text) is None:
                found |= dict.fromkeys(self.undecided(text))
        if entry.derive is not None and entry.case is None:
            return tuple(found)
        if not found or entry.case is None:
            return (name,)
        return tuple(found)

    def assumed(self, names: Mapping[str, None]) -> tuple[str, ...]:
        """Return the assumed facts among these and among what they are derived from."""
        found: dict[str, None] = {}
        todo, seen = list(names), set(names)
        while todo:
            finding = self.facts.findings.get(todo.pop())
            if finding is None:
                continue
            if finding.state == "assumed":
                found[finding.name] = None
            for name in finding.of:
                if name not in seen and name in self.facts.findings:
                    seen.add(name)
                    todo.append(name)
        return tuple(sorted(found))
