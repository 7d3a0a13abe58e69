"""Which drug a record of a medicine means.

A code that the knowledge lists decides. Else the words: the longest known names in them, unless
something beside them makes it another drug (`liposomal`, `protein-bound`, a payload).
"""

import re
from typing import NamedTuple

from oncoptions.facts.vocabulary import Lexicon, plain_words
from oncoptions.records.fhir.codes import keys, words
from oncoptions.records.fhir.resources import Concept

__all__ = ["Matcher", "Named"]

_MAKES_ANOTHER = re.compile(
    r"\b(liposom\w*|protein|albumin|pegylated|nab|\w+(?:tecan|tansine|dotin|mazine))\b"
)


class Named(NamedTuple):
    """What a medicine was found to be."""

    drugs: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    code: str = ""
    text: str = ""
    """The words, where it was read from words."""


class Matcher:
    """What finds the names of the lexicon in codes and words."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon."""
        self._lexicon = lexicon

    def named(self, concept: Concept | None) -> Named:
        """Return the drugs and other medicines a concept means."""
        found = keys(concept)
        code = found[0] if found else ""
        for key in found:
            if (drug := self._lexicon.codes.get(key)) is not None:
                return Named((drug,), (), key)
        texts = [words(concept)]
        if concept is not None:
            texts += [coding.display or "" for coding in concept.coding]
        for text in texts:
            drugs, medicines = self._in(plain_words(text))
            if drugs or medicines:
                return Named(drugs, medicines, code, text)
        return Named((), (), code, words(concept))

    def _in(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = self._lexicon.spoken
        if text in names:
            hits, rest = [text], ""
        else:
            hits = list(self._lexicon.spoken_pattern.findall(text))
            rest = self._lexicon.spoken_pattern.sub(" ", text)
        if _MAKES_ANOTHER.search(rest):
            return (), ()
        drugs = dict.fromkeys(drug for hit in hits if (drug := names[hit][0]))
        medicines = dict.fromkeys(
            name for hit in hits if not names[hit][0] for name in [names[hit][1]]
        )
        return tuple(drugs), tuple(medicines)
