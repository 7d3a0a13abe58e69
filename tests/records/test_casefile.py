"""A case file as a case: what each key means, and what is refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncoptions.criteria import Possible, Range
from oncoptions.errors import InputError
from oncoptions.facts.case import Case
from oncoptions.facts.dates import months_ago, months_between, span
from oncoptions.facts.numbers import number
from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.records.casefile import read_case

ON = dt.date(2026, 11, 23)
Read = Callable[[Any], Case]


@pytest.fixture(scope="session")
def read(knowledge: KnowledgeBase) -> Read:
    def reader(document: Any) -> Case:
        return read_case(document, knowledge.vocabulary, knowledge.lexicon, ON, "case.yaml")

    return reader


VALUES: list[tuple[dict[str, Any], str, Any]] = [
    ({"er_percent": 90}, "er_percent", 90),
    ({"er_percent": "90%"}, "er_percent", 90),
    ({"er_percent": {"min": 80, "max": 90}}, "er_percent", Range(80, 90)),
    ({"er_percent": "80-90"}, "er_percent", Range(80, 90)),
    ({"her2_ihc": "2+"}, "her2_ihc", "2+"),
    ({"her2_ihc": ["1+", "2+"]}, "her2_ihc", Possible(frozenset({"1+", "2+"}))),
    ({"her2_ihc": ["2+"]}, "her2_ihc", "2+"),
    ({"her2_ihc": 0}, "her2_ihc", "0"),
    ({"her2": "negative"}, "her2_status", "negative"),
    ({"somatic": {"pik3ca": "p.H1047R"}}, "pik3ca", "mutated"),
    ({"somatic": {"esr1": "detected"}}, "esr1", Possible(frozenset({"mutated", "fusion"}))),
    ({"somatic": {"ret": "CCDC6-RET fusion"}}, "ret", "fusion"),
    ({"somatic": {"braf": "V600E"}}, "braf", "v600e"),
    ({"somatic": {"braf": "K601E"}}, "braf", "other"),
    ({"somatic": {"pten": "loss"}}, "pten", "altered"),
    ({"germline": {"brca2": "vus"}}, "germline_brca2", "vus"),
    ({"metastatic_sites": ["bone"]}, "site_bone", True),
    ({"metastatic_sites": ["bone"]}, "site_liver", False),
    ({"metastatic_sites": ["none"]}, "site_bone", False),
    ({"metastatic_sites": "bone"}, "site_bone", True),
    ({"conditions": {"heart_disease": "ischaemic"}}, "heart_ischaemic", True),
    ({"conditions": {"heart_disease": "none"}}, "heart_ischaemic", False),
    ({"medicines": "clarithromycin"}, "takes_strong_cyp3a4_inhibitor", True),
    ({"brain_mets": "active"}, "site_brain", True),
    ({"labs": {"lvef_percent": 62}}, "lvef_percent", 62),
    ({"conditions": {"heart_disease": ["ischaemic"]}}, "heart_ischaemic", True),
    ({"medicines": ["Clarithromycin"]}, "takes_strong_cyp3a4_inhibitor", True),
]


@pytest.mark.parametrize(("document", "fact", "value"), VALUES)
def test_a_key_states_its_fact(read: Read, document: Any, fact: str, value: Any) -> None:
    assert read(document).stated[fact].value == value


@pytest.mark.parametrize("word", ["not_tested", "unknown", "not_known", None])
def test_what_is_not_known_states_nothing(read: Read, word: Any) -> None:
    assert read({"er": word, "germline": {"brca1": word}}).stated == {}


REFUSED: list[tuple[Any, str]] = [
    ([], "a case file is a set of keys and values; see `oncoptions schema case`"),
    ({"labs": 5}, "labs: this key holds further keys; write labs: and the keys below it"),
    ({"labs": {"lvef": 5}}, "labs.lvef: unknown key; did you mean 'lvef_percent'?"),
    ({"sex": "F"}, "sex: not a value of this key; "),
    ({"er": "positiv"}, "er: not a value of this key; did you mean 'positive'? write one of"),
    ({"er_percent": True}, "er_percent: not a number; write a number in %"),
    ({"er_percent": float("nan")}, "er_percent: not a number; write a number in %"),
    ({"er_percent": {"min": 9, "max": 1}}, "er_percent: `min` is larger than `max`; write a"),
    ({"er_percent": {"low": 9}}, "er_percent: a range has `min` and `max` and nothing else; "),
    ({"er_percent": {"min": 200}}, "er_percent: outside 0 to 100 in %; check the value"),
    ({"visceral_crisis": "no"}, "visceral_crisis: not true or false; write true or false"),
    ({"metastatic_sites": 5}, "metastatic_sites: not a list; write a list such as [bone"),
    ({"metastatic_sites": ["bones"]}, "metastatic_sites: an item that is not known; did you"),
    ({"somatic": {"pik3ca": "maybe"}}, "somatic.pik3ca: not a result of this gene; write"),
    ({"somatic": {"pik3ca": 5}}, "somatic.pik3ca: not a result of this gene; write"),
    ({"medicines": [5]}, "medicines: not a list of names; write a list such as"),
    ({"metastatic_since": "1823"}, "metastatic_since: a year before 1900 cannot be right; "),
    ({"metastatic_since": "0000-00-00"}, "metastatic_since: a year before 1900 cannot be"),
    ({"metastatic_since": 5}, "metastatic_since: not a date; write YYYY, YYYY-MM or YYYY-MM-DD; "),
    ({"metastatic_since_months_ago": -1}, "metastatic_since_months_ago: not a number of months"),
    ({"other": 5}, "other: not a text; put the text in quotes"),
    ({"goals": []}, "goals: this key holds further keys; write goals: and the keys below it"),
    ({"specimens": [5]}, "specimens[0]: not a sample; write {date: 2024-03, site: primary"),
    ({"specimens": [{"ecog": 1}]}, "specimens[0].ecog: unknown key; "),
    ({"specimens": [{"site": 5}]}, "specimens[0].site: not a text; put the text in quotes"),
    ({"age": 150}, "age: outside 0 to 120 in years; check the value and its unit"),
    ({"tmb": "many"}, "tmb: not a number; write a number in mutations/Mb"),
    ({"metastatic_since_months_ago": {"min": 9, "max": 1}}, "metastatic_since_months_ago: not a"),
    ({"metastatic_since_months_ago": {"max": 9999}}, "metastatic_since_months_ago: not a number"),
    ({"goals": {"rank": 5}}, "goals.rank: not a list; write a list such as [feel_well]"),
    ({"goals": {"prefer": 5}}, "goals.prefer: not a text; put the text in quotes"),
    ({"local_treatments": [5]}, "local_treatments: not a list of treatments; write"),
    ({"history_complete": "yes"}, "history_complete: not true or false; write true or false"),
    ({"prior_therapies": {}}, "prior_therapies: not a list; write a list, or [] for none"),
    ({"prior_therapies": [5]}, "prior_therapies[0]: not a treatment; write {drugs:"),
    ({"prior_therapies": [{}]}, "prior_therapies[0].drugs: no drugs named; write a list such"),
]


@pytest.mark.parametrize(("document", "line"), REFUSED, ids=[line[:40] for _, line in REFUSED])
def test_a_mistake_names_the_place_and_the_mend(read: Read, document: Any, line: str) -> None:
    with pytest.raises(InputError) as error:
        read(document)
    assert str(error.value).startswith(f"case.yaml: {line}")


THERAPY: list[tuple[dict[str, Any], str]] = [
    ({"seting": "adjuvant"}, ".seting: unknown key; did you mean 'setting'?"),
    ({"setting": "adjvant"}, ".setting: not a value of this key; did you mean 'adjuvant'?"),
    ({"line": 0}, ".line: not a line number; write a number from 1"),
    ({"line": True}, ".line: not a line number; write a number from 1"),
    ({"ongoing": "yes"}, ".ongoing: not true or false; write true or false"),
    ({"ongoing": True, "ended": "2024"}, ": both ongoing and ended; keep one of ongoing and"),
    ({"started": "2024", "started_months_ago": 3}, ".started: given twice; keep started or"),
    ({"toxicity": {"ild_grade": 9}}, ".toxicity: not grades from 0 to 5; write {ild_grade: 2}"),
    ({"toxicity": {"ild_grade": True}}, ".toxicity: not grades from 0 to 5; write"),
]


@pytest.mark.parametrize(("more", "line"), THERAPY, ids=[line[:40] for _, line in THERAPY])
def test_a_mistake_in_a_therapy(read: Read, more: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError) as error:
        read({"prior_therapies": [{"drugs": ["letrozole"], **more}]})
    assert str(error.value).startswith(f"case.yaml: prior_therapies[0]{line}")


@pytest.mark.parametrize(
    ("written", "ago"),
    [
        (14, (14, 14)),
        ({"min": 3, "max": 5}, (3, 5)),
        ("3-5", (3, 5)),
        ({"max": 5}, (0, 5)),
        ({"min": 3}, (3, 1200)),
    ],
)
def test_months_ago_may_be_a_range(read: Read, written: Any, ago: tuple[float, float]) -> None:
    assert read({"metastatic_since_months_ago": written}).metastatic_since == ago
    course = {"drugs": ["letrozole"], "started_months_ago": written}
    assert read({"prior_therapies": [course]}).therapies[0].start == ago


def test_a_side_effect_that_no_rule_reads_is_kept(read: Read) -> None:
    course = {"drugs": ["letrozole"], "toxicity": {"rash_grade": 2}}
    assert read({"prior_therapies": [course]}).therapies[0].toxicity == {"rash_grade": 2}


def test_therapies_keep_what_they_say(read: Read) -> None:
    (therapy,) = read({"prior_therapies": [{"drugs": "T-DXd", "ended_months_ago": 3}]}).therapies
    assert therapy.drugs == ("trastuzumab-deruxtecan",)
    assert (therapy.ongoing, therapy.setting, therapy.start) == (False, None, None)


def test_an_unknown_drug_counts_as_treatment_of_no_class(read: Read) -> None:
    case = read({"prior_therapies": [{"drugs": ["qqqqqq"]}]})
    assert case.therapies[0].unrecognised == ("qqqqqq",)
    assert case.notes


def test_a_therapy_that_ends_later_still_goes_on(read: Read) -> None:
    entry = {"drugs": ["letrozole"], "started": "2026-01", "ended": "2027-02"}
    case = read({"prior_therapies": [entry]})
    assert case.therapies[0].ongoing is True
    assert case.set_aside == ("prior_therapies[0].ended",)


@pytest.mark.parametrize(
    ("document", "history"),
    [
        ({}, "unknown"),
        ({"prior_therapies": []}, "complete"),
        ({"prior_therapies": [], "history_complete": False}, "incomplete"),
    ],
)
def test_how_complete_the_history_is(read: Read, document: Any, history: str) -> None:
    assert read(document).history == history


def test_later_samples_are_set_aside_and_earlier_ones_kept(read: Read) -> None:
    case = read(
        {"specimens": [{"date": "2027", "er": "positive"}, {"date": "2024", "er": "negative"}]}
    )
    assert case.set_aside == ("specimens[0]",)
    assert [s.stated["er"].value for s in case.samples] == ["negative"]


def test_sites_and_brain_mets_that_contradict_each_other(read: Read) -> None:
    case = read({"metastatic_sites": ["brain"], "brain_mets": "none"})
    assert case.conflicts[0][0] == "brain_mets"
    assert "brain_mets" not in case.stated


def test_a_message_never_repeats_a_value(read: Read) -> None:
    with pytest.raises(InputError) as error:
        read({"sex": "Jane Doe"})
    assert "Jane" not in str(error.value)


# ------------------------------------------------------------------------------ numbers and dates


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("<1", (None, 1)),
        (">90%", (90, None)),
        ("<= 5", (None, 5)),
        ("≥10", (10, None)),
        ("1 to 3", (1, 3)),
    ],
)
def test_bounds_as_reports_write_them(written: str, ends: tuple[Any, Any]) -> None:
    found: Any = number(written)
    low, high = (float("-inf"), float("inf"))
    wanted = (low if ends[0] is None else ends[0], high if ends[1] is None else ends[1])
    assert (found.low, found.high) == pytest.approx(wanted)


@pytest.mark.parametrize("written", ["", "x", "1e5", "--1", "5 - 2", None, [], {}, {"min": "a"}])
def test_what_is_no_number(written: Any) -> None:
    with pytest.raises(ValueError, match=r"number|range|larger"):
        number(written)


def test_dates_are_as_wide_as_they_are_known() -> None:
    assert span("2024-02")[1] == dt.date(2024, 2, 29)
    assert months_ago("2026-11", ON).fewest == 0
    assert months_ago("2027", ON).most < 0
    assert months_between(dt.date(2024, 1, 31), dt.date(2024, 2, 29)) < 1


@pytest.mark.parametrize(
    "text", ["", "2024-2", "2024-02-30", "24-02-03", "1899", "x", "\uff12\uff10\uff12\uff14"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span(text)


# -------------------------------------------------------------------------------- whatever is sent

KEYS = st.sampled_from(
    ["sex", "age", "er", "er_percent", "her2_ihc", "labs", "lvef_percent", "somatic", "pik3ca",
     "metastatic_sites", "prior_therapies", "drugs", "started", "ended", "ongoing", "toxicity",
     "specimens", "date", "site", "medicines", "goals", "conditions", "hypersensitivity", "other",
     "local_treatments", "metastatic_since", "metastatic_since_months_ago", "min", "max"]
) | st.text(max_size=4)  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(
        ["positive", "2024-03", "letrozole", "H1047R", "none", "<1", "bone", "detected"]
    )
    | st.text(max_size=6)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(document=st.dictionaries(KEYS, ANYTHING, max_size=5) | ANYTHING)
def test_any_object_is_a_case_or_one_clear_line(document: Any, knowledge: KnowledgeBase) -> None:
    try:
        case = read_case(document, knowledge.vocabulary, knowledge.lexicon, ON)
    except InputError as error:
        line = str(error)
        assert "\n" not in line
    else:
        knowledge.resolver.resolve(case)
