"""What people read is plain: reading grade 8 or lower, short sentences, no word that hurts.

The grade is textstat's Flesch-Kincaid grade, taken twice:

* **with names as easy words**, of each field. A drug is called what it is called. So each name that
  stands in the knowledge base (drugs with brands and synonyms, their classes, procedures, other
  medicines), and each word that `knowledge/words.yaml` calls `known` and explains, is replaced by
  a word of one syllable before the text is measured.
* **as it stands**, with nothing replaced, of all that an entry says. A question is too short and
  too full of names for that.

A sentence has at most 20 words, a name being one; a field at most three sentences, or four where it
lists what to watch. The words not to use are those of `knowledge/words.yaml`. Names are taken out
first, and so is what stands in brackets in a question: there it is the record's own term.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pytest
import textstat  # type: ignore[import-untyped]  # it ships no types

from oncoptions.knowledge.base import open_knowledge
from oncoptions.knowledge.load import Base
from oncoptions.knowledge.models import Regimen, Word

GRADE = 8.0
WORDS_A_SENTENCE = 20
SENTENCES = {"plain.watch": 4}
"""Three in any other field; more only where the signs to tell the team are listed."""
EASY = "it"


class Text(NamedTuple):
    """One text of an entry, and the file and field to open to mend it."""

    file: str
    field: str
    words: str

    @property
    def is_question(self) -> bool:
        return self.field.endswith(".question")

    def __str__(self) -> str:
        return f"knowledge/{self.file}, {self.field}: {self.words!r}"


@cache
def base() -> Base:
    return open_knowledge().base


def entries() -> Iterator[list[Text]]:
    """Each entry's texts."""
    held = base()
    for drug in held.drugs.values():
        yield [Text(f"drugs/{drug.id}.yaml", "mechanism", drug.mechanism)]
    for regimen in held.regimens.values():
        yield list(_of_regimen(regimen))
    for test in held.tests.values():
        yield [Text(f"tests/{test.id}.yaml", "plain", test.plain)]
    for name, procedure in held.procedures.items():
        yield [Text("procedures.yaml", f"{name}.plain", procedure.plain)]
    for name, group in held.classes.items():
        if group.plain is not None:
            yield [Text("classes.yaml", f"{name}.plain", group.plain)]
    for name, fact in held.vocabulary.facts.items():
        yield [Text("facts.yaml", f"{name}.question", fact.question)]


def _of_regimen(regimen: Regimen) -> Iterator[Text]:
    folder = {"systemic": "regimens", "local": "local"}.get(regimen.kind, "supportive")
    file, plain = f"{folder}/{regimen.id}.yaml", regimen.plain
    yield Text(file, "how_it_works", regimen.how_it_works)
    yield Text(file, "plain.what", plain.what)
    yield Text(file, "plain.how_given", plain.how_given)
    yield Text(file, "plain.feel", plain.feel)
    yield Text(file, "plain.watch", plain.watch)


# ---------------------------------------------------------------------------- how it is measured


def names() -> Iterator[str]:
    """Whatever has a name in the knowledge base."""
    held = base()
    for drug in held.drugs.values():
        yield from (drug.name, drug.id, *drug.brands, *drug.synonyms)
    for medicine in held.medicines.values():
        yield from medicine.names
    yield from (group.name for group in held.classes.values())
    yield from (procedure.name for procedure in held.procedures.values())


def words(*kinds: str) -> Iterator[tuple[str, Word]]:
    for word in base().words.values():
        if word.kind in kinds:
            yield from ((form, word) for form in word.forms)


def whole(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of these, as whole words and in the plural too, the longest first."""
    ordered = sorted({form.lower() for form in forms}, key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})s?(?![\w-])", re.IGNORECASE
    )


@cache
def _easy() -> re.Pattern[str]:
    # Names of three letters are mostly abbreviations, and some of them are words.
    long = (name for name in names() if len(name) > 3)
    return whole([*long, *(form for form, _ in words("known"))])


@cache
def _unwelcome() -> tuple[re.Pattern[str], dict[str, Word]]:
    forms = dict(words("battle", "promise", "blame", "order", "fright", "jargon"))
    return whole(forms), forms


def eased(text: str) -> str:
    """A text with names and known words as words of one syllable."""
    return _easy().sub(EASY, text)


def grade(text: str) -> float:
    return round(float(textstat.flesch_kincaid_grade(text)), 1)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def unwelcome(text: Text) -> Iterator[tuple[str, Word]]:
    """Each word of a text that is not to be used in it."""
    said = re.sub(r"\([^)]*\)", "", text.words) if text.is_question else text.words
    pattern, forms = _unwelcome()
    for found in pattern.findall(_easy().sub(" ", said)):
        form = found.lower()
        yield form, forms.get(form) or forms[form.removesuffix("s")]


# ------------------------------------------------------------------------------------- the tests


def faults(texts: list[Text]) -> Iterator[str]:
    """Whatever is not plain in an entry, each with where it stands and what to do."""
    for text in texts:
        yield from _hard(text)
        yield from _long(text)
        for form, word in unwelcome(text):
            yield f"{text}\n  {form!r} is not to be used ({word.kind}). Instead: {word.say}."
        if not re.fullmatch(r"[A-Z0-9](?!.*(\n|  )).*[.?)]", text.words):
            yield f"{text}\n  Begin with a capital, end with a full stop, one space between words."
    whole_text = " ".join(text.words for text in texts)
    if not texts[0].is_question and grade(whole_text) > GRADE:
        yield (
            f"knowledge/{texts[0].file}\n  grade {grade(whole_text)} in all, with its names; begin"
            f" with {max(sentences(whole_text), key=grade)!r}. Say a long name once, or not at all."
        )


def _hard(text: Text) -> Iterator[str]:
    if (found := grade(eased(text.words))) > GRADE:
        first = max(sentences(text.words), key=lambda sentence: grade(eased(sentence)))
        yield (
            f"{text}\n  grade {found}; begin with {first!r}. Make two sentences of one, and take"
            " shorter words. A word that this illness teaches everyone may go into"
            " knowledge/words.yaml with what it means."
        )


def _long(text: Text) -> Iterator[str]:
    parts = sentences(text.words)
    for sentence in parts:
        if (count := len(eased(sentence).split())) > WORDS_A_SENTENCE:
            yield f"{text}\n  {count} words in {sentence!r}: make two sentences of it."
    if len(parts) > (most := SENTENCES.get(text.field, 3)):
        yield f"{text}\n  {len(parts)} sentences, at most {most}: leave out what matters least."


@pytest.mark.parametrize(
    "texts", [pytest.param(e, id=f"{e[0].file}-{e[0].field}") for e in entries()]
)
def test_what_people_read_is_plain(texts: list[Text]) -> None:
    found = list(faults(texts))
    assert not found, "\n".join(["not plain", *found])


# --------------------------------------------------------------------------------- the measure


def test_textstat_measures_and_needs_no_network() -> None:
    hard = "Administration of chemotherapy necessitates regular haematological monitoring."
    assert grade("The cat sat on the mat. It was a red mat.") < 2 < 15 < grade(hard)


def test_names_and_known_words_count_as_easy() -> None:
    assert (
        eased("Trastuzumab deruxtecan is an antibody with chemotherapy.") == "it is an it with it."
    )
    assert eased("Antibodies block the receptors.") == "it block the it."


def test_a_listed_word_is_found_whole_and_a_name_may_hold_one() -> None:
    def forms(words: str, field: str = "plain.what") -> list[str]:
        return [form for form, _ in unwelcome(Text("a.yaml", field, words))]

    assert forms("It will work and cure you.") == ["will work", "cure"]
    assert forms("The curved fighterly road.") == []
    assert forms("Has a CDK4/6 inhibitor been given?") == []
    assert forms("It is an inhibitor of growth.") == ["inhibitor"]
    assert forms("Has it spread (metastatic)?", "stage.question") == []
    assert forms("Has it spread (metastatic)?") == ["metastatic"]


def test_no_form_stands_twice_in_the_list() -> None:
    all_forms = [form for word in base().words.values() for form in word.forms]
    assert sorted(all_forms) == sorted(set(all_forms))
    assert all(form == form.lower() for form in all_forms)
