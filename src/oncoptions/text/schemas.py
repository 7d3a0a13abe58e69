"""JSON Schemas, made from the same types that read and write the data."""

from typing import Any

import msgspec
from msgspec import Struct

from oncoptions.assessment.answer import Answer
from oncoptions.facts.vocabulary import FactEntry
from oncoptions.knowledge import models
from oncoptions.knowledge.base import open_knowledge
from oncoptions.knowledge.load import FOLDERS, SHARED
from oncoptions.records.case_schema import case_schema

__all__ = ["schema_files", "schema_of"]

_FILES = {folder: kind for folder, (_, kind) in FOLDERS.items()}
_KEYED: dict[str, type[Struct]] = {"sources": models.Source, "facts": FactEntry, **SHARED}
"""Files that hold many entries by id under the key of the same name."""


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


def schema_files() -> dict[str, str]:
    """Return every schema as the file an editor is pointed at: one a knowledge folder or file.

    `docs/schemas/` holds them; `make schemas` renews them.
    """
    schemas = {name: {"$schema": _DRAFT, **msgspec.json.schema(k)} for name, k in _FILES.items()}
    schemas |= {name: _keyed(name, kind) for name, kind in _KEYED.items()}
    schemas["through"] = {"$schema": _DRAFT, **msgspec.json.schema(models.Through)}
    schemas |= {name: schema_of(name) for name in ("case", "assessment")}
    return {
        f"{name}.json": msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
        for name, schema in schemas.items()
    }


def _keyed(key: str, kind: type[Struct]) -> dict[str, Any]:
    """The schema of a file that holds many entries by id under one key."""
    schema = msgspec.json.schema(dict[str, kind])  # type: ignore[valid-type]  # made at run time
    definitions = schema.pop("$defs")
    properties: dict[str, Any] = {key: schema}
    if key == "facts":
        properties["groups"] = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "$schema": _DRAFT,
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
