"""The answer as JSON: the keys of the contract (design, section 8), and the schema it fits."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from tests.assessment.tiny import HER2, LUMINAL, TRIPLE_NEGATIVE, Facts_, ask, given

from oncoptions.text.schemas import schema_of

ANSWER = {
    "as_of",
    "region",
    "knowledge",
    "facts",
    "options",
    "tests",
    "urgent",
    "local",
    "supportive",
    "assumptions",
    "conflicts",
    "unread",
    "notices",
}
FACT = {"name", "value", "state", "from", "source", "date"}
OPTION = {
    "id",
    "name",
    "kind",
    "status",
    "current",
    "components",
    "excluded",
    "standing",
    "availability",
    "reasons",
    "deciding_facts",
    "would_fit_if",
    "assumed_facts",
    "before_start",
    "monitoring",
    "dose_changes",
    "cautions",
    "studies",
}
STANDING = {"value", "disagree", "by"}
BODY = {"body", "value", "grade", "since", "source"}
AVAILABILITY = {"value", "agency", "since", "accelerated", "off_label", "source"}
REASON = {"by", "criterion", "value", "facts", "why", "sources"}
CAUTION = {"severity", "criterion", "value", "why", "sources"}
TEST = {"id", "kind", "name", "facts", "why", "would_open", "would_close"}

PEOPLE: dict[str, Facts_] = {
    "nothing known": {},
    "luminal": {**LUMINAL, "medicines": ["blockazole"], "pdl1_cps": ">5"},
    "her2": {**HER2, "er_percent": 50, "er": "negative"},
    "triple negative": {**TRIPLE_NEGATIVE, "problems": {"brain_mass_effect": True}},
    "treated": {
        **LUMINAL,
        "prior_therapies": [
            given("iotacin", ended="2025"),
            given("betalib", "deltazole", ongoing=True),
        ],
    },
}


def as_json(keys: Facts_) -> Any:
    return json.loads(msgspec.json.encode(ask(**keys)))


@pytest.mark.parametrize("keys", PEOPLE.values(), ids=PEOPLE)
def test_an_answer_fits_its_schema(keys: Facts_) -> None:
    schema = schema_of("assessment")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(as_json(keys))


def test_a_wrong_answer_does_not_fit_it() -> None:
    answer = as_json({})
    answer["options"][0]["status"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema_of("assessment")).validate(answer)


@pytest.mark.parametrize("keys", PEOPLE.values(), ids=PEOPLE)
def test_an_answer_holds_the_keys_of_the_contract(keys: Facts_) -> None:
    answer = as_json(keys)
    assert answer.keys() >= ANSWER
    assert answer["knowledge"].keys() >= {"version", "through"}
    assert all(fact.keys() >= FACT for fact in answer["facts"])
    assert all(test.keys() >= TEST for test in answer["tests"])
    for option in answer["options"]:
        assert option.keys() >= OPTION
        assert all(part.keys() >= {"one_of"} for part in option["components"])
        assert all(member.keys() >= {"drug", "why"} for member in option["excluded"])
        assert option["standing"].keys() >= STANDING
        assert all(body.keys() >= BODY for body in option["standing"]["by"])
        assert option["availability"].keys() >= AVAILABILITY
        assert all(reason.keys() >= REASON for reason in option["reasons"])
        assert all(caution.keys() >= CAUTION for caution in option["cautions"])


@pytest.mark.parametrize("keys", PEOPLE.values(), ids=PEOPLE)
def test_the_words_of_an_answer_are_those_of_the_contract(keys: Facts_) -> None:
    answer = as_json(keys)
    assert {fact["state"] for fact in answer["facts"]} <= {"known", "derived", "assumed", "unknown"}
    for option in answer["options"]:
        assert option["status"] in ("fits", "depends", "unavailable", "ruled_out")
        assert option["kind"] in ("systemic", "local", "supportive", "palliative", "trial")
        assert option["availability"]["value"] in (
            "approved",
            "off_label",
            "not_marketed",
            "not_yet",
            "withdrawn",
            "under_review",
            "other_region",
        )
        assert option["availability"]["off_label"] in (True, False, "by_line")
        assert {reason["value"] for reason in option["reasons"]} <= {"true", "false", "unknown"}
        assert {c["severity"] for c in option["cautions"]} <= {
            "contraindicated",
            "avoid",
            "caution",
        }


def test_what_never_happened_and_what_is_partly_known_have_their_words() -> None:
    facts = {fact["name"]: fact["value"] for fact in as_json(PEOPLE["luminal"])["facts"]}
    assert facts["months_since_taxane_end"] == "never"
    assert facts["pdl1_cps"]["max"] == 100
    equivocal = as_json({**LUMINAL, "her2_ihc": "2+", "her2_membrane_staining": None})
    facts = {fact["name"]: fact["value"] for fact in equivocal["facts"]}
    assert facts["her2_expression"] == ["low", "positive"]


def test_options_are_told_apart_by_kind() -> None:
    answer = as_json(LUMINAL)
    kinds = {option["id"]: option["kind"] for option in answer["options"]}
    assert (kinds["study"], kinds["comfort"]) == ("trial", "palliative")
    assert answer["local"] == [identity for identity, kind in kinds.items() if kind == "local"]
    assert answer["supportive"] == [i for i, kind in kinds.items() if kind == "supportive"]


def test_a_fact_says_where_it_was_stated_or_what_it_follows_from() -> None:
    facts = {fact["name"]: fact for fact in as_json(LUMINAL)["facts"]}
    assert (facts["er_percent"]["state"], facts["er_percent"]["from"]) == ("known", ["er_percent"])
    assert (facts["er"]["state"], facts["er"]["from"]) == ("derived", ["er_percent"])
    assert facts["given_chemo"]["from"] == ["prior_therapies"]
