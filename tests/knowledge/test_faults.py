"""What the loader and the checker say of a faulty file: where, what, and how to mend it.

Each case changes one place of the tiny base (`tests/assessment/knowledge`). `old` is what the file
says, `new` what is written instead; the fault is given as `oncoptions check` prints it.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from tests.assessment.tiny import files

from oncoptions.facts import strict_yaml
from oncoptions.knowledge.check import all_faults
from oncoptions.knowledge.derived import unclear_derivations

Change = tuple[str, str, str]
"""A file, what it says, and what is written instead."""
BETALIB, ZOLE = "drugs/betalib.yaml", "regimens/zole.yaml"
PAIR, STUDY = "regimens/betalib-zole.yaml", "studies/betalib-first.yaml"


@pytest.fixture(autouse=True, scope="module")
def _unchanged_files_are_read_once() -> Iterator[None]:
    """Nearly all files are the same in every test, and reading them is what takes the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "read", cache(strict_yaml.read))
        yield


def faults(*changes: Change) -> list[str]:
    return [str(fault) for fault in all_faults(changed(*changes))[1]]


def changed(*changes: Change) -> Mapping[str, bytes]:
    """The files of the tiny base with some places changed."""
    new = dict(files())
    for file, old, written in changes:
        text = new[file].decode()
        assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
        new[file] = text.replace(old, written, 1).encode()
    return new


def test_the_tiny_base_has_no_fault() -> None:
    assert faults() == []


FORM: list[tuple[str, Change, str]] = [
    (
        "unknown key with the nearest word",
        (BETALIB, "route: oral", "rote: oral"),
        "drugs/betalib.yaml:6:1: unknown key 'rote'; did you mean 'route'?",
    ),
    (
        "unknown key inside an entry",
        (BETALIB, "why: Known long QT syndrome.", "wy: Known long QT syndrome."),
        "drugs/betalib.yaml:12:27: unknown key 'wy'; did you mean 'why'?",
    ),
    (
        "key that stands twice",
        (BETALIB, "route: oral", "route: oral\nroute: oral"),
        "drugs/betalib.yaml:7:1: 'route' stands twice; keep one of them",
    ),
    (
        "wrong word",
        (BETALIB, "route: oral", "route: mouth"),
        "drugs/betalib.yaml:6:8: route: Invalid enum value 'mouth'; See "
        "docs/knowledge.md for the form.",
    ),
    (
        "wrong type",
        (BETALIB, "classes: [cdk46_inhibitor]", "classes: cdk46_inhibitor"),
        "drugs/betalib.yaml:4:10: classes: Expected `array`, got `str`; See "
        "docs/knowledge.md for the form.",
    ),
    (
        "`no` is a word and not false",
        (ZOLE, "id: zole", "folded: no\nid: zole"),
        "regimens/zole.yaml:1:9: folded: Expected `bool`, got `str`; See "
        "docs/knowledge.md for the form.",
    ),
    (
        "missing key",
        (BETALIB, "mechanism: It holds back cell division.\n", ""),
        "drugs/betalib.yaml:2:1: the key 'mechanism' is missing; Add 'mechanism:' here.",
    ),
    (
        "missing key inside an entry",
        (BETALIB, ", why: Clots were seen.", ""),
        "drugs/betalib.yaml:16:5: the key 'why' is missing; Add 'why:' here.",
    ),
    (
        "not YAML",
        (ZOLE, "components:", "components: ["),
        "regimens/zole.yaml:5:3: not YAML: did not find expected node content; Mend the YAML.",
    ),
    (
        "empty",
        ("through.yaml", files()["through.yaml"].decode(), ""),
        "through.yaml:1:1: the file is empty; fill it or delete it",
    ),
    (
        "id that is not the file's name",
        (ZOLE, "id: zole", "id: zol"),
        "regimens/zole.yaml:1:5: the id 'zol' is not the file's name; Make them equal.",
    ),
    (
        "day that does not exist",
        (ZOLE, "curated: 2026-01-01", "curated: 2026-02-30"),
        "regimens/zole.yaml:11:10: curated: Invalid RFC3339 encoded date; See "
        "docs/knowledge.md for the form.",
    ),
    (
        "more than 100 of 100",
        (STUDY, "any_grade: 80", "any_grade: 180"),
        "studies/betalib-first.yaml:14:51: adverse_events.0.any_grade: Expected `float` <= 100.0; "
        "See docs/knowledge.md for the form.",
    ),
    (
        "code without its system",
        (BETALIB, "route: oral", "route: oral\ncodes: [123]"),
        "drugs/betalib.yaml:7:9: codes.0: Expected `str`, got `int`; See "
        "docs/knowledge.md for the form.",
    ),
]


@pytest.mark.parametrize(("change", "fault"), [c[1:] for c in FORM], ids=[c[0] for c in FORM])
def test_a_fault_of_form(change: Change, fault: str) -> None:
    assert faults(change)[:1] == [fault]


CRITERIA: list[tuple[str, Change, str]] = [
    (
        "unknown fact",
        (BETALIB, "when: vte", "when: vtee"),
        "drugs/betalib.yaml:16:12: there is no fact vtee; did you mean vte?",
    ),
    (
        "unknown value",
        (BETALIB, "child_pugh = 'C'", "child_pugh = 'D'"),
        "drugs/betalib.yaml:11:12: child_pugh is never 'D'; it is 'A' or 'B' or 'C'",
    ),
    (
        "other unit",
        ("drugs/alphamab.yaml", "lvef_percent < 50", "lvef_percent < 0.5"),
        "drugs/alphamab.yaml:13:12: lvef_percent is 5 to 90 %, so 0.5 is probably in another unit; "
        "write the number in %",
    ),
    (
        "grammar",
        (BETALIB, "child_pugh = 'C'", "child_pugh == 'C'"),
        'drugs/betalib.yaml:11:23: found "==", expected "="; write "="',
    ),
    (
        "in quotes",
        (BETALIB, "when: vte", 'when: "vtee"'),
        "drugs/betalib.yaml:16:13: there is no fact vtee; did you mean vte?",
    ),
]


@pytest.mark.parametrize(
    ("change", "fault"), [c[1:] for c in CRITERIA], ids=[c[0] for c in CRITERIA]
)
def test_a_fault_in_a_criterion(change: Change, fault: str) -> None:
    assert faults(change) == [fault]


FOLDED = """\
supports:
  - by: FDA
    kind: approval
    says: Made up.
    when: >-
      hr_status = 'positive'
      and menopausal_status = 'postmenopausal'
      and her2_statsu = 'negative'
    from: 1996
    sources: [made-up]
  - {by: FDA, kind: approval"""


@pytest.mark.parametrize("style", [">-", "|", ">"])
def test_a_fault_inside_a_block_has_the_line_and_column_of_the_file(style: str) -> None:
    block = FOLDED.replace(">-", style)
    assert faults((ZOLE, "supports:\n  - {by: FDA, kind: approval", block)) == [
        "regimens/zole.yaml:13:11: there is no fact her2_statsu; "
        "did you mean her2_status or hr_status "
        "or her2_ish?"
    ]


CONTENT: list[tuple[str, Change, str]] = [
    (
        "no source",
        (BETALIB, "why: Clots were seen., sources: [made-up]", "why: Clots were seen."),
        "drugs/betalib.yaml:16:5: a statement without a source; Name its `sources`, or "
        "say `verified: false`.",
    ),
    (
        "unknown source",
        (
            BETALIB,
            "why: Clots were seen., sources: [made-up]",
            "why: Clots were seen., sources: [made-upp]",
        ),
        "drugs/betalib.yaml:16:49: no source 'made-upp'; Did you mean 'made-up'?",
    ),
    (
        "unknown source of a whole entry",
        (STUDY, "\nsources: [made-up]", "\nsources: [nowhere]"),
        "studies/betalib-first.yaml:15:10: no source 'nowhere'; Write the entry, or mend the name.",
    ),
    (
        "unknown source of a medicine",
        ("medicines.yaml", "does: [], sources: [made-up]", "does: [], sources: [maid-up]"),
        "medicines.yaml:4:56: no source 'maid-up'; Did you mean 'made-up'?",
    ),
    (
        "a medicine that does what no fact says",
        ("medicines.yaml", "does: [warfarin]", "does: [warfarine]"),
        "medicines.yaml:3:39: no fact takes_ 'warfarine'; Did you mean 'warfarin'?",
    ),
    (
        "procedure without a source",
        ("procedures.yaml", "A made-up team., sources: [made-up]", "A made-up team."),
        "procedures.yaml:5:12: a statement without a source; Name its `sources`, or say "
        "`verified: false`.",
    ),
    (
        "unknown study",
        (PAIR, "studies: [betalib-first]", "studies: [betalib-frist]"),
        "regimens/betalib-zole.yaml:15:10: no study 'betalib-frist'; Did you mean 'betalib-first'?",
    ),
    (
        "unknown test",
        (BETALIB, "test: ecg", "test: egc"),
        "drugs/betalib.yaml:18:12: no test 'egc'; Did you mean 'ecg'?",
    ),
    (
        "unknown drug",
        (ZOLE, "one_of: [deltazole", "one_of: [deltazol"),
        "regimens/zole.yaml:5:14: no drug or procedure 'deltazol'; Did you mean 'deltazole'?",
    ),
    (
        "unknown class",
        (BETALIB, "classes: [cdk46_inhibitor]", "classes: [cdk64_inhibitor]"),
        "drugs/betalib.yaml:4:10: no class 'cdk64_inhibitor'; Did you mean 'cdk46_inhibitor'?",
    ),
    (
        "unknown fact of a test",
        ("tests/ecg.yaml", "facts: [qtcf_ms]", "facts: [qtc_ms]"),
        "tests/ecg.yaml:4:8: no fact 'qtc_ms'; Did you mean 'qtcf_ms'?",
    ),
    (
        "month that does not exist",
        ("drugs/betterlib.yaml", "from: 2024-03", "from: 2024-13"),
        "drugs/betterlib.yaml:8:24: '2024-13': month must be in 1..12; Write YYYY-MM-DD, "
        "YYYY-MM or YYYY.",
    ),
    (
        "ended without until",
        ("regimens/kappamab-gammacin.yaml", "until: 2021-10-06, ", ""),
        "regimens/kappamab-gammacin.yaml:9:5: "
        "an approval that ended needs both `until` and `ended`; "
        "Add the one that is missing.",
    ),
    (
        "until without ended",
        ("regimens/kappamab-gammacin.yaml", "ended: withdrawn, ", ""),
        "regimens/kappamab-gammacin.yaml:9:5: "
        "an approval that ended needs both `until` and `ended`; "
        "Add the one that is missing.",
    ),
    (
        "it ends before it begins",
        ("regimens/kappamab-gammacin.yaml", "until: 2021-10-06", "until: 2018-10-06"),
        "regimens/kappamab-gammacin.yaml:9:5: it ends before it begins; Mend `from` or `until`.",
    ),
    (
        "a market that ends before it begins",
        ("drugs/lambdib.yaml", "until: 2018-05-31", "until: 2008-05-31"),
        "drugs/lambdib.yaml:8:5: it ends before it begins; Mend `from` or `until`.",
    ),
    (
        "a guideline without standing",
        (ZOLE, "standing: option, ", ""),
        "regimens/zole.yaml:9:5: a guideline support without standing; Say preferred, "
        "recommended, option, ...",
    ),
    (
        "an approval with a standing",
        (ZOLE, "by: EMA, kind: approval", "by: EMA, kind: approval, standing: option"),
        "regimens/zole.yaml:8:5: only a guideline has a standing; Take it out.",
    ),
    (
        "an agency that approves nothing here",
        (ZOLE, "by: EMA", "by: ESMO"),
        "regimens/zole.yaml:8:5: 'ESMO' approves nothing here; Use FDA, EMA, NMPA or "
        "national (EU).",
    ),
    (
        "a contraindication that nobody read",
        (BETALIB, "why: Known long QT syndrome.", "verified: false, why: Known long QT syndrome."),
        "drugs/betalib.yaml:12:5: a contraindication nobody has read; Read its source.",
    ),
    (
        "an interval that is not around its estimate",
        (STUDY, "hr_ci95: [0.46, 0.72]", "hr_ci95: [0.6, 0.72]"),
        "studies/betalib-first.yaml:11:5: the hazard ratio lies outside its interval; "
        "Hold it against the source.",
    ),
    (
        "a value outside its interval",
        (STUDY, "value: 24.8", "value: 20"),
        "studies/betalib-first.yaml:11:5: the value lies outside its interval; Hold it "
        "against the source.",
    ),
    (
        "more than 100 percent",
        (
            STUDY,
            "unit: months, arm: betalib, value: 24.8, ci95: [22.1, null]",
            "unit: percent, arm: betalib, value: 248",
        ),
        "studies/betalib-first.yaml:11:5: more than 100 percent; Hold it against the source.",
    ),
    (
        "grade 3 above any grade",
        (STUDY, "any_grade: 80", "any_grade: 8"),
        "studies/betalib-first.yaml:14:5: more people with grade 3 or more than with any grade; "
        "Hold it against the source.",
    ),
    (
        "published before enrolment",
        (STUDY, "enrolment_from: 2013-01", "enrolment_from: 2016-12"),
        "studies/betalib-first.yaml:5:12: published before the first person took part; "
        "Mend the date.",
    ),
    (
        "an arm that is not in the study",
        (STUDY, "comparator: placebo, comparator_value", "comparator: placeba, comparator_value"),
        "studies/betalib-first.yaml:11:5: no arm 'placeba' in this study; Hold it "
        "against the source.",
    ),
    (
        "a name shared by two drugs",
        (BETALIB, "route: oral", "route: oral\nbrands: [Alphax]"),
        "drugs/alphamab.yaml:1:1: 'alphax' names alphamab and betalib; Keep it in one of them.",
    ),
    (
        "a name that is another drug's id",
        (BETALIB, "route: oral", "route: oral\nsynonyms: [zetarelin]"),
        "drugs/betalib.yaml:1:1: 'zetarelin' names betalib and zetarelin; Keep it in one of them.",
    ),
]


@pytest.mark.parametrize(("change", "fault"), [c[1:] for c in CONTENT], ids=[c[0] for c in CONTENT])
def test_a_fault_of_content(change: Change, fault: str) -> None:
    found = faults(change)
    assert fault in found
    if "published" not in fault:
        assert found == [fault]


# --------------------------------------------------------------------------- the vocabulary

VOCABULARY: list[tuple[str, Change, str]] = [
    (
        "unknown group",
        (
            "facts.yaml",
            "{group: person, type: number, unit: a,",
            "{group: persn, type: number, unit: a,",
        ),
        "no group 'persn'; Use one of `groups`.",
    ),
    (
        "a derived value that the fact does not have",
        ("facts.yaml", 'third: "pregnancy_weeks >= 28"', 'fourth: "pregnancy_weeks >= 28"'),
        "'fourth' is not among the values; Add it, or mend the word.",
    ),
    (
        "a query of an unknown class",
        ("facts.yaml", "of: endocrine, setting: any", "of: endocrin, setting: any"),
        "no class or drug 'endocrin'; Did you mean 'endocrine'?",
    ),
    (
        "an unknown key of a query",
        ("facts.yaml", "measure: lines, setting", "measure: lines, settign"),
        "unknown key 'settign'; did you mean 'setting'?",
    ),
]


@pytest.mark.parametrize(
    ("change", "fault"), [c[1:] for c in VOCABULARY], ids=[c[0] for c in VOCABULARY]
)
def test_a_fault_of_the_vocabulary(change: Change, fault: str) -> None:
    found = faults(change)
    assert found[0].startswith("facts.yaml:")
    assert found[0].split(": ", 1)[1] == fault


def test_facts_that_are_derived_from_each_other() -> None:
    circle = (
        ("facts.yaml", 'derive: "pregnancy_weeks > 0"', 'derive: "estrogen_deprived"'),
        ("facts.yaml", "derive: \"menopausal_status = 'postmenopausal' or", 'derive: "pregnant or'),
    )
    assert faults(*circle) == [
        "facts.yaml:1:1: these facts are derived from each other: estrogen_deprived, pregnant; "
        "Break the circle."
    ]


def test_derived_values_that_hold_together_or_leave_a_gap_are_noted() -> None:
    for old, new, note in (
        (
            'first: "pregnancy_weeks > 0 and pregnancy_weeks < 14',
            'first: "pregnancy_weeks > 0 and pregnancy_weeks < 15',
            "pregnancy_trimester is both 'first' and 'second' where pregnancy_weeks = 14",
        ),
        (
            'first: "pregnancy_weeks > 0 and pregnancy_weeks < 14',
            'first: "pregnancy_weeks > 0 and pregnancy_weeks < 13',
            "pregnancy_trimester has no value where pregnancy_weeks = 13",
        ),
    ):
        base, _ = all_faults(changed(("facts.yaml", old, new)))
        assert base is not None
        assert note in unclear_derivations(base.vocabulary, base.criteria)


@pytest.mark.parametrize("text", ["- a list\n", "word\n", "fcats: {}\n", "facts: []\ngroups: {}\n"])
def test_a_vocabulary_of_another_shape_is_a_fault_and_no_crash(text: str) -> None:
    base, found = all_faults({**files(), "facts.yaml": text.encode()})
    assert base is None or found
    assert found


# ------------------------------------------------------------------------------ all at once


def test_every_fault_is_reported_at_once() -> None:
    found = faults(
        (BETALIB, "route: oral", "rote: oral"),
        (BETALIB, "why: Clots were seen.", "wy: Clots were seen."),
        (ZOLE, "hr_status = 'positive'", "hr_status = 'positiv'"),
        (STUDY, "any_grade: 80", "any_grade: 8"),
    )
    assert [line.split(";")[0] for line in found] == [
        "drugs/betalib.yaml:6:1: unknown key 'rote'",
        "drugs/betalib.yaml:16:17: unknown key 'wy'",
        "drugs/betalib.yaml:16:5: the key 'why' is missing",
        "drugs/betalib.yaml:2:1: the key 'route' is missing",
        "regimens/zole.yaml:7:73: hr_status is never 'positiv'",
        "regimens/betalib-zole.yaml:6:14: no drug or procedure 'betalib'",
        "studies/betalib-first.yaml:14:5: more people with grade 3 or more than with any grade",
    ]


def test_faults_in_two_items_of_a_list_have_two_places() -> None:
    found = faults(
        (ZOLE, "{by: FDA, kind: approval", "{by: FDA, kind: aproval"),
        (ZOLE, "{by: EMA, kind: approval", "{by: EMA, kind: aproval"),
    )
    assert [line.split(": ")[0] for line in found] == [
        "regimens/zole.yaml:7:21",
        "regimens/zole.yaml:8:21",
    ]


def test_a_wrong_value_is_not_also_called_missing() -> None:
    found = faults((BETALIB, "route: oral", "route: mouth"))
    assert not any("missing" in line for line in found)


def test_a_file_that_belongs_nowhere() -> None:
    _, found = all_faults({**files(), "recipes/soup.yaml": b"id: soup\n"})
    assert [str(fault) for fault in found] == [
        "recipes/soup.yaml:1:1: no place for this file; "
        "Move it to one of: drugs, regimens, local, supportive, studies, tests."
    ]


def test_a_part_that_is_used_twice() -> None:
    """An alias: a small file could stand for a huge one."""
    parts = ("components:\n  - {one_of", "components:\n  - &part {one_of")
    again = ("supports:\n  - {by: FDA", "supports:\n  - *part\n  - {by: FDA")
    assert faults((ZOLE, *parts), (ZOLE, *again))[0].startswith(
        "regimens/zole.yaml:5:5: a part used twice; write it out"
    )


def test_text_that_is_not_utf_8() -> None:
    _, found = all_faults({**files(), ZOLE: b"name: \xff\n"})
    assert str(found[0]) == "regimens/zole.yaml:1:1: not UTF-8 at byte 6; save it as UTF-8"
