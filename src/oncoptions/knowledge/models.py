"""What a file of the knowledge base may say: one struct for each kind of entry.

The structs are the single definition of the format. The strict loader fills them, the JSON schemas
for editors are made from them, and `oncoptions show` prints them. Criteria stay text here
(`CriterionText`); `load` parses and checks them against the vocabulary of `facts.yaml`.

Every clinical statement names its `sources`. `verified: false` marks a statement that nobody has
yet read in its source; it is shown as such.
"""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

__all__ = [
    "AdverseEvent",
    "AnticancerClass",
    "Arm",
    "BeforeStart",
    "Careful",
    "Change",
    "Component",
    "CriterionText",
    "Drug",
    "Id",
    "Marketed",
    "Medicine",
    "Monitoring",
    "Plain",
    "Precaution",
    "Procedure",
    "QualityOfLife",
    "Rating",
    "Rechallenge",
    "Regimen",
    "Result",
    "Schedule",
    "Source",
    "Standing",
    "Study",
    "Support",
    "Test",
    "Testing",
    "Through",
    "Word",
]

CriterionText = Annotated[str, Meta(description="A criterion: see docs/criteria.md")]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ClassId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Day = (
    Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    | Annotated[int, Meta(ge=1900, le=2100)]
)
"""A day, or only a month or a year: such a date is in force from its last day."""

Region = Literal["US", "EU"]
Standing = Literal[
    "preferred", "recommended", "option", "only_if_others_unsuitable", "not_recommended"
]
Percent = Annotated[float, Meta(ge=0, le=100)]
Interval = tuple[float | None, float | None]


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What every file carries about its own making."""

    curated: dt.date
    """The day it was written from its sources."""
    checked: dt.date
    """The day it was last held against its sources."""
    next_review: dt.date
    reviewed: tuple[str, ...] = ()
    """Named clinicians who have read it; empty until one has."""
    competing_interests: str = "none declared"


class Piece(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A part of an entry that makes one statement and names where it was read."""

    sources: tuple[Id, ...] = ()
    verified: bool = True
    note: str | None = None


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Where something was read. The address is public and can be opened."""

    title: str
    publisher: str
    url: Annotated[str, Meta(pattern=r"^https?://\S+$")]
    date: Day
    kind: Literal["label", "approval-notice", "paper", "abstract", "guideline", "news", "reference"]
    read: dt.date
    """The day somebody read it for this knowledge base."""
    read_as: Literal["page", "quoted"] = "page"
    """page: the source itself or a stored copy; quoted: another public page that quotes it."""
    note: str | None = None


# ------------------------------------------------------------------------------------------ drugs


class Marketed(Piece, frozen=True, kw_only=True):
    """From when until when a drug could be had in a region, for any use."""

    region: Region
    since: Day = field(name="from")
    until: Day | None = None


class Precaution(Piece, frozen=True, kw_only=True):
    """A condition about the person under which a drug is contraindicated, avoided or watched."""

    when: CriterionText
    why: str
    regions: tuple[Region, ...] = ("US", "EU")
    since: Day | None = field(default=None, name="from")
    until: Day | None = None


class BeforeStart(Piece, frozen=True, kw_only=True):
    """A check that a label or guideline asks for before the first dose."""

    test: Id
    why: str
    when: CriterionText | None = None
    """For whom; absent: for everyone."""


class Change(Piece, frozen=True, kw_only=True):
    """A dose change for a person (organ function, another medicine)."""

    when: CriterionText
    do: str


class Monitoring(Piece, frozen=True, kw_only=True):
    """What is watched during treatment. Times are days of treatment, day 1 the first dose."""

    test: Id
    days: tuple[int, ...] = ()
    """Single days, such as (1, 15)."""
    every_days: int | None = None
    from_day: int = 1
    until_day: int | None = None
    as_needed: bool = False
    why: str | None = None


class Rating(Piece, frozen=True, kw_only=True):
    """A graded property, with the body that graded it (bodies may differ)."""

    value: str
    by: str | None = None


class Rechallenge(Piece, frozen=True, kw_only=True):
    """When a drug that has failed may come back."""

    after_months: float | None = None
    with_new: tuple[ClassId, ...] = ()
    """Classes: it may return together with a drug of one of these that was not given before."""


class Careful(Entry, frozen=True, kw_only=True):
    """An entry with its own contraindications, cautions and checks."""

    id: Id
    contraindications: tuple[Precaution, ...] = ()
    avoid: tuple[Precaution, ...] = ()
    cautions: tuple[Precaution, ...] = ()
    before_start: tuple[BeforeStart, ...] = ()

    @property
    def is_carefree(self) -> bool:
        """Whether it has nothing of the kind, as most regimens beside their drugs."""
        return False


class Drug(Careful, frozen=True, kw_only=True):
    """One medicine, with everything that holds whatever it is combined with."""

    id: Id
    name: str
    """The international nonproprietary name in lower case, without suffix."""
    brands: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    """Other names in records: abbreviations, misspellings that are common, former names."""
    classes: tuple[ClassId, ...]
    target: str | None = None
    mechanism: str
    """How it works, in one or two short plain sentences."""
    route: Literal[
        "oral", "intravenous", "subcutaneous", "intramuscular", "implant", "topical", "other"
    ]
    codes: tuple[Annotated[str, Meta(pattern=r"^(rxnorm|atc|snomed|ndc):\S+$")], ...] = ()
    marketed: tuple[Marketed, ...] = ()
    boxed_warning: str | None = None
    dose_changes: tuple[Change, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    rechallenge: Rechallenge | None = None
    emetic_risk: tuple[Rating, ...] = ()
    hair_loss: tuple[Rating, ...] = ()
    supportive_only: bool = False
    """Given for bone, symptoms or to make another drug tolerable; no line of therapy."""
    sources: tuple[Id, ...] = ()


class AnticancerClass(Piece, frozen=True, kw_only=True):
    """A class of drugs, as criteria, queries and cautions name it."""

    name: str
    part_of: tuple[ClassId, ...] = ()
    plain: str | None = None
    judgement: str | None = None
    """The fact by which the team judges the whole class, such as `taxane_suitable`."""
    after_failure: str | None = None
    """What is known when another drug of this class has failed; shown as a caution."""


class Medicine(Piece, frozen=True, kw_only=True):
    """A medicine that is taken for something else, and what it does that matters here."""

    names: tuple[str, ...]
    does: tuple[ClassId, ...]


class Procedure(Piece, frozen=True, kw_only=True):
    """A component that is not a drug."""

    name: str
    plain: str


# --------------------------------------------------------------------------------------- regimens


class Component(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One place in a regimen, filled by any one of interchangeable members."""

    one_of: tuple[Id, ...]
    """Ids of drugs or procedures."""
    backbone: bool = False
    """A partner that may be used again after it has failed."""
    when: CriterionText | None = None
    """For whom this component is needed; absent: for everyone."""


class Support(Piece, frozen=True, kw_only=True):
    """One authority's word that a regimen may or should be given: to whom, since when."""

    by: str
    """FDA, EMA, national (EU), ASCO, ESMO, ABC, NCCN, AGO, NICE ..."""
    kind: Literal["approval", "guideline", "review", "refusal"]
    says: str
    """The condition in our own words, one or two sentences."""
    when: CriterionText
    line: CriterionText | None = None
    """The part of an approval that only names the line of therapy (see `off_label: by_line`)."""
    since: Day = field(name="from")
    until: Day | None = None
    ended: Literal["withdrawn", "revoked", "refused", "replaced", "converted"] | None = None
    accelerated: bool = False
    confirmatory: str | None = None
    standing: Standing | None = None
    grade: str | None = None
    mcbs: str | None = None


class Schedule(Piece, frozen=True, kw_only=True):
    """How one component is given, as data."""

    drug: Id
    dose: str
    route: Literal[
        "oral", "intravenous", "subcutaneous", "intramuscular", "implant", "topical", "other"
    ]
    days: tuple[int, ...] = ()
    """Days of the cycle; empty with `daily: true`."""
    daily: bool = False
    times_a_day: int = 1
    cycle_days: int | None = None
    """Length of a cycle; absent: continuous."""
    first_cycle: int = 1
    last_cycle: int | None = None
    infusion_minutes: int | None = None
    units_per_dose: float | None = None
    """Tablets, capsules or injections a time."""


class Plain(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A regimen in words for the person: reading grade 8 or lower, no promise."""

    what: str
    how_given: str
    feel: str
    watch: str


class Regimen(Careful, frozen=True, kw_only=True):
    """One option a person could be offered: drugs, a procedure, supportive care, a trial."""

    id: Id
    name: str
    kind: Literal["systemic", "local", "supportive", "palliative", "trial"] = "systemic"
    intent: Literal["treatment", "maintenance", "symptom", "local"] = "treatment"
    how_it_works: str
    """One or two short plain sentences."""
    components: tuple[Component, ...] = ()
    supports: tuple[Support, ...]
    first_when: CriterionText | None = None
    """A problem that this local treatment must come before any drug."""
    folded: bool = False
    """Hangs on a rare alteration or a judgement: shown folded until the fact is known."""
    schedule: tuple[Schedule, ...] = ()
    studies: tuple[Id, ...] = ()
    plain: Plain
    sources: tuple[Id, ...] = ()

    @property
    def is_carefree(self) -> bool:
        """Whether everything it asks for stands on its drugs."""
        return not (self.contraindications or self.avoid or self.cautions or self.before_start)


# ---------------------------------------------------------------------------------------- studies


class Arm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One group of a study."""

    id: Id
    name: str
    n: int | None = None


class Result(Piece, frozen=True, kw_only=True):
    """One result: an arm's value, and the comparison with another arm where there is one."""

    endpoint: Literal[
        "progression-free survival",
        "overall survival",
        "response rate",
        "clinical benefit rate",
        "duration of response",
        "time to progression",
        "intracranial response rate",
        "other",
    ]
    detail: str | None = None
    """Who judged it, in whom, at which analysis."""
    primary: bool = False
    public: Day
    """When this figure became public: an answer for an earlier day does not know it."""
    unit: Literal["months", "percent", "years", "weeks"]
    arm: Id
    value: float | None = None
    """None with `not_reached`, or where only the comparison was published."""
    not_reached: bool = False
    ci95: Interval | None = None
    comparator: Id | None = None
    comparator_value: float | None = None
    comparator_not_reached: bool = False
    comparator_ci95: Interval | None = None
    hazard_ratio: float | None = None
    hr_ci95: Interval | None = None
    p: str | None = None
    followup_months: float | None = None


class AdverseEvent(Piece, frozen=True, kw_only=True):
    """How many of 100 people had a side effect, in one arm and in its comparator."""

    event: str
    arm: Id
    any_grade: Percent | None = None
    grade_3_or_more: Percent | None = None
    below: bool = False
    """The figures are upper limits, as in a printed `<1`."""
    comparator: Id | None = None
    comparator_any_grade: Percent | None = None
    comparator_grade_3_or_more: Percent | None = None


class QualityOfLife(Piece, frozen=True, kw_only=True):
    """What people in the study reported about their life."""

    instrument: str
    says: str
    public: Day


class Study(Entry, frozen=True, kw_only=True):
    """One trial: who took part, what was compared, what came out."""

    id: Id
    name: str
    nct: Annotated[str, Meta(pattern=r"^NCT\d{8}$")] | None = None
    phase: Literal["1", "1/2", "2", "2/3", "3", "4", "pooled", "observational"]
    n: int | None = None
    enrolment_from: Day | None = None
    published: Day
    population: tuple[str, ...]
    arms: tuple[Arm, ...]
    results: tuple[Result, ...]
    adverse_events: tuple[AdverseEvent, ...] = ()
    discontinued_percent: Percent | None = None
    """Stopped for side effects, first arm."""
    comparator_discontinued_percent: Percent | None = None
    quality_of_life: tuple[QualityOfLife, ...] = ()
    note: str | None = None
    sources: tuple[Id, ...]


# ------------------------------------------------------------------------------------------ tests


class Testing(Piece, frozen=True, kw_only=True):
    """A body's word that a test is to be done at some point."""

    by: str
    when: CriterionText
    says: str
    since: Day = field(name="from")
    until: Day | None = None


class Test(Entry, frozen=True, kw_only=True):
    """A test or measurement that gives one or more facts."""

    id: Id
    name: str
    kind: Literal["biomarker", "baseline", "question"]
    facts: tuple[str, ...]
    specimen: str
    method: str
    plain: str
    recommended: tuple[Testing, ...] = ()
    sources: tuple[Id, ...] = ()


class Word(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A word of what people read: one not to use there, or a medical one that counts as easy."""

    kind: Literal["battle", "promise", "blame", "order", "fright", "jargon", "known"]
    forms: tuple[str, ...]
    """As it may stand in a text, in small letters; a form may be a phrase."""
    say: str
    """What to say instead; of a known word, what it means."""


class Through(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Through which day the knowledge has been kept, in all and per area."""

    date: dt.date
    areas: dict[str, dt.date] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
