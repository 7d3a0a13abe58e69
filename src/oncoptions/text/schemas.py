"""JSON Schemas, made from the same types that read and write the data."""

from typing import Any

import msgspec

from oncoptions.assessment.answer import Answer
from oncoptions.facts.vocabulary import FactEntry
from oncoptions.knowledge import models
from oncoptions.knowledge.base import open_knowledge
from oncoptions.records.case_schema import case_schema

__all__ = ["schema_of"]

_FILES = {
    "drugs": models.Drug,
    "regimens": models.Regimen,
    "local": models.Regimen,
    "supportive": models.Regimen,
    "studies": models.Study,
    "tests": models.Test,
}


def schema_of(what: str) -> dict[str, Any]:
    """Return the schema of a case file, of an answer, or of each kind of knowledge file."""
    if what == "assessment":
        return {"$schema": _DRAFT, **msgspec.json.schema(Answer)}
    if what == "case":
        return {"$schema": _DRAFT, **case_schema(open_knowledge().vocabulary)}
    kinds = [*_FILES.values(), models.Source, FactEntry]
    _, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    folders = {folder: {"$ref": f"#/$defs/{kind.__name__}"} for folder, kind in _FILES.items()}
    return {
        "$schema": _DRAFT,
        "title": "Knowledge files, by folder",
        "properties": folders,
        "$defs": definitions,
    }


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
