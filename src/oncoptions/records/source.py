"""Take in one input, whatever it is: a file, standard input; a case file or a FHIR record.

There is one path from a record to an answer: a record is first turned into the data of a case file,
and those are read like a file that somebody wrote.
"""

import datetime as dt
import gzip
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

from oncoptions.errors import InputError
from oncoptions.facts.case import Case
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.records.casefile import read_case
from oncoptions.records.record import Record

__all__ = ["MOST_BYTES", "Record", "load", "load_case"]

MOST_BYTES = 64 * 1024 * 1024
"""A larger input is refused: no record of one person is that large."""

MOST_YAML_BYTES = 1024 * 1024
MOST_YAML_DEPTH = 100
"""A case file is short and flat; the YAML reader is slow with more, and crashes on deep nesting."""


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
    _refuse_twice(name, content)
    if isinstance(data, dict) and "case" in data:
        return _already_read(name, data)
    return Record(name, data)


class _Read(msgspec.Struct, forbid_unknown_fields=True):
    """What `oncoptions read --format json` prints."""

    case: Any
    sources: list[dict[str, str]] = []
    not_understood: list[str] = []


def _already_read(name: str, data: dict[str, Any]) -> Record:
    try:
        read = msgspec.convert(data, _Read)
    except msgspec.ValidationError:
        what = "not as `oncoptions read --format json` writes it"
        raise InputError(name, what, "read the record again") from None
    return Record(name, read.case, tuple(read.sources), tuple(read.not_understood))


def _refuse_twice(name: str, content: bytes) -> None:
    """Refuse a JSON object that holds a key twice: which of the two is meant nobody knows."""
    import json

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise InputError(name, "a key stands twice", "keep one of them")
        return found

    try:
        json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return  # not JSON: the reader of YAML has looked


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
        with file.open("rb") as stream:  # a device has no size and may have no end
            return stream.read(MOST_BYTES + 1)
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
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip()[:1] in (b"{", b"["):
        try:
            return msgspec.json.decode(content)
        except RecursionError:
            raise InputError(name, "nested too deeply", "export it again") from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            other = _lines(content) or _yaml(name, content)
            if other is not None:
                return other
            raise InputError(name, f"not JSON: {error}", "export it again") from None
    data = _yaml(name, content)
    if not isinstance(data, dict):
        raise InputError(name, "neither JSON nor a case file", "give a case file or a FHIR bundle")
    return data


def _lines(content: bytes) -> list[Any] | None:
    """Read one JSON object a line (NDJSON), as bulk exports are written; None for anything else."""
    try:
        found = msgspec.json.Decoder().decode_lines(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if len(found) > 1 and all(isinstance(item, dict) for item in found) else None


def _yaml(name: str, content: bytes) -> Any:
    """Read YAML, or None; a file that begins like JSON may still be YAML in flow style."""
    from oncoptions.errors import KnowledgeError
    from oncoptions.facts import strict_yaml

    like_json = content.lstrip()[:1] in (b"{", b"[")
    if len(content) > MOST_YAML_BYTES or _depth(content) > MOST_YAML_DEPTH:
        if like_json:
            return None
        raise InputError(name, "too large or too deep for a case file", "give one person's case")
    try:
        return strict_yaml.read(name, content).data
    except RecursionError:
        return None
    except KnowledgeError as error:
        if like_json:
            return None
        todo = error.mend or "see `oncoptions schema case`"
        raise InputError(error.place, error.message, todo) from None


def _depth(content: bytes) -> int:
    """Return how deep a YAML text may nest at most: by brackets, by indent, and by dashes in a row.

    >>> _depth(b"a: {b: [1, 2]}")
    2
    """
    deepest = depth = 0
    for found in re.finditer(rb"[\[{\]}]", content):
        depth += 1 if found[0] in b"[{" else -1
        deepest = max(deepest, depth)
    blocks = (len(found[0]) for found in re.finditer(rb"^[ ?:-]+", content, re.MULTILINE))
    return max(deepest, *blocks, 0) if content else 0


def _is_fhir(data: Any) -> bool:
    if isinstance(data, list):
        return True
    return isinstance(data, dict) and ("resourceType" in data or "entry" in data)
