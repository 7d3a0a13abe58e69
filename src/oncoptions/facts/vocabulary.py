"""The vocabulary: every fact a criterion may name, as `knowledge/facts.yaml` declares it.

One entry is one fact. Everything else about facts follows from the entries: where a fact stands in
a case file, what its absence means, in which order facts are worked out.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from oncoptions.criteria import FactType, Node, facts_of

__all__ = ["AbsenceRule", "FactEntry", "Lexicon", "Query", "Vocabulary", "plain_words"]

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Value = bool | float | str
Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+:[^\s=]+(=\S+)?$")]
"""`system:code`, or `system:code=value` for one coded answer."""


class AbsenceRule(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What holds when nobody says: a value to assume, or the values that remain possible."""

    when: str | None = None
    assume: Value | None = None
    possible: tuple[str, ...] | None = None


class Query(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    omit_defaults=True,
    rename={"with_": "with"},
):
    """A question to the therapies; `history` answers it. `with` is `with_` here."""

    measure: Literal[
        "given",
        "failed",
        "lines",
        "regimens",
        "months_end_to_relapse",
        "months_start_to_relapse",
        "months_since_end",
        "duration_months",
        "toxicity",
    ]
    of: str | None = None
    """A class or a drug; absent: any anticancer drug."""
    with_: str | None = None
    setting: Literal["any", "metastatic", "curative"] = "any"
    outcome: Literal["progression", "relapse", "completed", "toxicity", "choice"] | None = None
    which: Literal["any", "first", "last", "current"] = "any"
    event: str | None = None
    """For `toxicity`: the key under `toxicity` of a therapy, such as `ild_grade`."""


class FactEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One fact, as written in `facts.yaml` (the head of that file explains each key)."""

    group: str
    type: Literal["boolean", "number", "category", "date"]
    question: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    case: str | None = None
    absent: Literal["unknown"] | tuple[AbsenceRule, ...] = "unknown"
    derive: str | dict[str, str] | None = None
    history: Query | None = None
    any_sample: str | None = None
    contradicted: str | None = None
    judgement: bool = False
    codes: tuple[Code, ...] = ()
    source: str | None = None

    @property
    def rules(self) -> tuple[AbsenceRule, ...]:
        """The rules of absence in the order they are tried."""
        return () if self.absent == "unknown" else self.absent

    @property
    def derivations(self) -> dict[Value, str]:
        """The condition of each value of a derived fact."""
        if isinstance(self.derive, str):
            return {True: self.derive}
        return dict((self.derive or {}).items())

    @property
    def criteria(self) -> tuple[str, ...]:
        """Every criterion text that this entry holds."""
        whens = tuple(rule.when for rule in self.rules if rule.when)
        others = tuple(text for text in (self.any_sample, self.contradicted) if text)
        return (*self.derivations.values(), *whens, *others)


class Vocabulary(Struct, frozen=True, dict=True):
    """All facts, and an order in which they can be worked out."""

    groups: dict[str, str]
    facts: dict[str, FactEntry]
    order: tuple[str, ...] = ()

    @cached_property
    def types(self) -> dict[str, FactType]:
        """What the criteria checker needs to know of each fact."""
        return {
            name: FactType(
                name=name,
                kind=entry.type,
                values=entry.values,
                minimum=entry.min,
                maximum=entry.max,
                unit=entry.unit or "",
            )
            for name, entry in self.facts.items()
        }

    @cached_property
    def paths(self) -> dict[str, str]:
        """Case file paths of single facts: `labs.lvef_percent` to `lvef_percent`."""
        return {e.case: name for name, e in self.facts.items() if e.case and "[" not in e.case}

    @cached_property
    def lists(self) -> dict[str, dict[str, str]]:
        """Case file lists: `metastatic_sites` to `{"bone": "site_bone", ...}`."""
        found: dict[str, dict[str, str]] = {}
        for name, entry in self.facts.items():
            if entry.case and (item := re.match(r"^(.+)\[(.+)\]$", entry.case)):
                found.setdefault(item[1], {})[item[2]] = name
        return found

    @cached_property
    def receptors(self) -> frozenset[str]:
        """Names of the facts that a sample states for itself."""
        return frozenset(n for n, e in self.facts.items() if e.group == "receptors" and e.case)

    @cached_property
    def coded(self) -> dict[str, tuple[str, ...]]:
        """Codes of records to the facts they name: `loinc:85337-4` to `("er_percent", "er")`."""
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self.facts.items():
            for code in entry.codes:
                if "=" not in code:
                    found[code] = (*found.get(code, ()), name)
        return found

    @cached_property
    def answers(self) -> dict[str, dict[str, str]]:
        """Facts to their own coded answers: `ecog` to `{"loinc:LA9622-7": "0", ...}`."""
        return {
            name: dict(code.split("=", 1) for code in entry.codes if "=" in code)
            for name, entry in self.facts.items()
            if entry.codes
        }


def working_order(facts: Mapping[str, FactEntry], criteria: Mapping[str, Node]) -> tuple[str, ...]:
    """Order facts so that each comes after those it is worked out from.

    Raises ValueError naming the facts of a circle.
    """
    needs = {name: _needs(entry, criteria) & facts.keys() for name, entry in facts.items()}
    done: dict[str, None] = {}
    waiting = dict(needs)
    while waiting:
        ready = [name for name, wanted in waiting.items() if wanted <= done.keys()]
        if not ready:
            raise ValueError(
                f"these facts are derived from each other: {', '.join(sorted(waiting))}"
            )
        for name in ready:
            done[name] = None
            del waiting[name]
    return tuple(done)


def _needs(entry: FactEntry, criteria: Mapping[str, Node]) -> set[str]:
    wanted: set[str] = set()
    for text in entry.criteria:
        wanted |= facts_of(criteria[text])
    if entry.history is not None:
        wanted |= {"disease_now", "metastatic_since_months_ago"}
    return wanted


class Lexicon(Struct, frozen=True, dict=True):
    """How drugs and medicines are named and classed: what the reader of a case must know."""

    drugs: dict[str, str]
    """Any name in lower case (INN, brand, synonym) to the drug's id."""
    classes: dict[str, frozenset[str]]
    """A drug's id to itself and all classes it belongs to."""
    names: dict[str, str]
    """A drug's id to its INN."""
    medicines: dict[str, tuple[str, ...]]
    """Any name of another medicine in lower case to what it does."""
    supportive: frozenset[str] = frozenset()
    """Ids of drugs that are no line of therapy."""
    codes: dict[str, str] = {}
    """A code of a drug, such as `rxnorm:1601374`, to the drug's id."""

    @cached_property
    def spoken(self) -> dict[str, tuple[str | None, str]]:
        """Every name in plain words to the drug's id, if it is a drug, and the name as given."""
        found: dict[str, tuple[str | None, str]] = {
            plain_words(name): (None, name) for name in self.medicines
        }
        return found | {plain_words(name): (drug, name) for name, drug in self.drugs.items()}

    @cached_property
    def spoken_pattern(self) -> re.Pattern[str]:
        """Find names in words, the longest first; names below five letters are too short for it."""
        names = sorted((n for n in self.spoken if len(n) >= 5), key=lambda n: (-len(n), n))
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b" if names else r"(?!)")


def plain_words(text: str) -> str:
    """Return words in lower case with single spaces between them.

    >>> plain_words("Fam-trastuzumab  deruxtecan-nxki")
    'fam trastuzumab deruxtecan nxki'
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())
