"""The same person on different days and in both regions: what was approved then, and only that."""

import pytest
from tests.clinical.conftest import Ask, rows_with, status_of
from tests.clinical.people import (
    AFTER_CDK46,
    BRCA,
    HER2_LOW,
    HER2_SECOND,
    HER2_THIRD,
    HR_FIRST,
    TRIPLE_NEGATIVE,
    line,
    person,
)

PDL1 = person(TRIPLE_NEGATIVE, pdl1_cps=20, pdl1_ic_percent=5)
ESR1 = person(AFTER_CDK46, somatic={"esr1": "D538G"})


class TestAtezolizumab:
    """Atezolizumab with nab-paclitaxel: approved in the US in 2019, withdrawn there in 2021."""

    def test_fits_pdl1_positive_disease_at_the_end_of_2020(self, ask: Ask) -> None:
        assert status_of(ask(PDL1, "2020-12-31"), "atezolizumab", "nab-paclitaxel") == "fits"

    def test_does_not_fit_before_its_approval(self, ask: Ask) -> None:
        assert status_of(ask(PDL1, "2019-03-07"), "atezolizumab", "nab-paclitaxel") == "unavailable"

    def test_is_unavailable_today_because_it_was_withdrawn(self, ask: Ask) -> None:
        (row,) = rows_with(ask(PDL1), "atezolizumab", "nab-paclitaxel")
        assert (row.status, row.availability.value) == ("unavailable", "withdrawn")
        assert (row.availability.since or "").startswith("2021")

    def test_does_not_fit_pdl1_negative_disease(self, ask: Ask) -> None:
        negative = person(TRIPLE_NEGATIVE, pdl1_cps=0, pdl1_ic_percent=0)
        answer = ask(negative, "2020-12-31")
        assert status_of(answer, "atezolizumab", "nab-paclitaxel") == "ruled_out"

    def test_depends_on_pdl1_where_it_is_not_known(self, ask: Ask) -> None:
        answer = ask(TRIPLE_NEGATIVE, "2020-12-31")
        (row,) = rows_with(answer, "atezolizumab", "nab-paclitaxel")
        assert (row.status, row.deciding_facts) == ("depends", ("pdl1_ic_percent",))

    def test_still_stands_in_the_eu(self, ask: Ask) -> None:
        answer = ask(PDL1, "2022-06-01", "EU")
        assert status_of(answer, "atezolizumab", "nab-paclitaxel") == "fits"


FIRST_DAYS = [
    # person, drugs, the day before, the first day, region
    (HER2_THIRD, ("margetuximab", "capecitabine"), "2020-12-15", "2020-12-16", "US"),
    (HER2_LOW, ("trastuzumab deruxtecan",), "2022-08-04", "2022-08-05", "US"),
    (ESR1, ("elacestrant",), "2023-01-26", "2023-01-27", "US"),
    (HER2_THIRD, ("tucatinib", "trastuzumab", "capecitabine"), "2020-04-16", "2020-04-17", "US"),
    (HER2_THIRD, ("trastuzumab deruxtecan",), "2019-12-19", "2019-12-20", "US"),
    (BRCA, ("olaparib",), "2018-01-11", "2018-01-12", "US"),
    (BRCA, ("talazoparib",), "2018-10-15", "2018-10-16", "US"),
]


@pytest.mark.parametrize(
    ("case", "drugs", "before", "first", "region"), FIRST_DAYS, ids=lambda x: str(x)[:60]
)
def test_first_day(
    ask: Ask, case: dict[str, object], drugs: tuple[str, ...], before: str, first: str, region: str
) -> None:
    assert status_of(ask(case, before, region), *drugs) == "unavailable"
    assert status_of(ask(case, first, region), *drugs) == "fits"


def test_a_guideline_may_come_before_the_label(ask: Ask) -> None:
    """ESMO advised trastuzumab deruxtecan as second treatment in 2021; the US label followed."""
    before, after = (ask(HER2_SECOND, day) for day in ("2022-05-03", "2022-05-04"))
    (early,) = [r for r in rows_with(before, "trastuzumab deruxtecan") if r.status == "fits"]
    (late,) = [r for r in rows_with(after, "trastuzumab deruxtecan") if r.status == "fits"]
    assert (early.availability.off_label, late.availability.off_label) == (True, False)
    assert status_of(ask(HER2_SECOND, "2021-09-01"), "trastuzumab deruxtecan") == "unavailable"


def test_margetuximab_was_never_authorised_in_the_eu(ask: Ask) -> None:
    answer = ask(HER2_THIRD, region="EU")
    assert status_of(answer, "margetuximab", "capecitabine") == "unavailable"


def test_elacestrant_came_later_to_the_eu(ask: Ask) -> None:
    assert status_of(ask(ESR1, "2023-06-01", "EU"), "elacestrant") == "unavailable"
    assert status_of(ask(ESR1, "2024-01-01", "EU"), "elacestrant") == "fits"


def test_elacestrant_needs_the_mutation(ask: Ask) -> None:
    without = person(AFTER_CDK46, somatic={"esr1": "not_detected"})
    assert status_of(ask(without), "elacestrant") == "ruled_out"


ALL_THREE = [
    line("epirubicin", "docetaxel", began=30, ended=24, why="completed"),
    line("docetaxel", "trastuzumab", "pertuzumab", began=20, ended=1),
]
"""An anthracycline, a taxane and trastuzumab, as the label of lapatinib with capecitabine wants."""

AT_THE_END_OF_2020 = [
    # who meets its condition, drugs, who does not
    (HR_FIRST, ("palbociclib", "letrozole"), TRIPLE_NEGATIVE),
    (HR_FIRST, ("ribociclib", "letrozole"), TRIPLE_NEGATIVE),
    (HR_FIRST, ("abemaciclib", "letrozole"), TRIPLE_NEGATIVE),
    (AFTER_CDK46, ("abemaciclib", "fulvestrant"), TRIPLE_NEGATIVE),
    (AFTER_CDK46, ("exemestane",), TRIPLE_NEGATIVE),
    (HR_FIRST, ("tamoxifen",), TRIPLE_NEGATIVE),
    (HR_FIRST, ("fulvestrant",), TRIPLE_NEGATIVE),
    (HR_FIRST, ("toremifene",), TRIPLE_NEGATIVE),
    (person(HER2_SECOND, prior_therapies=[]), ("trastuzumab", "paclitaxel"), HR_FIRST),
    (HER2_SECOND, ("trastuzumab emtansine",), HR_FIRST),
    (HER2_THIRD, ("trastuzumab deruxtecan",), HR_FIRST),
    (person(HER2_THIRD, prior_therapies=ALL_THREE), ("lapatinib", "capecitabine"), HR_FIRST),
    (HER2_THIRD, ("neratinib", "capecitabine"), HR_FIRST),
    (HER2_THIRD, ("margetuximab", "capecitabine"), HR_FIRST),
    (HER2_THIRD, ("tucatinib", "trastuzumab", "capecitabine"), HR_FIRST),
    (
        BRCA,
        ("olaparib",),
        TRIPLE_NEGATIVE | {"germline": {"brca1": "negative", "brca2": "negative"}},
    ),
    (
        BRCA,
        ("talazoparib",),
        TRIPLE_NEGATIVE | {"germline": {"brca1": "negative", "brca2": "negative"}},
    ),
    (PDL1, ("atezolizumab", "nab-paclitaxel"), HR_FIRST),
    (PDL1, ("pembrolizumab", "paclitaxel"), HR_FIRST),
    (PDL1, ("pembrolizumab", "gemcitabine", "carboplatin"), HR_FIRST),
]


@pytest.mark.parametrize(
    ("meets", "drugs", "does_not"), AT_THE_END_OF_2020, ids=lambda x: str(x)[:60]
)
def test_on_the_last_day_of_2020_in_the_us(
    ask: Ask, meets: dict[str, object], drugs: tuple[str, ...], does_not: dict[str, object]
) -> None:
    assert status_of(ask(meets, "2020-12-31"), *drugs) == "fits"
    assert status_of(ask(does_not, "2020-12-31"), *drugs) in ("ruled_out", "unavailable")


CHEMOTHERAPY = (
    "capecitabine",
    "paclitaxel",
    "nab-paclitaxel",
    "docetaxel",
    "eribulin",
    "vinorelbine",
    "gemcitabine",
    "carboplatin",
    "doxorubicin",
    "pegylated liposomal doxorubicin",
)


@pytest.mark.parametrize("drug", CHEMOTHERAPY)
def test_chemotherapy_alone_fits_triple_negative_disease_after_one_line(
    ask: Ask, drug: str
) -> None:
    first = "doxorubicin" if drug == "capecitabine" else "capecitabine"
    before = [
        {"drugs": [name], "setting": "metastatic", "started_months_ago": start,
         "ended_months_ago": start - 6, "reason_stopped": "completed"}
        for name, start in (("epirubicin", 30), ("docetaxel", 20))
        if name != drug
    ]  # fmt: skip
    last = {
        "drugs": [first],
        "setting": "metastatic",
        "started_months_ago": 12,
        "ended_months_ago": 1,
        "reason_stopped": "progression",
    }
    case = person(
        TRIPLE_NEGATIVE,
        metastatic_since_months_ago=30,
        prior_therapies=[*before, last],
        labs={"lvef_percent": 60},
    )
    assert status_of(ask(case, "2020-12-31"), drug) == "fits"
