"""The mistakes Oncoptions tells people about, as one line and without a traceback.

There are two kinds, told apart by who can mend them. A `KnowledgeError` is for
the editor of the knowledge base: it names the place in the file and the mend.
An `InputError` is for the person who brought a record or typed a command: it
names where, what, and what to do, and never repeats what the record says about
a person. Anything else that is raised is a bug and keeps its traceback.

>>> str(InputError("case.yaml, er_percent", "not between 0 and 100", "write a percentage"))
'case.yaml, er_percent: not between 0 and 100; write a percentage'
"""

from pathlib import Path
from typing import ClassVar

__all__ = ["InputError", "KnowledgeError", "OncoptionsError"]


class OncoptionsError(Exception):
    """The one base: a surface that catches it shows `str(error)` and ends with `exit_code`.

    It is never raised itself, so that every mistake says whose it is.

    >>> issubclass(InputError, OncoptionsError)
    True
    """

    exit_code: ClassVar[int] = 2


class KnowledgeError(OncoptionsError):
    """The knowledge base is faulty: where, what, and the change that mends it.

    An answer from damaged knowledge would be worse than none, so this ends the
    run. Lines and columns count from 1; a fault of a whole file has neither.

    >>> str(
    ...     KnowledgeError(
    ...         "drugs/a.yaml", "unknown key 'rote'", line=4, column=1, mend="did you mean 'route'?"
    ...     )
    ... )
    "drugs/a.yaml:4:1: unknown key 'rote'; did you mean 'route'?"
    >>> str(KnowledgeError("drugs/a.yaml", "the file is empty"))
    'drugs/a.yaml: the file is empty'
    """

    def __init__(
        self,
        file: str | Path,
        message: str,
        line: int | None = None,
        column: int | None = None,
        mend: str | None = None,
    ) -> None:
        """Keep each part, so that a checker can sort faults and a page can link to the place."""
        self.file = str(file)
        self.line = line
        self.column = column
        self.message = message
        self.mend = mend
        # All parts in `args`: the error survives pickling between test or worker processes.
        super().__init__(self.file, message, line, column, mend)

    @property
    def place(self) -> str:
        """The place as editors and terminals understand it: `file:line:column`.

        >>> KnowledgeError("facts.yaml", "two values", line=7).place
        'facts.yaml:7'
        """
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        """One line: place, message and, where there is one, the mend."""
        return _one_line(self.place, self.message, self.mend)


class InputError(OncoptionsError):
    """The user's input cannot be used: where, what is wrong, and what to do about it.

    None of the three parts may repeat a value of a patient's record. Name the
    key or the entry, never its content: messages end in logs and screenshots.

    >>> str(InputError("bundle.json", "it has no Patient", "export the whole record and try again"))
    'bundle.json: it has no Patient; export the whole record and try again'
    """

    def __init__(self, where: str | Path, what: str, todo: str) -> None:
        """Ask for all three parts: a message that does not say what to do helps nobody."""
        self.where = str(where)
        self.what = what
        self.todo = todo
        super().__init__(self.where, what, todo)

    def __str__(self) -> str:
        """One line: where, what, and what to do."""
        return _one_line(self.where, self.what, self.todo)


def _one_line(place: str, message: str, mend: str | None) -> str:
    """Join the parts of a message; line breaks inside them would break "one line per mistake"."""
    text = f"{place}: {message}; {mend}" if mend else f"{place}: {message}"
    return " ".join(text.split())
