"""What a row says beside its status: who says so, what to watch, what would change it."""

import datetime as dt
from typing import Any

import pytest
from tests.assessment.tiny import (
    HER2,
    LUMINAL,
    TRIPLE_NEGATIVE,
    Facts_,
    ask,
    base,
    given,
    option,
    person,
    row,
)

from oncoptions.assessment.person import Person
from oncoptions.assessment.status import judge
from oncoptions.criteria import Not, parse, truth

# ------------------------------------------------------------------------------- standing


def test_the_bodies_stand_side_by_side_and_the_region_names_the_headline() -> None:
    for region, headline, first in (("US", "recommended", "ASCO"), ("EU", "preferred", "ESMO")):
        standing = option("betalib-zole", region=region, **LUMINAL).standing  # type: ignore[arg-type]
        assert standing.value == headline
        assert standing.disagree is True
        assert standing.by[0].body == first
        assert {body.body: body.value for body in standing.by} == {
            "ASCO": "recommended",
            "ESMO": "preferred",
        }


def test_a_body_that_does_not_speak_of_this_situation_is_silent() -> None:
    after = {**LUMINAL, "prior_therapies": [given("deltazole", reason_stopped="toxicity")]}
    standing = option("betalib-zole", region="EU", **after).standing
    assert [body.body for body in standing.by] == ["ASCO"]
    assert (standing.value, standing.disagree) == ("recommended", False)


def test_a_body_that_had_not_yet_spoken_is_silent() -> None:
    before = option("betalib-zole", dt.date(2021, 7, 28), **LUMINAL).standing
    assert (before.value, before.by) == (None, ())
    after = option("betalib-zole", dt.date(2021, 7, 29), **LUMINAL).standing
    assert [body.body for body in after.by] == ["ASCO"]


# -------------------------------------------------------------------------- avoid, cautions


def test_what_should_be_avoided_is_never_preferred_and_stands_last_in_its_group() -> None:
    plain = option("betalib-zole", region="EU", **LUMINAL)
    avoided = option("betalib-zole", region="EU", **LUMINAL, medicines=["blockazole"])
    assert (plain.standing.value, avoided.standing.value) == ("preferred", "recommended")
    assert [(c.severity, c.criterion, c.drug) for c in avoided.cautions] == [
        ("avoid", "takes_strong_cyp3a4_inhibitor", "betalib")
    ]
    answer = ask(region="EU", **TRIPLE_NEGATIVE, medicines=["blockazole"])
    assert answer.options[0].id == "gammacin"


def test_a_reason_to_avoid_one_interchangeable_member_is_no_reason_to_avoid_the_option() -> None:
    row = option("betalib-zole", region="EU", **LUMINAL, medicines=["thinarin"])
    assert [(c.severity, c.drug) for c in row.cautions] == [("avoid", "epsizole")]
    assert row.standing.value == "preferred"
    only = option("betalib-zole", region="EU", **LUMINAL, medicines=["thinarin"], conditions={})
    assert only == row


def test_only_what_is_true_now_is_a_caution() -> None:
    assert option("betalib-zole", **LUMINAL).cautions == ()
    row = option("iotacin", **LUMINAL, visceral_crisis=True)
    assert [(c.severity, c.why) for c in row.cautions] == [("caution", "It works slowly.")]


def test_a_medicine_that_nobody_knows_is_listed_as_not_checked() -> None:
    answer = ask(**LUMINAL, medicines=["harmlessin", "strangeol"])
    assert answer.unread == ("medicine not recognised, so not checked: strangeol",)


def test_dose_changes_and_monitoring_ride_on_the_row() -> None:
    row = option("betalib-zole", **LUMINAL, labs={"child_pugh": "B"})
    assert [(change.drug, change.do) for change in row.dose_changes] == [
        ("betalib", "Start with half the dose.")
    ]
    (watched,) = option("alphamab-gammacin", **HER2).monitoring
    assert (watched.test, watched.drug, watched.every_days) == ("lvef", "alphamab", 90)


# ------------------------------------------------------------------------- what would admit


WOULD_FIT: list[tuple[str, str, Facts_, list[str]]] = [
    ("the disease", "alphamab-gammacin", LUMINAL, ["her2_status = 'positive'"]),
    (
        "a contraindication",
        "alphamab-gammacin",
        {**HER2, "labs": {"lvef_percent": 40}},
        ["lvef_percent >= 50"],
    ),
    (
        "both",
        "alphamab-gammacin",
        {**LUMINAL, "labs": {"lvef_percent": 40}},
        ["lvef_percent >= 50", "her2_status = 'positive'"],
    ),
    (
        "every contraindication",
        "alphamab-gammacin",
        {**HER2, "labs": {"lvef_percent": 40}, "pregnancy_weeks": 8},
        ["lvef_percent >= 50", "not pregnant"],
    ),
    (
        "a failed drug: nothing",
        "iotacin",
        {**LUMINAL, "prior_therapies": [given("iotacin", reason_stopped="progression")]},
        [],
    ),
    (
        "a drug that is not sold: nothing",
        "lambdib-zole",
        {**LUMINAL, "somatic": {"pik3ca": "not_detected"}},
        [],
    ),
    (
        "a use that was withdrawn: nothing",
        "kappamab-gammacin",
        {**LUMINAL, "pdl1_ic_percent": 5},
        [],
    ),
    (
        "advised against: nothing but the approval",
        "gammacin-iotacin",
        LUMINAL,
        ["rapid_progression"],
    ),
]


@pytest.mark.parametrize(
    ("identity", "keys", "wanted"),
    [case[1:] for case in WOULD_FIT],
    ids=[case[0] for case in WOULD_FIT],
)
def test_what_would_admit_a_ruled_out_option(
    identity: str, keys: Facts_, wanted: list[str]
) -> None:
    found = option(identity, **keys)
    assert found.status == "ruled_out"
    assert [change.criterion for change in found.would_fit_if] == wanted


def test_only_a_ruled_out_option_says_what_would_admit_it() -> None:
    for found in ask(**LUMINAL).options:
        assert found.status == "ruled_out" or found.would_fit_if == ()


# ---------------------------------------------------------------------------- local first


def test_while_a_problem_needs_local_treatment_every_systemic_row_says_so() -> None:
    answer = ask(**LUMINAL, problems={"brain_mass_effect": True})
    assert answer.options[0].id == "brain-knife"
    for found in answer.options:
        said = [c.why for c in found.cautions if c.why == "not instead of The brain knife"]
        assert len(said) == (found.kind == "systemic")
    assert answer.local == ("brain-knife",)


def test_otherwise_no_row_does() -> None:
    for found in ask(**LUMINAL).options:
        assert not any("not instead" in caution.why for caution in found.cautions)


# -------------------------------------------------------------------------------- current

PAIR_NOW = {
    **LUMINAL,
    "disease_now": "stable",
    "prior_therapies": [given("betalib", "deltazole", ongoing=True)],
}


def test_the_line_going_on_is_an_option_and_stands_first() -> None:
    answer = ask(**PAIR_NOW)
    assert [found.id for found in answer.options if found.current] == ["betalib-zole"]
    assert answer.options[0].id == "betalib-zole"
    assert option("zole", **PAIR_NOW).current is False


def test_its_supports_are_those_of_the_day_it_began() -> None:
    """It was the first line: that it has been given now does not make it a second."""
    found = option("betalib-zole", **PAIR_NOW)
    assert (found.status, found.availability.off_label) == ("fits", False)
    assert "ESMO" in [body.body for body in found.standing.by]


def test_its_relapse_is_still_the_one_before_it() -> None:
    """Without a date of spread it is the start of the first line, also while that goes on."""
    course = given("iotacin", setting="adjuvant", ended="2023-01-01", reason_stopped="completed")
    now = given("betalib", "deltazole", started="2023-06-01", ongoing=True)
    keys = {**LUMINAL, "disease_now": "stable", "prior_therapies": [course, now]}
    found = option("betalib-zole", **keys)
    assert (found.status, found.current) == ("fits", True)


def test_a_contraindication_that_arose_on_it_ends_it() -> None:
    """Lung inflammation of grade 3 while it goes on: it must not be shown as fitting."""
    now = given("etatecan", ongoing=True, toxicity={"ild_grade": 3})
    keys = {**LUMINAL, "her2_ihc": "1+", "disease_now": "response", "prior_therapies": [now]}
    found = option("etatecan", **keys)
    assert (found.current, found.status) == (True, "ruled_out")


def test_of_two_options_with_the_same_drug_the_one_for_this_situation_goes_on() -> None:
    now = given("etatecan", ongoing=True)
    keys = {**HER2, "disease_now": "stable", "prior_therapies": [now]}
    assert [found.id for found in ask(**keys).options if found.current] == ["etatecan"]
    brain = {f.id for f in ask(**keys, brain_mets="stable").options if f.current}
    assert brain == {"etatecan", "etatecan-brain"}


def test_drugs_that_no_body_supports_here_are_still_what_goes_on() -> None:
    now = given("etatecan", ongoing=True)
    row_ = option("etatecan", **{**LUMINAL, "prior_therapies": [now], "disease_now": "stable"})
    assert (row_.current, row_.status) == (True, "ruled_out")


def test_a_treatment_that_no_option_describes_is_named_in_a_notice() -> None:
    answer = ask(**{**LUMINAL, "prior_therapies": [given("gammacin", "mulib", ongoing=True)]})
    assert not any(found.current for found in answer.options)
    assert (
        "The treatment going on now (gammacin, mulib) is not among the options known here."
        in answer.notices
    )


# ------------------------------------------------------------------------ notices, folding


def test_an_early_stage_is_doubted() -> None:
    assert any("stage II;" in notice for notice in ask(**LUMINAL, stage="II").notices)
    assert not any("stage" in notice for notice in ask(**LUMINAL, stage="IV").notices)


def test_an_option_that_hangs_on_a_rare_alteration_is_folded_until_it_is_known() -> None:
    assert option("thetamab", **LUMINAL).folded is True
    known = {**LUMINAL, "msi": "MSI-H", "judgements": {"no_satisfactory_alternative": True}}
    found = option("thetamab", **known)
    assert (found.status, found.folded) == ("fits", False)


@pytest.mark.parametrize(
    "keys", [LUMINAL, HER2, TRIPLE_NEGATIVE, {}], ids=["luminal", "her2", "tnbc", "empty"]
)
def test_every_reason_holds_for_the_person_and_names_its_source(keys: dict[str, Any]) -> None:
    answer = ask(**keys)
    values = base().resolver.resolve(person(**keys)).values
    words = {True: "true", False: "false", None: "unknown"}
    for found in answer.options:
        assert found.reasons
        for reason in found.reasons:
            assert reason.sources
            assert words[truth(parse(reason.criterion), values)] == reason.value


def test_the_smallest_change_would_really_admit_it() -> None:
    """Each listed condition, taken as true, makes the option fit."""
    knowledge, keys = base(), {**LUMINAL, "labs": {"lvef_percent": 40}}
    facts = knowledge.resolver.resolve(person(**keys))
    view = knowledge.at(dt.date(2026, 6, 1), "US")
    found = row(ask(**keys), "alphamab-gammacin")
    for change in found.would_fit_if:
        assert truth(Not(parse(change.criterion)), facts.values) is True
    changed = {**facts.values, "lvef_percent": 50, "her2_status": "positive"}
    assert judge(Person(view, facts, changed), knowledge.regimens[found.id]).status == "fits"
