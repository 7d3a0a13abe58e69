"""The shape of an answer: what `oncoptions assess --format json` prints (a contract).

Every list is in the order in which it should be read.
"""

from typing import Any, Literal

from msgspec import Struct

__all__ = [
    "Answer",
    "Assumption",
    "Availability",
    "BeforeStartRow",
    "BodyStanding",
    "Caution",
    "ComponentRow",
    "Conflict",
    "Excluded",
    "FactRow",
    "Family",
    "KnowledgeRow",
    "OptionRow",
    "Reason",
    "StandingRow",
    "Status",
    "TestRow",
    "Threevalued",
    "WouldFit",
]

Status = Literal["fits", "depends", "unavailable", "ruled_out"]
Threevalued = Literal["true", "false", "unknown"]
Family = Literal["targeted", "conjugate", "chemotherapy", "none"]
"""What an option is in the main: aimed at the tumour's targets (hormone, targeted, immune), an
antibody-drug conjugate, chemotherapy alone, or no anticancer drug."""


class KnowledgeRow(Struct, frozen=True):
    """Which knowledge answered, and through which day it was kept."""

    version: str
    through: str


class FactRow(Struct, frozen=True, rename={"of": "from"}):
    """One fact as the answer used it."""

    name: str
    value: Any
    state: str
    of: tuple[str, ...]
    source: str | None = None
    date: str | None = None
    detail: str | None = None


class ComponentRow(Struct, frozen=True):
    """One place of a regimen and the names that may fill it."""

    one_of: tuple[str, ...]


class Excluded(Struct, frozen=True):
    """A member that this person cannot have, and why."""

    drug: str
    why: str


class BodyStanding(Struct, frozen=True):
    """What one body says of the option for this person."""

    body: str
    value: str
    grade: str | None
    mcbs: str | None
    since: str
    says: str
    source: str | None


class StandingRow(Struct, frozen=True):
    """All bodies side by side, and the region's first body as the headline."""

    value: str | None
    disagree: bool
    by: tuple[BodyStanding, ...]


class Availability(Struct, frozen=True):
    """Whether it may be prescribed there and then, and on whose word."""

    value: str
    agency: str | None = None
    since: str | None = None
    accelerated: bool = False
    off_label: bool | str = False
    note: str | None = None
    source: str | None = None


class Reason(Struct, frozen=True):
    """One condition that made the status what it is."""

    by: str
    criterion: str
    value: Threevalued
    facts: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    verified: bool = True


class Caution(Struct, frozen=True):
    """A contraindication, avoidance or caution that is true now."""

    severity: Literal["contraindicated", "avoid", "caution"]
    criterion: str
    value: Threevalued
    why: str
    sources: tuple[str, ...]
    drug: str | None = None


class BeforeStartRow(Struct, frozen=True):
    """A check before the first dose."""

    test: str
    name: str
    facts: tuple[str, ...]
    why: str
    drug: str | None
    sources: tuple[str, ...]


class WouldFit(Struct, frozen=True):
    """One condition that would have to hold for a ruled-out option to fit."""

    criterion: str
    fact: str
    now: Threevalued
    by: str


class MonitoringRow(Struct, frozen=True):
    """What is watched during treatment."""

    test: str
    drug: str
    days: tuple[int, ...]
    every_days: int | None
    from_day: int
    until_day: int | None
    sources: tuple[str, ...]


class DoseChange(Struct, frozen=True):
    """A dose change that applies to this person now."""

    drug: str
    do: str
    criterion: str
    sources: tuple[str, ...]


class OptionRow(Struct, frozen=True, kw_only=True):
    """One option for this person, with everything behind its status."""

    id: str
    name: str
    kind: str
    status: Status
    current: bool
    components: tuple[ComponentRow, ...]
    excluded: tuple[Excluded, ...]
    standing: StandingRow
    availability: Availability
    reasons: tuple[Reason, ...]
    deciding_facts: tuple[str, ...]
    would_fit_if: tuple[WouldFit, ...]
    assumed_facts: tuple[str, ...]
    before_start: tuple[BeforeStartRow, ...]
    monitoring: tuple[MonitoringRow, ...]
    dose_changes: tuple[DoseChange, ...]
    cautions: tuple[Caution, ...]
    folded: bool
    """Hangs on a rare alteration or a judgement that is not known."""
    family: Family
    relevant: bool
    """Some support of any date or region may speak of this person."""
    how_it_works: str
    studies: tuple[str, ...]
    reviewed: tuple[str, ...]


class TestRow(Struct, frozen=True):
    """A test or question, and what its result would change."""

    id: str
    kind: Literal["deciding", "before_start", "recommended", "confirm", "judgement"]
    name: str
    facts: tuple[str, ...]
    why: str
    would_open: tuple[str, ...] = ()
    would_close: tuple[str, ...] = ()
    specimen: str | None = None
    sources: tuple[str, ...] = ()


class Assumption(Struct, frozen=True):
    """A fact that was assumed, and the question that would settle it."""

    fact: str
    value: Any
    question: str


class Conflict(Struct, frozen=True):
    """Facts that contradict each other; the fact is taken as unknown."""

    fact: str
    what: str


class Answer(Struct, frozen=True, kw_only=True):
    """The whole answer for one person, on one date, in one region."""

    as_of: str
    region: str
    knowledge: KnowledgeRow
    facts: tuple[FactRow, ...]
    options: tuple[OptionRow, ...]
    tests: tuple[TestRow, ...]
    urgent: tuple[str, ...]
    local: tuple[str, ...]
    supportive: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    conflicts: tuple[Conflict, ...]
    unread: tuple[str, ...]
    notices: tuple[str, ...]
