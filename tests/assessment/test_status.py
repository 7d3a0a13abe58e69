"""The seven steps by which an option gets its status, in their order (design, section 7)."""

import datetime as dt

import pytest
from tests.assessment.tiny import HER2, LUMINAL, TRIPLE_NEGATIVE, Facts_, given, option

from oncoptions.knowledge.models import Region

PDL1 = {**TRIPLE_NEGATIVE, "pdl1_ic_percent": 5}
HER2_LOW = {**LUMINAL, "her2_ihc": "1+"}
BRCA = {**LUMINAL, "germline": {"brca2": "pathogenic"}}
HER2_FACTS = ("her2_ihc", "her2_ish", "her2_membrane_staining")
BONE = {**LUMINAL, "metastatic_sites": ["bone"]}


# ------------------------------------------------------------------------- one example a step


def test_1_ruled_out_by_a_contraindication() -> None:
    row = option("alphamab-gammacin", **HER2, labs={"lvef_percent": 40})
    assert row.status == "ruled_out"
    assert [(r.by, r.criterion, r.value) for r in row.reasons] == [
        ("label", "lvef_percent < 50", "true")
    ]
    assert [(e.drug, e.why) for e in row.excluded] == [
        ("alphamab", "The heart is too weak for alphamab.")
    ]


def test_1_ruled_out_because_the_drug_has_failed() -> None:
    row = option(
        "iotacin",
        **{**LUMINAL, "prior_therapies": [given("iotacin", reason_stopped="progression")]},
    )
    assert row.status == "ruled_out"
    assert [(r.by, r.why) for r in row.reasons] == [
        ("history", "the cancer has already grown on iotacin")
    ]


def test_1_comes_before_2() -> None:
    """A person who must not have it is told so, also where nobody can have it."""
    row = option("lambdib-zole", **LUMINAL, somatic={"pik3ca": "H1047R"}, pregnancy_weeks=12)
    assert row.status == "ruled_out"


def test_2_unavailable_because_the_market_ended() -> None:
    row = option("lambdib-zole", **LUMINAL, somatic={"pik3ca": "H1047R"})
    assert (row.status, row.availability.value) == ("unavailable", "withdrawn")
    assert row.availability.since == "2018-05-31"


def test_3_fits_by_an_approval() -> None:
    row = option("betalib-zole", **LUMINAL)
    assert (row.status, row.availability.value) == ("fits", "approved")
    assert (row.availability.agency, row.availability.since) == ("FDA", "2017-03-31")
    assert row.availability.off_label is False


def test_4_fits_off_label_by_a_guideline() -> None:
    """The label asks for menopause; ESMO does not."""
    before = {**LUMINAL, "menopausal_status": "premenopausal", "pregnancy_weeks": 0}
    row = option("zole", **before)
    assert (row.status, row.availability.value) == ("fits", "off_label")
    assert row.availability.off_label is True
    assert [body.body for body in row.standing.by] == ["ESMO"]


def test_4_quietly_where_only_the_line_is_beyond_the_label() -> None:
    row = option("gammacin", **LUMINAL)
    assert (row.status, row.availability.off_label) == ("fits", "by_line")
    after_chemotherapy = [given("iotacin", reason_stopped="progression")]
    row = option("gammacin", **{**LUMINAL, "prior_therapies": after_chemotherapy})
    assert (row.status, row.availability.off_label) == ("fits", False)


def test_5_depends_on_an_unknown_fact() -> None:
    row = option("etatecan", **{**LUMINAL, "her2_ihc": None, "her2_membrane_staining": None})
    assert (row.status, row.deciding_facts) == ("depends", HER2_FACTS)


def test_6_unavailable_because_only_another_region_supports_it() -> None:
    row = option("thetamab-gammacin", region="EU", **TRIPLE_NEGATIVE, pdl1_cps=20)
    assert (row.status, row.availability.value) == ("unavailable", "other_region")
    assert (row.availability.agency, row.availability.since) == ("FDA", "2020-11-13")


def test_7_ruled_out_with_the_smallest_change_that_would_admit_it() -> None:
    row = option("etatecan", **LUMINAL)
    assert row.status == "ruled_out"
    assert [(w.criterion, w.now) for w in row.would_fit_if] == [
        ("her2_status = 'positive'", "false")
    ]


# ------------------------------------------------------------------ steps 2 and 6, each variant

UNAVAILABLE: list[tuple[str, str, str, Region, Facts_, tuple[str, str | None, str | None]]] = [
    # what it shows, the option, the day, the region, the person; value, agency, since
    (
        "not marketed yet",
        "betterlib-zole",
        "2024-03-30",
        "US",
        LUMINAL,
        ("not_yet", None, "2024-03"),
    ),
    (
        "market ended",
        "lambdib-zole",
        "2018-05-31",
        "US",
        {**LUMINAL, "somatic": {"pik3ca": "H1047R"}},
        ("withdrawn", None, "2018-05-31"),
    ),
    (
        "sold in the other region only",
        "betterlib-zole",
        "2026-06-01",
        "EU",
        LUMINAL,
        ("other_region", None, "2024-03"),
    ),
    ("sold nowhere", "mulib", "2026-01-01", "US", BRCA, ("not_marketed", None, None)),
    (
        "sold nowhere, under review",
        "mulib",
        "2026-06-01",
        "US",
        BRCA,
        ("under_review", "FDA", "2026-02-01"),
    ),
    (
        "this use withdrawn",
        "kappamab-gammacin",
        "2026-06-01",
        "US",
        PDL1,
        ("withdrawn", "FDA", "2021-10-06"),
    ),
    (
        "this use refused",
        "iotacin-zole",
        "2026-01-01",
        "EU",
        BONE,
        ("withdrawn", "EMA", "2020-05-01"),
    ),
    (
        "this use under review",
        "iotacin-zole",
        "2026-06-01",
        "US",
        BONE,
        ("under_review", "FDA", "2026-03-01"),
    ),
    (
        "approved at a later date",
        "etatecan",
        "2022-08-04",
        "US",
        HER2_LOW,
        ("not_yet", "FDA", "2022-08-05"),
    ),
    (
        "a guideline of a later date",
        "iotacin-zole",
        "2026-06-01",
        "US",
        {**LUMINAL, "sex": "male"},
        ("not_yet", "ASCO", "2026-08"),
    ),
    (
        "approved in the other region",
        "thetamab-gammacin",
        "2026-06-01",
        "EU",
        {**TRIPLE_NEGATIVE, "pdl1_cps": 20},
        ("other_region", "FDA", "2020-11-13"),
    ),
    (
        "approved here later, there already",
        "etatecan",
        "2022-08-05",
        "EU",
        HER2_LOW,
        ("not_yet", "EMA", "2023-01-23"),
    ),
    (
        "approved later in the other region",
        "thetamab-gammacin",
        "2018-01-01",
        "EU",
        {**TRIPLE_NEGATIVE, "pdl1_cps": 20},
        ("not_yet", "FDA", "2020-11-13"),
    ),
]


@pytest.mark.parametrize("case", UNAVAILABLE, ids=[case[0] for case in UNAVAILABLE])
def test_unavailable_says_which_and_since_when(
    case: tuple[str, str, str, Region, Facts_, tuple[str, str | None, str | None]],
) -> None:
    _, identity, day, region, keys, expected = case
    row = option(identity, dt.date.fromisoformat(day), region, **keys)
    assert row.status == "unavailable"
    said = row.availability
    assert (said.value, said.agency, said.since) == expected


IN_FORCE = [
    # the option, the day, the region, the person, its status
    ("betterlib-zole", "2024-03-30", "US", LUMINAL, "unavailable"),
    ("betterlib-zole", "2024-03-31", "US", LUMINAL, "fits"),  # "2024-03": from its last day
    ("etatecan", "2022-08-04", "US", HER2_LOW, "unavailable"),
    ("etatecan", "2022-08-05", "US", HER2_LOW, "fits"),
    ("etatecan", "2023-01-22", "EU", HER2_LOW, "unavailable"),
    ("etatecan", "2023-01-23", "EU", HER2_LOW, "fits"),
    ("kappamab-gammacin", "2019-03-07", "US", PDL1, "unavailable"),
    ("kappamab-gammacin", "2019-03-08", "US", PDL1, "fits"),
    ("kappamab-gammacin", "2021-10-05", "US", PDL1, "fits"),
    ("kappamab-gammacin", "2021-10-06", "US", PDL1, "unavailable"),
    ("kappamab-gammacin", "2021-10-06", "EU", PDL1, "fits"),
    ("zole", "1996-12-30", "US", LUMINAL, "unavailable"),  # "1996": from its last day
    ("zole", "1996-12-31", "US", LUMINAL, "fits"),
]


@pytest.mark.parametrize(
    ("identity", "day", "region", "keys", "status"),
    IN_FORCE,
    ids=[f"{c[0]} {c[2]} {c[1]}" for c in IN_FORCE],
)
def test_what_holds_on_a_day_in_a_region(
    identity: str, day: str, region: Region, keys: Facts_, status: str
) -> None:
    assert option(identity, dt.date.fromisoformat(day), region, **keys).status == status


def test_an_accelerated_approval_is_called_so_until_it_is_converted() -> None:
    early = option("betalib-zole", dt.date(2017, 3, 30), **LUMINAL)
    late = option("betalib-zole", dt.date(2017, 3, 31), **LUMINAL)
    assert (early.status, early.availability.accelerated) == ("fits", True)
    assert (late.status, late.availability.accelerated) == ("fits", False)


def test_a_withdrawn_use_says_why() -> None:
    assert option("kappamab-gammacin", **PDL1).availability.note == "The next trial showed no gain."


def test_a_withdrawn_use_is_unavailable_though_a_guideline_still_names_it() -> None:
    row = option("kappamab-gammacin", **PDL1)
    assert row.status == "unavailable"
    assert [body.body for body in row.standing.by] == ["ESMO"]


def test_a_withdrawn_use_of_another_disease_is_simply_ruled_out() -> None:
    assert option("kappamab-gammacin", **LUMINAL, pdl1_ic_percent=5).status == "ruled_out"


# ------------------------------------------------------------------------- what never decides


def test_an_unknown_contraindication_neither_hides_nor_blocks() -> None:
    row = option("alphamab-gammacin", **HER2)
    assert row.status == "fits"
    assert [(check.test, check.facts, check.drug) for check in row.before_start] == [
        ("lvef", ("lvef_percent",), "alphamab")
    ]


def test_a_guideline_against_it_never_makes_an_option_fit() -> None:
    assert option("gammacin-iotacin", **LUMINAL).status == "ruled_out"


def test_an_approved_option_fits_though_a_guideline_advises_against_it() -> None:
    row = option("gammacin-iotacin", **LUMINAL, problems={"rapid_progression": True})
    assert (row.status, row.standing.value) == ("fits", "not_recommended")


def test_a_precaution_counts_only_where_and_when_it_holds() -> None:
    liver = {**LUMINAL, "labs": {"child_pugh": "C"}}
    assert option("betalib-zole", region="US", **liver).status == "ruled_out"
    assert option("betalib-zole", region="EU", **liver).status == "fits"
    heart = {**LUMINAL, "conditions": {"heart_disease": ["long_qt"]}}
    assert option("betalib-zole", dt.date(2019, 12, 31), **heart).status == "fits"
    assert option("betalib-zole", dt.date(2020, 1, 1), **heart).status == "ruled_out"


def test_a_component_is_asked_only_of_those_who_need_it() -> None:
    after = option("betalib-zole", **LUMINAL)
    before = option("betalib-zole", **{**LUMINAL, "menopausal_status": "premenopausal"})
    zole = ("deltazole", "epsizole")
    assert [part.one_of for part in after.components] == [("betalib",), zole]
    assert [part.one_of for part in before.components] == [
        ("betalib",),
        zole,
        ("zetarelin", "ovary knife"),
    ]


def test_a_member_who_is_out_moves_to_excluded_and_the_option_stays() -> None:
    row = option("betalib-zole", **LUMINAL, conditions={"vte": True})
    assert row.status == "fits"
    assert [(e.drug, e.why) for e in row.excluded] == [
        ("epsizole", "Epsizole makes clots likelier.")
    ]


def test_all_members_out_and_the_option_is_out() -> None:
    row = option("betalib-zole", **{**LUMINAL, "pregnancy_weeks": 20})
    assert row.status == "ruled_out"
    assert {e.drug for e in row.excluded} == {"deltazole", "epsizole"}
