"""An answer as text, made for two minutes: what fits first, then what a test would decide.

What is ruled out is folded to a line; `--all` unfolds it, `--explain OPTION` opens one option.
"""

from collections import Counter
from collections.abc import Iterator

from oncoptions.assessment.answer import Answer, OptionRow, TestRow
from oncoptions.facts.case import Case
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.text.fits import fits, word_of
from oncoptions.text.layout import bullet, heading, joined, some, wrapped
from oncoptions.text.person import about, value_words

__all__ = ["render"]

_HISTORY = "treatment-history"
"""The question for the treatments so far: it touches many options, so they are only counted."""
_MOSTLY_ABSENT = {
    "problems": "problems and symptoms",
    "conditions": "other conditions",
    "person": "other conditions",
    "fitness": "other conditions",
    "medicines": "other medicines",
}
_LIMITS = (
    "Not medical advice; not assessed or cleared as a medical device. For education and evaluation."
)


def render(
    answer: Answer,
    case: Case,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    *,
    everything: bool = False,
) -> str:
    """Return the whole answer as text."""
    lines = [
        f"Options on {answer.as_of} in the {answer.region}",
        *about(answer, case, vocabulary, lexicon),
        *_notices(answer),
    ]
    rows = [row for row in answer.options if row.kind in ("systemic", "local")]
    others = [row for row in answer.options if row.kind not in ("systemic", "local")]
    lines += fits(rows, everything)
    lines += _tests(answer, rows, everything)
    lines += _others(others)
    lines += _unavailable([r for r in rows if r.status == "unavailable"], everything)
    lines += _ruled_out([r for r in rows if r.status == "ruled_out" and not r.current], everything)
    lines += _assumed(answer, vocabulary, everything)
    lines += [
        "",
        *wrapped(f"{_LIMITS} Knowledge {answer.knowledge.version}."),
    ]
    return "\n".join(lines)


def _notices(answer: Answer) -> Iterator[str]:
    asked = any(test.id == _HISTORY and test.kind == "deciding" for test in answer.tests)
    for notice in answer.notices:
        if asked and "history complete" in notice:
            continue  # it stands first among the questions
        yield from wrapped(notice, "! ", "  ")
    for conflict in answer.conflicts:
        yield from wrapped(f"{conflict.fact}: {conflict.what}; taken as not known", "! ", "  ")


# ------------------------------------------------------------------------------------------ tests


def _tests(answer: Answer, rows: list[OptionRow], everything: bool) -> Iterator[str]:
    """Say what each result would open and close; tests for rare alterations share one line."""
    names = {row.id: row.name for row in answer.options}
    rare = set() if everything else {row.id for row in rows if row.folded}
    deciding = [t for t in answer.tests if t.kind in ("deciding", "confirm")]
    open_ = [t for t in deciding if t.kind == "confirm" or not _touches(t) <= rare]
    depends = [row for row in rows if row.status == "depends"]
    if deciding:
        yield from heading(f"A test or answer would decide ({len(depends)} options)")
    for test in sorted(open_, key=lambda test: test.id != _HISTORY):
        yield from _deciding(test, names, rare, 99 if everything else 4)
    if folded := [test.name for test in deciding if test not in open_]:
        yield from wrapped(f"less often asked or found: {some(folded, 2)}", "  - ", "    ")
    if judged := [name for t in answer.tests if t.kind == "judgement" for name in _judged(t)]:
        yield from wrapped(f"for the team to judge: {'; '.join(judged)}", "  - ", "    ")
    told = {test.id for test in deciding}
    if advised := [
        _advised(t) for t in answer.tests if t.kind == "recommended" and t.id not in told
    ]:
        yield from wrapped(f"also recommended now: {'; '.join(advised)}", "  - ", "    ")


def _touches(test: TestRow) -> set[str]:
    return {*test.would_open, *test.would_close}


def _deciding(test: TestRow, names: dict[str, str], rare: set[str], most: int) -> Iterator[str]:
    opens = [names[i] for i in test.would_open if i not in rare]
    closes = [names[i] for i in test.would_close if i not in rare]
    if test.kind == "confirm":
        words = test.why
    elif test.id == _HISTORY:
        words = f"the answer can change {len(_touches(test))} options"
    elif opens == closes:
        words = f"decides {some(opens, most)}"
    else:
        pairs = (("can open", opens), ("can close", closes))
        words = "; ".join(f"{verb} {some(ids, most)}" for verb, ids in pairs if ids)
    name = "Is the treatment history complete?" if test.id == _HISTORY else f"{test.name}:"
    yield from bullet(f"{name} {words}")


def _judged(test: TestRow) -> tuple[str, ...]:
    return tuple(fact.replace("_", " ") for fact in test.facts)


def _advised(test: TestRow) -> str:
    return f"{test.name} ({test.why.split(':', 1)[0]})"


# ----------------------------------------------------------------------------- everything folded


def _others(rows: list[OptionRow]) -> Iterator[str]:
    """Trials and care for everyone; then what helps against the problems named."""
    fitting = [row for row in rows if row.status == "fits"]
    own = [f"{r.name} [{word_of(r)}]" for r in fitting if r.kind in ("trial", "palliative")]
    support = [row.name for row in fitting if row.kind == "supportive"]
    yield ""
    yield from _paragraph("For everyone", own)
    yield from _paragraph("Supportive", support)


def _paragraph(title: str, parts: list[str]) -> Iterator[str]:
    """A heading and its items in one paragraph."""
    if parts:
        yield from wrapped(f"{title.upper()}: {'; '.join(parts)}", hanging="  ")


def _unavailable(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    title = f"Not here or not now ({len(rows)})"
    words = [f"{row.name} ({_why_not(row)})" for row in rows]
    if rows and everything:
        yield from heading(title)
        for word in words:
            yield from bullet(word)
    else:
        yield from _paragraph(title, [some(words, 4)] if rows else [])


def _why_not(row: OptionRow) -> str:
    since = row.availability.since
    agency = f" {row.availability.agency}" if row.availability.agency else ""
    words = {
        "not_yet": f"from {since}",
        "withdrawn": f"withdrawn{agency} {since}",
        "other_region": f"for this, only{agency} {since}",
        "under_review": f"under review{agency}",
        "not_marketed": "not sold here",
    }
    return words.get(row.availability.value, row.availability.value.replace("_", " "))


def _ruled_out(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    """Folded: those meant for this situation by their reason, and the number of the others."""
    if rows and everything:
        yield from heading(f"Ruled out ({len(rows)})")
        for row in rows:
            yield from bullet(f"{row.name}: {_against(row)}")
        return
    meant: dict[str, list[str]] = {}
    for row in rows:
        if any(reason.by in ("label", "history") for reason in row.reasons) and row.relevant:
            meant.setdefault(_against(row), []).append(row.name)
    ranked = sorted(meant.items(), key=lambda item: -len(item[1]))[:3]
    parts = [f"{why.rstrip('.')}: {some(names, 2)}" for why, names in ranked]
    others = len(rows) - sum(len(names) for _, names in ranked)
    parts.append(f"{others} others (--all gives the reasons)")
    yield from _paragraph(f"Ruled out ({len(rows)})", parts if rows else [])


def _against(row: OptionRow) -> str:
    blocking = [r.why for r in row.reasons if r.by in ("label", "history")]
    if blocking:
        return "; ".join(dict.fromkeys(blocking))
    wanted = joined(dict.fromkeys(w.criterion for w in row.would_fit_if))
    return f"would need {wanted}" if wanted else "no support for this situation"


def _assumed(answer: Answer, vocabulary: Vocabulary, everything: bool) -> Iterator[str]:
    """List what was assumed; what nobody mentioned and is taken as absent is counted by group."""
    if not answer.assumptions:
        return
    shown, suitable, absent = [], [], Counter[str]()
    for assumption in answer.assumptions:
        group = vocabulary.facts[assumption.fact].group
        if not everything and group in _MOSTLY_ABSENT and assumption.value in (False, 0, "none"):
            absent[_MOSTLY_ABSENT[group]] += 1
        elif vocabulary.facts[assumption.fact].judgement and assumption.value is True:
            suitable.append(assumption.fact.rsplit("_", 1)[0].replace("_", " "))
        else:
            words = assumption.fact.removesuffix("_months_ago").replace("_", " ")
            unit = " months ago" if assumption.fact.endswith("_months_ago") else ""
            shown.append(f"{words}: {value_words(assumption.value)}{unit}")
    shown += [f"judged suitable: {', '.join(suitable)}"] if suitable else []
    shown += [f"none of {count} {words}" for words, count in absent.items()]
    yield from _paragraph("Assumed because nothing was said", shown)
