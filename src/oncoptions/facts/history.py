"""Answers of the treatment history to the queries of `facts.yaml`.

Everything is three-valued. An incomplete history gives lower bounds and never "never given"; an
entry that does not say its setting or why it ended leaves open what depends on that. A time since
something that never happened is infinite.
"""

import math
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from oncoptions.criteria import Range, Truth, Value, both, either
from oncoptions.facts.case import Case, Therapy
from oncoptions.facts.dates import Ago
from oncoptions.facts.vocabulary import Lexicon, Query

__all__ = ["History", "Line", "in_time"]

RELAPSE_MONTHS = 12
"""Relapse so soon after the end of a (neo)adjuvant drug counts as its failure."""


class Line(Struct, frozen=True):
    """One line of therapy for metastatic disease: entries that belong together, in order."""

    number: int
    entries: tuple[Therapy, ...]

    @property
    def drugs(self) -> frozenset[str]:
        """All drugs that were part of the line."""
        return frozenset(drug for entry in self.entries for drug in entry.drugs)

    @property
    def current_drugs(self) -> frozenset[str]:
        """The drugs still given, where the line goes on."""
        return frozenset(d for entry in self.entries if entry.ongoing for d in entry.drugs)

    @property
    def ongoing(self) -> bool | None:
        """Whether the line goes on; None where no entry says."""
        return either(*(entry.ongoing for entry in self.entries))

    @property
    def last(self) -> Therapy:
        """The entry that ended the line, or is its latest."""
        ends = [0.0 if e.ongoing else e.end.fewest if e.end else None for e in self.entries]
        known = [end for end in ends if end is not None]
        return self.entries[-1 if len(known) < len(ends) else _last_index(known)]

    @property
    def start(self) -> Ago | None:
        """When it began."""
        return self.entries[0].start

    @property
    def end(self) -> Ago | None:
        """When it ended; None where it goes on or nobody says."""
        return None if self.ongoing else self.last.end


class History:
    """The therapies of one person, ready to answer queries."""

    def __init__(self, case: Case, lexicon: Lexicon, disease_now: Value, relapse: Value) -> None:
        """Take the therapies; `relapse` is `metastatic_since_months_ago`: when it spread."""
        self._lexicon = lexicon
        self._growing: Truth = (
            None if not isinstance(disease_now, str) else disease_now == "progression"
        )
        self.relapse = _ago(relapse)
        self._complete = case.history == "complete"
        self.therapies = in_time(t for t in case.therapies if not self._supportive(t))
        self.lines = tuple(_lines(t for t in self.therapies if t.setting == "metastatic"))
        self._failures: dict[str, Truth] = {}
        self._undated = [t for t in self.therapies if t.setting is None]

    @property
    def current(self) -> Line | None:
        """The line going on now, if there is one."""
        return next((line for line in reversed(self.lines) if line.ongoing), None)

    def answer(self, query: Query) -> Value:
        """Answer one query: a truth for given and failed, else a number; None where unknown."""
        match query.measure:
            case "given":
                return self._any(self._given(query), self._complete)
            case "failed":
                return self._any(
                    (self._failed(t, query) for t in self._chosen(query)), self._complete
                )
            case "lines":
                return self._count(self._line_matches(query))
            case "regimens":
                return self._regimens(query)
            case "toxicity":
                return self._toxicity(query)
            case "duration_months":
                return self._duration(query)
            case "months_since_end":
                return self._soonest(query, self._since_end)
            case "months_end_to_relapse":
                return self._soonest(query, self._end_to_relapse)
            case "months_start_to_relapse":
                return self._longest(query, self._start_to_relapse)

    def failed(self, name: str) -> Truth:
        """Whether a drug, or a class, has failed: growth on it, or relapse soon after its use."""
        if name not in self._failures:
            self._failures[name] = self._has_failed(name)
        return self._failures[name]

    def _has_failed(self, drug: str) -> Truth:
        return self._any(
            (self._failed(t, Query(measure="failed", of=drug)) for t in self._of(drug)), True
        )

    def stopped_for_toxicity(self, drug: str) -> bool:
        """Whether a drug was stopped because of side effects."""
        return any(t.reason == "toxicity" for t in self._of(drug))

    def given(self, name: str) -> bool:
        """Whether a drug or any drug of a class is recorded."""
        return any(self._has(t, name) is True for t in self.therapies)

    def months_since_end(self, drug: str) -> Value:
        """Months since a drug was last given."""
        return self._soonest(Query(measure="months_since_end", of=drug), self._since_end)

    # ------------------------------------------------------------------ which entries a query means

    def _supportive(self, therapy: Therapy) -> bool:
        drugs = therapy.drugs
        return bool(drugs) and not therapy.unrecognised and set(drugs) <= self._lexicon.supportive

    def _has(self, therapy: Therapy, name: str | None) -> Truth:
        """Whether an entry holds a drug of this name or class; one not known here might be it."""
        if name is None or any(name in self._lexicon.classes[drug] for drug in therapy.drugs):
            return True
        return None if therapy.unrecognised else False

    def _of(self, name: str) -> Iterator[Therapy]:
        return (t for t in self.therapies if self._has(t, name) is True)

    def _in_setting(self, therapy: Therapy, query: Query) -> Truth:
        if query.setting == "any":
            return True
        if therapy.curative is None:
            return None
        return therapy.curative is (query.setting == "curative")

    def _matches(self, therapy: Therapy, query: Query) -> Truth:
        line = self._whole_line(therapy) if query.with_ is not None else therapy
        holds = both(self._has(therapy, query.of), self._has(line, query.with_))
        if holds is False:
            return False
        return both(holds, self._in_setting(therapy, query), self._outcome(therapy, query))

    def _whole_line(self, therapy: Therapy) -> Therapy:
        for line in self.lines:
            if therapy in line.entries:
                unknown = tuple(name for entry in line.entries for name in entry.unrecognised)
                return Therapy(index=therapy.index, drugs=tuple(line.drugs), unrecognised=unknown)
        return therapy

    def _chosen(self, query: Query) -> list[Therapy]:
        """The entries a query is about, by drug, setting and place in the order."""
        found = [t for t in self.therapies if self._matches(t, query) is not False]
        if query.which == "current":
            return [t for t in found if t.ongoing is not False]
        if query.which == "first":
            return self._first_line(found)
        return found

    def _first_line(self, found: list[Therapy]) -> list[Therapy]:
        for line in self.lines:
            if any(t in line.entries for t in found):
                return [t for t in found if t in line.entries]
        return found[:1]

    # ------------------------------------------------------------------------------------- outcomes

    def _outcome(self, therapy: Therapy, query: Query) -> Truth:
        match query.outcome:
            case None:
                return True
            case "progression" if therapy.setting == "metastatic":
                return self._grew(therapy)
            case "relapse" if therapy.reason is None and therapy.curative:
                return self._relapsed_on(therapy)
            case wanted:
                if therapy.reason is None:
                    return False if therapy.ongoing and therapy.curative is False else None
                return therapy.reason == wanted

    def _grew(self, therapy: Therapy) -> Truth:
        """Whether metastatic disease grew on it; what a line goes on without ended otherwise."""
        if therapy.reason is not None:
            return therapy.reason == "progression"
        if therapy.ongoing:
            return self._growing
        return None if self._ended_its_line(therapy) else False

    def _ended_its_line(self, therapy: Therapy) -> bool:
        line = next((line for line in self.lines if therapy in line.entries), None)
        return line is None or line.last == therapy

    def _relapsed_on(self, therapy: Therapy) -> Truth:
        """Whether the cancer spread while a curative treatment still went on."""
        gap = self._end_to_relapse(therapy)
        if gap is None or gap.fewest > 0:
            return None if gap is None else False
        return True if gap.most == 0 else None

    def _failed(self, therapy: Therapy, query: Query) -> Truth:
        return both(self._matches(therapy, query), self._was_failure(therapy))

    def _was_failure(self, therapy: Therapy) -> Truth:
        if therapy.reason in ("progression", "relapse"):
            return True
        soon, grew = self._end_to_relapse(therapy), self._grew(therapy)
        relapsed = None if soon is None else _within(soon, RELAPSE_MONTHS)
        if therapy.curative is None:
            return grew if grew is relapsed else None
        return relapsed if therapy.curative else grew

    # ------------------------------------------------------------------------------------- measures

    def _given(self, query: Query) -> Iterator[Truth]:
        for therapy in self._chosen(query):
            going = therapy.ongoing if query.which == "current" else True
            yield both(self._matches(therapy, query), going)

    def _any(self, truths: Iterable[Truth], complete: bool) -> Truth:
        answer = either(*truths)
        return None if answer is False and not complete else answer

    def _line_matches(self, query: Query) -> list[Truth]:
        lines: list[Truth] = []
        for line in self.lines:
            going: Truth = line.ongoing if query.which == "current" else True
            own = query if query.outcome is None else _without_outcome(query)
            holds = either(*(self._matches(t, own) for t in line.entries))
            ended: Truth = True if query.outcome is None else self._outcome(line.last, query)
            lines.append(both(holds, going, ended))
        if query.setting != "curative":
            lines += [None for t in self._undated if self._has(t, query.of) is not False]
        return lines

    def _count(self, truths: list[Truth]) -> Value:
        sure, most = truths.count(True), len(truths) - truths.count(False)
        if not self._complete:
            return Range(sure, math.inf)
        return sure if sure == most else Range(sure, most)

    def _regimens(self, query: Query) -> Value:
        metastatic = self._line_matches(query)
        curative = [
            both(self._matches(t, query), t.curative)
            for t in self.therapies
            if t.setting != "metastatic"
        ]
        course = either(*curative) if curative else False
        return self._count([*metastatic, course])

    def _toxicity(self, query: Query) -> Value:
        assert query.event is not None
        found = self._chosen(query)
        grades = [t.toxicity[query.event] for t in found if query.event in t.toxicity]
        if grades:
            return max(grades)
        if any(t.reason == "toxicity" and not t.toxicity for t in found):
            return None
        return 0 if self._complete or found else None

    def _duration(self, query: Query) -> Value:
        found = self._chosen(query)
        if not found:
            return None
        lines = [line for line in self.lines if any(t in line.entries for t in found)]
        if not lines:
            return None
        line = lines[-1] if query.which in ("last", "any") else lines[0]
        end = Ago(0.0, 0.0) if line.ongoing else line.end
        if line.start is None or end is None:
            return None
        return _number(line.start.fewest - end.most, line.start.most - end.fewest)

    def _soonest(self, query: Query, measure: Callable[[Therapy], Ago | None]) -> Value:
        return self._extreme(query, measure, min)

    def _longest(self, query: Query, measure: Callable[[Therapy], Ago | None]) -> Value:
        return self._extreme(query, measure, max)

    def _extreme(
        self,
        query: Query,
        measure: Callable[[Therapy], Ago | None],
        pick: Callable[[Iterable[float]], float],
    ) -> Value:
        found = self._chosen(query)
        if not found:
            return math.inf if self._complete else None
        times = [measure(therapy) for therapy in found if self._matches(therapy, query)]
        known = [time for time in times if time is not None]
        open_ended = not self._complete or len(known) < len(found)
        if not known or (open_ended and pick is max):
            return Range(max(t.fewest for t in known), math.inf) if known else None
        fewest, most = pick(t.fewest for t in known), pick(t.most for t in known)
        return _number(0.0 if open_ended else fewest, most)

    def _since_end(self, therapy: Therapy) -> Ago | None:
        return Ago(0.0, 0.0) if therapy.ongoing else therapy.end

    def _end_to_relapse(self, therapy: Therapy) -> Ago | None:
        if therapy.reason == "relapse" or therapy.ongoing:
            return Ago(0.0, 0.0)
        return self._to_relapse(therapy.end)

    def _start_to_relapse(self, therapy: Therapy) -> Ago | None:
        return self._to_relapse(therapy.start)

    def _to_relapse(self, moment: Ago | None) -> Ago | None:
        if moment is None or self.relapse is None:
            return None
        fewest = moment.fewest - self.relapse.most
        return Ago(max(0.0, fewest), max(0.0, moment.most - self.relapse.fewest))


def in_time(therapies: Iterable[Therapy]) -> list[Therapy]:
    """Order therapies by when they began: people and records list them either way round.

    Of two that began together the one that ended first comes first. An entry without any date keeps
    its place behind the one before it.
    """
    keyed: list[tuple[tuple[float, float, tuple[str, ...]], Therapy]] = []
    place: tuple[float, float, tuple[str, ...]] = (-math.inf, -math.inf, ())
    for therapy in therapies:
        begun = therapy.start or therapy.end
        if begun is not None:
            place = (-begun.most, -therapy.end.most if therapy.end else 0.0, therapy.drugs)
        keyed.append((place, therapy))
    return [therapy for _, therapy in sorted(keyed, key=lambda pair: pair[0])]


def _lines(therapies: Iterable[Therapy]) -> Iterator[Line]:
    """Join entries that carry the same line number; every other entry is a line of its own.

    Numbered lines follow each other by number, whatever their dates say or leave open.
    """
    groups: dict[int | tuple[int], list[Therapy]] = {}
    for therapy in therapies:
        key = therapy.line if therapy.line is not None else (therapy.index,)
        groups.setdefault(key, []).append(therapy)
    numbers = iter(sorted(key for key in groups if isinstance(key, int)))
    order = [next(numbers) if isinstance(key, int) else key for key in groups]
    for number, key in enumerate(order, 1):
        yield Line(number, tuple(groups[key]))


def _last_index(ends: list[float]) -> int:
    """The index of what ended last, the later of equals; ends are months ago."""
    return max(range(len(ends)), key=lambda i: (-ends[i], i))


def _ago(value: Value) -> Ago | None:
    if isinstance(value, Range):
        return Ago(float(value.low), float(value.high))  # type: ignore[arg-type]  # months, never dates
    return Ago(float(value), float(value)) if isinstance(value, int | float) else None


def _number(low: float, high: float) -> Value:
    low, high = round(low, 3), round(high, 3)
    return low if low == high else Range(low, high)


def _within(time: Ago, months: float) -> Truth:
    if time.most <= months:
        return True
    return False if time.fewest > months else None


def _without_outcome(query: Query) -> Query:
    return Query(measure=query.measure, of=query.of, with_=query.with_, setting=query.setting)
