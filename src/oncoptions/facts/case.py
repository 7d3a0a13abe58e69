"""One person, as far as somebody wrote it down.

A `Case` holds what was stated, in the words of the case file's facts but typed and checked. What
follows from it (derived, assumed, conflicting) is worked out in `resolve`.
"""

from typing import Any, Literal

from msgspec import Struct

from oncoptions.criteria import Value
from oncoptions.facts.dates import Ago

__all__ = ["Case", "Sample", "Stated", "Therapy"]

Setting = Literal["neoadjuvant", "adjuvant", "metastatic"]
Reason = Literal["completed", "progression", "relapse", "toxicity", "choice"]


class Stated(Struct, frozen=True):
    """A fact as somebody stated it: its value, where in the case file, and any detail beyond it."""

    value: Value
    path: str
    detail: str | None = None
    """More than the fact holds, such as the protein change behind `mutated`."""


class Therapy(Struct, frozen=True, kw_only=True):
    """One entry of the treatment history. Times are months before the day asked about."""

    index: int
    drugs: tuple[str, ...]
    unrecognised: tuple[str, ...] = ()
    setting: Setting | None = None
    line: int | None = None
    start: Ago | None = None
    end: Ago | None = None
    ongoing: bool | None = None
    """None where the entry does not say."""
    reason: Reason | None = None
    best_response: str | None = None
    toxicity: dict[str, float] = {}

    @property
    def curative(self) -> bool | None:
        """Whether it was (neo)adjuvant; None where the setting is not known."""
        return None if self.setting is None else self.setting != "metastatic"


class Sample(Struct, frozen=True, kw_only=True):
    """One specimen with its receptors."""

    label: str
    date: Ago | None = None
    metastatic: bool
    stated: dict[str, Stated]


class Case(Struct, frozen=True, kw_only=True):
    """Everything stated about one person, as of the day asked about."""

    stated: dict[str, Stated]
    therapies: tuple[Therapy, ...] = ()
    history: Literal["complete", "incomplete", "unknown"] = "unknown"
    samples: tuple[Sample, ...] = ()
    """Further samples; the current receptors stand in `stated`."""
    metastatic_since: Ago | None = None
    medicines: tuple[str, ...] = ()
    unchecked_medicines: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    """What is dated after the day asked about, by its place in the case file."""
    notes: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    """Facts that contradict each other as stated: name and explanation."""
    local_treatments: tuple[dict[str, Any], ...] = ()
    goals: dict[str, Any] = {}
    other: str | None = None
