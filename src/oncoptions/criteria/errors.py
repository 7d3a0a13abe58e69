"""What is wrong in a criterion, where, and what to do about it.

A fault points into the file that a knowledge editor has open. ``place`` turns
an offset in the text of a criterion into a line and column of that file.

>>> print(Fault("er.yaml", 4, 9, 'found "=="', 'write "="'))
er.yaml:4:9: found "=="; write "="
"""

from typing import NamedTuple

import msgspec

from oncoptions.errors import KnowledgeError

__all__ = ["CriterionError", "Fault", "Place", "place"]


class Place(NamedTuple):
    """A line and a column of a file, both counted from 1."""

    line: int
    column: int


class Fault(msgspec.Struct, frozen=True):
    """One thing to mend: where it stands, what is wrong, what to write instead.

    A checker lists faults; it does not stop at the first.

    >>> Fault("er.yaml", 4, 9, "there is no fact re", "did you mean er?").mend
    'did you mean er?'
    """

    file: str
    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        return str(CriterionError(self.file, self.message, self.line, self.column, self.mend))


class CriterionError(KnowledgeError):
    """A text that is not a criterion, with the fault that says why.

    >>> CriterionError("er.yaml", 'found "=="', 4, 9, 'write "="').fault.column
    9
    """

    @property
    def fault(self) -> Fault:
        """The same as data, to stand in one list with what the checker finds."""
        return Fault(
            self.file, self.line or 1, self.column or 1, self.message, self.mend or "correct it"
        )


def place(text: str, offset: int, start: Place) -> Place:
    r"""Find where the character at ``offset`` stands in the file.

    A text of several lines comes from a YAML block (``when: |``), whose lines
    all begin in the same column as the first.

    >>> place("er = 'positive'\nand age > 17", 20, Place(7, 5))
    Place(line=8, column=9)
    """
    before = text[:offset]
    return Place(start.line + before.count("\n"), start.column + offset - (before.rfind("\n") + 1))
