r"""YAML read strictly, with the place of every value.

Plain YAML readers take `no` for false, `12:30` for 750 and the second of two equal keys without a
word: each would be a silent medical error. Here only `true` and `false` are booleans, dates stay
text, and a key that stands twice is a fault. So is an alias: a small file could stand for a huge
one.

>>> document = read("a.yaml", b"standing: no\nfrom: 2024-03-01\n")
>>> document.data
{'standing': 'no', 'from': '2024-03-01'}
>>> document.place(("from",))
Place(line=2, column=7)
"""

import re
from collections.abc import Hashable
from typing import Any, NamedTuple

import yaml

from oncoptions.criteria import Place
from oncoptions.errors import KnowledgeError

__all__ = ["Document", "Text", "read"]

Path = tuple[str | int, ...]


class Text(NamedTuple):
    """A text as it stands in the file: what was written, line by line, and where it begins."""

    written: str
    line: int
    column: int


class Document:
    """One file: its data, and where each part of it stands."""

    def __init__(self, file: str, root: yaml.Node, source: str) -> None:
        """Keep the nodes: places are asked for only when something is wrong."""
        self.file = file
        self._source = source
        self._nodes: dict[Path, yaml.Node] = {}
        self._keys: dict[Path, yaml.Node] = {}
        self._seen: set[int] = set()
        self.data = self._read(root, ())

    def place(self, path: Path) -> Place:
        """Return the line and column of the value at `path`, or of the nearest part around it."""
        while path not in self._nodes:
            path = path[:-1]
        return _start(self._nodes[path])

    def key(self, path: Path) -> Place:
        """Return the line and column of the key at `path`, which may stand above its value."""
        return _start(self._keys[path]) if path in self._keys else self.place(path)

    def text(self, path: Path) -> Text:
        """Return the text at `path` with its line breaks, so that columns are those of the file."""
        node = self._nodes[path]
        line, column = self.place(path)
        if _style(node) in ("|", ">"):
            return self._block(node, line)
        return Text(str(node.value), line, column + (1 if _style(node) in ('"', "'") else 0))

    def _read(self, node: yaml.Node, path: Path) -> Any:
        self._nodes[path] = node
        if isinstance(node, yaml.CollectionNode):
            self._refuse_alias(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else _scalar(node)

    def _refuse_alias(self, node: yaml.Node) -> None:
        """A part that stands for itself again could grow without end."""
        if id(node) in self._seen:
            raise KnowledgeError(self.file, "a part used twice", *_start(node), "write it out")
        self._seen.add(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise KnowledgeError(
                    self.file, "a key that is not a text", *_start(key_node), "write key: value"
                )
            key = str(key_node.value)
            if key in result:
                line, column = _start(key_node)
                raise KnowledgeError(
                    self.file, f"'{key}' stands twice", line, column, "keep one of them"
                )
            self._keys[*path, key] = key_node
            result[key] = self._read(value_node, (*path, key))
        return result

    def _block(self, node: yaml.Node, line: int) -> Text:
        lines = self._source.splitlines()[line : node.end_mark.line]
        while lines and not lines[-1].strip():
            lines.pop()
        indent = min((len(x) - len(x.lstrip()) for x in lines if x.strip()), default=0)
        return Text("\n".join(x[indent:] for x in lines), line + 1, indent + 1)


def read(file: str, content: bytes) -> Document:
    """Read one YAML document.

    Raises KnowledgeError with file, line and column for what is not UTF-8, not YAML, or holds the
    same key twice.
    """
    try:
        source = content.decode("utf-8")
        root = yaml.compose(source, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            file, f"not UTF-8 at byte {error.start}", mend="save it as UTF-8"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise KnowledgeError(file, f"not YAML: {error.problem}", line, column) from None
    except yaml.YAMLError as error:
        raise KnowledgeError(file, f"not YAML: {error}") from None
    if root is None:
        raise KnowledgeError(file, "the file is empty", mend="fill it or delete it")
    return Document(file, root, source)


class _Loader(yaml.CSafeLoader):
    """Resolves nothing: `_scalar` knows null, true, false and numbers; all else is text."""


_Loader.yaml_implicit_resolvers = {}
_NUMBER = re.compile(r"^-?(0|[1-9]\d{0,29})(\.\d{1,30})?$")
"""No longer: Python refuses to read a number of thousands of digits."""
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def _start(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _style(node: yaml.Node) -> str | None:
    return node.style if isinstance(node, yaml.ScalarNode) else None


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if _style(node) in ('"', "'", "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text
