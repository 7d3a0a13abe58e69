"""The one form of a knowledge file: where two versions differ, they differ in content.

Light on purpose: comments, line breaks and the choice between block and flow stay the editor's.

* no byte order mark, LF line ends, no spaces at line ends, no blank line at the start, one line
  end at the end, never two blank lines in a row
* dates stand without quotes
* the keys of an entry stand in the order of its struct (`key_order`)
* the ids of a file of sources are sorted; a comment between them begins a section of its own

A rewritten file says the same as before, or it is not rewritten.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from oncoptions.criteria import Fault
from oncoptions.errors import KnowledgeError
from oncoptions.facts import strict_yaml
from oncoptions.knowledge.load import FOLDERS, files_of
from oncoptions.knowledge.models import Careful, Entry

__all__ = ["canonical", "key_order", "rewrite", "slips"]

Rule = Callable[[str, str], str]
_DATED = frozenset(
    {
        *("date", "from", "until", "public", "published", "enrolment_from"),
        *("read", "curated", "checked", "next_review"),
    }
)
_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
_CAREFUL_AFTER = {"drugs": "boxed_warning"}
"""After which key the precautions stand; in a regimen after `folded`."""


def canonical(file: str, content: bytes) -> bytes:
    r"""Return a file in its one form; as it is where that would change what it says.

    >>> canonical("tests/ecg.yaml", b"name: ECG  \nid: ecg\ncurated: '2026-01-01'")
    b'id: ecg\nname: ECG\ncurated: 2026-01-01\n'
    """
    try:
        text = content.decode("utf-8")
        for _, _, rule in _RULES:
            text = rule(file, text)
        # A key that moved to the top may have brought an empty line with it.
        rewritten = _spaces(file, text).encode()
        return rewritten if _says(file, rewritten) == _says(file, content) else content
    except (UnicodeDecodeError, KnowledgeError, yaml.YAMLError):
        return content


def slips(file: str, content: bytes) -> Iterator[Fault]:
    """Yield each rule that a file does not keep, at the first line that would change."""
    if canonical(file, content) == content:
        return
    text = content.decode("utf-8")
    for message, mend, rule in _RULES:
        better = rule(file, text)
        if better != text:
            yield Fault(file, _first_difference(text, better), 1, message, mend)
        text = better


def rewrite(root: Path) -> list[str]:
    """Bring every file below `root` into its one form; return those that were rewritten."""
    changed = []
    for file, content in files_of(root).items():
        better = canonical(file, content)
        if better != content:
            (root / file).write_bytes(better)
            changed.append(file)
    return changed


def _first_difference(text: str, better: str) -> int:
    before, after = text.split("\n"), better.split("\n")
    pairs = enumerate(zip(before, after, strict=False), 1)
    return next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))


def _says(file: str, content: bytes) -> Any:
    """What a file says, with years as text: `2008` and `"2008"` are the same date."""
    return _dates_as_text(strict_yaml.read(file, content).data)


def _dates_as_text(data: Any, key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _dates_as_text(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_dates_as_text(item) for item in data]
    return str(data) if key in _DATED and isinstance(data, int) else data


# ------------------------------------------------------------------------------------------ lines


def _spaces(_: str, text: str) -> str:
    """Mend line ends, spaces at line ends and blank lines."""
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _dates(_: str, text: str) -> str:
    """Take the quotes off dates, the last first so that places stay right."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    for node in reversed(list(_quoted_dates(root) if root is not None else ())):
        start, end = node.start_mark.index, node.end_mark.index
        text = f"{text[:start]}{node.value}{text[end:]}"
    return text


def _quoted_dates(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _quoted_dates(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(value, yaml.ScalarNode):
                yield from _quoted_dates(value)
            elif key.value in _DATED and value.style is not None and _DATE.match(value.value):
                yield value


# ------------------------------------------------------------------------------------------- order


def key_order(folder: str) -> tuple[str, ...]:
    """Return the keys of an entry in their order: its own, the precautions, how it was made.

    >>> key_order("tests")[:3]
    ('id', 'name', 'kind')
    """
    _, kind = FOLDERS[folder]
    made, careful = Entry.__struct_fields__, Careful.__struct_fields__
    own = [key for key in kind.__struct_encode_fields__ if key not in (*made, *careful, "id")]
    if issubclass(kind, Careful):
        at = own.index(_CAREFUL_AFTER.get(folder, "folded")) + 1
        own[at:at] = [key for key in careful if key not in (*made, "id")]
    return ("id", *own, *made)


def _keys(file: str, text: str) -> str:
    """Put the keys of an entry in order; a comment above a key goes with it."""
    folder = PurePosixPath(file).parts[0]
    if folder not in FOLDERS:
        return text
    order = key_order(folder)
    head, blocks = _blocks(text, 0)
    known = {key: place for place, key in enumerate(order)}
    ordered = sorted(blocks, key=lambda block: known.get(block[0], len(order)))
    return head + "".join(block for _, block in ordered)


def _ids(file: str, text: str) -> str:
    """Sort the ids of a file of sources, section by section."""
    if PurePosixPath(file).parts[0] != "sources":
        return text
    head, blocks = _blocks(text, 2)
    sections: list[list[tuple[str, str]]] = [[]]
    for key, block in blocks:
        if block.lstrip().startswith("#"):
            sections.append([])
        sections[-1].append((key, block))
    return head + "".join(_sorted(section) for section in sections)


def _sorted(section: Sequence[tuple[str, str]]) -> str:
    """Sort the blocks of a section; the comment above the first stays above all."""
    if not section:
        return ""
    comment, first = _parted(section[0][1])
    blocks = sorted([(section[0][0], first), *section[1:]])
    return comment + "".join(block for _, block in blocks)


def _parted(block: str) -> tuple[str, str]:
    """Part the lines of comment above a block from the block."""
    lines = block.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if not _is_aside(line))
    return "".join(lines[:at]), "".join(lines[at:])


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _blocks(text: str, indent: int) -> tuple[str, list[tuple[str, str]]]:
    r"""Part a text into what stands above, and one block for each key at an indent.

    A comment at the top of a file is about the file and stays there.

    >>> _blocks("# head\nb: 1\n# of a\na:\n  - 2\n", 0)
    ('# head\n', [('b', 'b: 1\n'), ('a', '# of a\na:\n  - 2\n')])
    """
    key = re.compile(rf"^ {{{indent}}}([A-Za-z0-9_-]+):(\s|$)")
    lines = text.splitlines(keepends=True)
    keys = [(i, found[1]) for i, line in enumerate(lines) if (found := key.match(line))]
    starts = [_with_comment(lines, i) for i, _ in keys]
    if keys and not indent:
        starts[0] = keys[0][0]
    ends = [*starts[1:], len(lines)]
    names = (name for _, name in keys)
    parts = ("".join(lines[a:b]) for a, b in zip(starts, ends, strict=True))
    head = "".join(lines[: starts[0]] if starts else lines)
    return head, list(zip(names, parts, strict=True))


def _with_comment(lines: Sequence[str], at: int) -> int:
    """Return where the comment right above a line begins."""
    while at and _is_aside(lines[at - 1]):
        at -= 1
    return at


_FIX = "Run `oncoptions check --fix`."
_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("spaces at a line's end, or blank lines", _FIX, _spaces),
    ("a date in quotes", _FIX, _dates),
    ("the keys are not in their order", _FIX, _keys),
    ("the ids are not sorted", _FIX, _ids),
)
