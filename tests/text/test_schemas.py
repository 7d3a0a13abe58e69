"""The schemas for editors: as the structs make them, and true of every file."""

from pathlib import Path

import jsonschema
import msgspec
import pytest
from tests.assessment.tiny import real_files

from oncoptions.facts import strict_yaml
from oncoptions.text.schemas import schema_files

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
RENEW = "run `make schemas` and commit what it writes"


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_the_file_in_docs_is_what_the_structs_make(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == schema_files()[name], RENEW


def test_there_is_no_other_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(schema_files()), RENEW


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(msgspec.json.decode(schema_files()[name]))


def test_every_knowledge_file_keeps_the_schema_of_its_folder() -> None:
    schemas = {name: msgspec.json.decode(text) for name, text in schema_files().items()}
    checks = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()}
    for file, content in real_files().items():
        folder = Path(file).parts[0].removesuffix(".yaml")
        wrong = checks[f"{folder}.json"].iter_errors(strict_yaml.read(file, content).data)
        assert [f"{file}: {error.message}" for error in wrong] == []
