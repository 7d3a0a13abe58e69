"""Take in one input, whatever it is: a file, standard input; a case file or a FHIR record.

There is one path from a record to an answer: a record is first turned into the data of a case file,
and those are read like a file that somebody wrote.
"""

import datetime as dt
import gzip
import sys
from pathlib import Path
from typing import Any

import msgspec

from oncoptions.errors import InputError
from oncoptions.facts.case import Case
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.records.casefile import read_case

__all__ = ["MOST_BYTES", "Record", "load", "load_case"]

MOST_BYTES = 64 * 1024 * 1024
"""A larger input is refused: no record of one person is that large."""


class Record(msgspec.Struct, frozen=True):
    """An input as data of a case file, with where each part came from."""

    name: str
    case: dict[str, Any]
    sources: tuple[dict[str, Any], ...] = ()
    not_understood: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def load_case(
    path: str, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date
) -> tuple[Case, Record]:
    """Read an input and the case it describes as of `on`; InputError for what cannot be used."""
    record = load(path, vocabulary, lexicon, on)
    return read_case(record.case, vocabulary, lexicon, on, record.name), record


def load(path: str, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date) -> Record:
    """Read an input as the data of a case file."""
    name, content = _bytes(path)
    data = _data(name, content)
    if _is_fhir(data):
        from oncoptions.records.fhir import read_fhir

        return read_fhir(data, vocabulary, lexicon, on, name)
    if isinstance(data, dict) and set(data) == {"case", "sources", "not_understood"}:
        return Record(name, data["case"], tuple(data["sources"]), tuple(data["not_understood"]))
    return Record(name, data)


def _bytes(path: str) -> tuple[str, bytes]:
    if path == "-":
        name, content = "standard input", sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        name, content = path, _file(path)
    if content[:2] == b"\x1f\x8b":
        content = _unzipped(name, content)
    if len(content) > MOST_BYTES:
        raise InputError(name, "larger than 64 MB", "give the record of one person")
    if not content.strip():
        raise InputError(name, "empty", "give a case file or a FHIR bundle")
    return name, content


def _file(path: str) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError(path, "a directory, not a file", "name one file in it")
        if file.stat().st_size > MOST_BYTES:
            raise InputError(path, "larger than 64 MB", "give the record of one person")
        return file.read_bytes()
    except FileNotFoundError:
        raise InputError(path, "no such file", "check the name") from None
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read", "check the file") from None


def _unzipped(name: str, content: bytes) -> bytes:
    import io

    try:
        with gzip.open(io.BytesIO(content)) as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, EOFError):
        raise InputError(name, "a damaged gzip file", "export it again") from None


def _data(name: str, content: bytes) -> Any:
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if content.lstrip()[:1] in (b"{", b"["):
        try:
            return msgspec.json.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if (yaml := _yaml(name, content)) is not None:
                return yaml
            raise InputError(
                name, f"not JSON: {_without_content(error)}", "export it again"
            ) from None
    data = _yaml(name, content)
    if not isinstance(data, dict):
        raise InputError(name, "neither JSON nor a case file", "give a case file or a FHIR bundle")
    return data


def _yaml(name: str, content: bytes) -> Any:
    """Read YAML, or None; a file that begins like JSON may still be YAML in flow style."""
    from oncoptions.errors import KnowledgeError
    from oncoptions.facts import strict_yaml

    try:
        return strict_yaml.read(name, content).data
    except RecursionError:
        return None
    except KnowledgeError as error:
        if content.lstrip()[:1] in (b"{", b"["):
            return None
        todo = error.mend or "see `oncoptions schema case`"
        raise InputError(error.place, error.message, todo) from None


def _without_content(error: Exception) -> str:
    """What a decoder says, without what stood in the record."""
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _is_fhir(data: Any) -> bool:
    if isinstance(data, list):
        return True
    return isinstance(data, dict) and ("resourceType" in data or "entry" in data)
