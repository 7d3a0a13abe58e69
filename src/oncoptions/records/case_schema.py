"""The JSON Schema of a case file, made from the vocabulary."""

from typing import Any, get_args

from oncoptions.facts.case import Reason, Setting
from oncoptions.facts.vocabulary import FactEntry, Vocabulary

__all__ = ["case_schema"]

_DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_COUNT = {"type": "number", "minimum": 0}
_TEXT = {"type": "string"}
_MONTHS = {
    "anyOf": [
        _COUNT,
        _TEXT,
        {
            "type": "object",
            "properties": {"min": _COUNT, "max": _COUNT},
            "additionalProperties": False,
        },
    ]
}


def case_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a schema that holds every key of a case file, its values, and what it asks."""
    root = _object({})
    for path, name in vocabulary.paths.items():
        _put(root, path, _fact(vocabulary.facts[name], path))
    for path, items in vocabulary.lists.items():
        listed: dict[str, Any] = {"type": "string"}
        if path not in ("medicines", "conditions.hypersensitivity"):
            listed["enum"] = [*items, "none"]
        _put(root, path, _listed(listed))
    root["properties"] |= _rest(vocabulary)
    return {"title": "Oncoptions case file", **root}


def _listed(item: dict[str, Any]) -> dict[str, Any]:
    """A list, or one item alone."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _put(root: dict[str, Any], path: str, schema: dict[str, Any]) -> None:
    *parents, leaf = path.split(".")
    level = root
    for parent in parents:
        level = level["properties"].setdefault(parent, _object({}))
    level["properties"][leaf] = schema


def _fact(entry: FactEntry, path: str) -> dict[str, Any]:
    if path.startswith("somatic."):
        return {"type": "string", "description": entry.question}
    match entry.type:
        case "boolean":
            schema: dict[str, Any] = {"type": "boolean"}
        case "number":
            schema = {
                "anyOf": [
                    _number(entry),
                    {"type": "string"},
                    _object({"min": _number(entry), "max": _number(entry)}),
                ]
            }
        case _:
            one = {"type": "string", "enum": [*entry.values, "not_tested"]}
            schema = {"anyOf": [one, {"type": "array", "items": one}]}
    return {**schema, "description": entry.question}


def _number(entry: FactEntry) -> dict[str, Any]:
    limits = {"minimum": entry.min, "maximum": entry.max}
    return {"type": "number", **{key: value for key, value in limits.items() if value is not None}}


def _rest(vocabulary: Vocabulary) -> dict[str, Any]:
    receptors = {
        path: _fact(vocabulary.facts[name], path)
        for path, name in vocabulary.paths.items()
        if name in vocabulary.receptors or name == "ki67_percent"
    }
    text = _TEXT
    therapy = _object(
        {
            "drugs": {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]},
            "setting": {"enum": list(get_args(Setting))},
            "line": {"type": "integer", "minimum": 1},
            "started": _DATE,
            "started_months_ago": _MONTHS,
            "ended": _DATE,
            "ended_months_ago": _MONTHS,
            "ongoing": {"type": "boolean"},
            "reason_stopped": {"enum": list(get_args(Reason))},
            "best_response": {"enum": ["complete", "partial", "stable", "progression"]},
            "toxicity": {
                "type": "object",
                "patternProperties": {"_grade$": {"type": "number", "minimum": 0, "maximum": 5}},
                "additionalProperties": False,
            },
            "note": text,
        }
    )
    local = _object(
        {"kind": text, "site": text, "started": _DATE, "ended": _DATE, "note": text}
        | {"dose_gy": _COUNT, "fractions": _COUNT}
    )
    goals = _object(
        {"rank": _listed(text), "hardest": _listed(text)}
        | {"days_per_month": _COUNT, "prefer": text}
    )
    return {
        "metastatic_since": _DATE,
        "metastatic_since_months_ago": _MONTHS,
        "specimens": {
            "type": "array",
            "items": _object({**receptors, "id": text, "date": _DATE, "site": text}),
        },
        "prior_therapies": {"type": "array", "items": therapy},
        "history_complete": {"type": "boolean"},
        "local_treatments": {"type": "array", "items": local},
        "goals": goals,
        "other": text,
    }
