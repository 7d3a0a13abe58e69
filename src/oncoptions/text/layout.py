"""Wrapping and headings: 80 columns, plain characters, the same on every terminal."""

import textwrap
from collections.abc import Iterable, Sequence

__all__ = ["WIDTH", "bullet", "heading", "joined", "some", "wrapped"]

WIDTH = 80


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """Break a text into lines of at most 80 columns.

    >>> wrapped("one two", indent="  ")
    ['  one two']
    """
    following = indent if hanging is None else hanging
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def bullet(text: str, indent: int = 2) -> list[str]:
    """Return a text as an item of a list.

    >>> bullet("aspirin")
    ['  - aspirin']
    """
    space = " " * indent
    return wrapped(text, f"{space}- ", f"{space}  ")


def heading(text: str) -> list[str]:
    """Return a heading with an empty line before it.

    >>> heading("Fits")
    ['', 'FITS']
    """
    return ["", *wrapped(text.upper(), hanging="  ")]


def joined(words: Iterable[str], last: str = "and") -> str:
    """Join words as people do.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def some(names: Sequence[str], most: int) -> str:
    """Name the first few and count the rest.

    >>> some(["a", "b", "c"], 2)
    'a; b and 1 more'
    """
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])} and {len(names) - most} more"
