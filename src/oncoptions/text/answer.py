"""An answer as text, made for two minutes: what fits first, then what a test would decide.

What is ruled out is folded to a line; `--all` unfolds it, `--explain OPTION` opens one option.
"""

from collections import Counter
from collections.abc import Iterator

from oncoptions.assessment.answer import Answer, OptionRow, TestRow
from oncoptions.facts.case import Case
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.text.layout import bullet, heading, joined, wrapped
from oncoptions.text.person import about, value_words

__all__ = ["render"]

_STANDINGS = {
    "preferred": "preferred",
    "recommended": "recommended",
    "option": "an option",
    "only_if_others_unsuitable": "only if the others do not suit",
    "not_recommended": "approved, but advised against",
    None: "approved; no public guideline word read",
}
_MOSTLY_ABSENT = {
    "problems": "problems and symptoms",
    "conditions": "other conditions",
    "medicines": "other medicines",
}
_ONE_BY_ONE = ("preferred", "recommended")
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
        *about(answer, case, lexicon),
        *_notices(answer),
    ]
    rows = [row for row in answer.options if row.kind in ("systemic", "local")]
    others = [row for row in answer.options if row.kind not in ("systemic", "local")]
    lines += _fits([r for r in rows if r.status == "fits"], everything)
    lines += _tests(answer, rows, everything)
    lines += _others(others, everything)
    lines += _unavailable([r for r in rows if r.status == "unavailable"], everything)
    lines += _ruled_out([r for r in rows if r.status == "ruled_out"], everything)
    lines += _assumed(answer, vocabulary, everything)
    lines += [
        "",
        *wrapped(
            f"{_LIMITS} Knowledge {answer.knowledge.version}, through {answer.knowledge.through}."
        ),
    ]
    return "\n".join(lines)


def _notices(answer: Answer) -> Iterator[str]:
    for notice in answer.notices:
        yield from wrapped(notice, "! ", "  ")
    for conflict in answer.conflicts:
        yield from wrapped(f"{conflict.fact}: {conflict.what}; taken as not known", "! ", "  ")


# ------------------------------------------------------------------------------------------- fits


def _fits(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    yield from heading(f"Fits ({len(rows)})")
    if not rows:
        yield "  No anticancer option known here fits what is known."
    current = [row for row in rows if row.current]
    local = [row for row in rows if row.kind == "local" and not row.current]
    rest = [row for row in rows if row not in current and row not in local]
    yield from _group("going on now", current, True)
    yield from _group("for the problem itself", local, everything)
    for standing, words in _STANDINGS.items():
        group = [row for row in rest if row.standing.value == standing]
        yield from _group(words, group, everything or standing in _ONE_BY_ONE)
    yield from _checks(rows)


def _group(words: str, rows: list[OptionRow], one_by_one: bool) -> Iterator[str]:
    if not rows:
        return
    if not one_by_one:
        names = "; ".join(f"{row.name}{_mark(row)}" for row in rows)
        yield from wrapped(f"{words}: {names}", "  ", "    ")
        return
    yield f"  {words}:"
    for row in rows:
        yield from bullet(f"{row.name}{_mark(row)} [{_word_of(row)}]", 4)
        first = [
            c.why for c in row.cautions if c.severity != "caution" or c.criterion == "not instead"
        ]
        for why in first[:2]:
            yield from wrapped(why, "      ! ", "        ")


def _mark(row: OptionRow) -> str:
    if row.availability.off_label == "by_line":
        return " (beyond the label's line)"
    return " (off label)" if row.availability.off_label is True else ""


def _word_of(row: OptionRow) -> str:
    """Who says so: bodies with their years, then the agency with the date of approval."""
    bodies = [f"{b.body} {b.since[:4]}" for b in row.standing.by]
    if row.standing.disagree:
        bodies = [f"{b.body} {b.since[:4]}: {b.value.replace('_', ' ')}" for b in row.standing.by]
    if row.availability.value == "approved" and row.availability.agency:
        quick = " accelerated" if row.availability.accelerated else ""
        bodies.append(f"{row.availability.agency}{quick} {row.availability.since}")
    return ", ".join(bodies) or "approved use"


def _checks(rows: list[OptionRow]) -> Iterator[str]:
    """Merge the checks before starting: each once, with how many options wait for it."""
    waiting: dict[str, list[str]] = {}
    for row in rows:
        if not row.current:
            for check in row.before_start:
                if row.name not in waiting.setdefault(check.name, []):
                    waiting[check.name].append(row.name)
    if waiting:
        ranked = sorted(waiting.items(), key=lambda item: -len(item[1]))
        words = ", ".join(f"{name} ({len(options)})" for name, options in ranked)
        yield from wrapped(
            f"fits after (number of options that wait for it): {words}", "  ", "    "
        )


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
    for test in open_:
        yield from _deciding(test, names, rare, 99 if everything else 4)
    if folded := [test.name for test in deciding if test not in open_]:
        yield from wrapped(f"less often asked or found: {'; '.join(folded)}", "  - ", "    ")
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
    elif opens == closes:
        words = f"decides {_some(opens, most)}"
    else:
        pairs = (("can open", opens), ("can close", closes))
        words = "; ".join(f"{verb} {_some(ids, most)}" for verb, ids in pairs if ids)
    yield from bullet(f"{test.name}: {words}")


def _judged(test: TestRow) -> tuple[str, ...]:
    return tuple(fact.replace("_", " ") for fact in test.facts)


def _advised(test: TestRow) -> str:
    return f"{test.name} ({test.why.split(':', 1)[0]})"


def _some(names: list[str], most: int) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


# ----------------------------------------------------------------------------- everything folded


def _others(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    fitting = [row for row in rows if row.status == "fits"]
    own = [row for row in fitting if row.kind in ("trial", "palliative")]
    support = [row for row in fitting if row.kind == "supportive"]
    if fitting:
        yield from heading("For everyone, and for symptoms")
    for row in own:
        yield from bullet(f"{row.name} [{_word_of(row)}]")
    if support:
        yield from wrapped(f"supportive: {'; '.join(row.name for row in support)}", "  ", "    ")


def _unavailable(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    if not rows:
        return
    yield from heading(f"Not available here now ({len(rows)})")
    words = [f"{row.name} ({_why_not(row)})" for row in rows]
    if everything:
        for word in words:
            yield from bullet(word)
    else:
        yield from wrapped("; ".join(words), "  ", "  ")


def _why_not(row: OptionRow) -> str:
    value, since = row.availability.value.replace("_", " "), row.availability.since
    agency = f" {row.availability.agency}" if row.availability.agency else ""
    match row.availability.value:
        case "not_yet":
            return f"from {since}"
        case "withdrawn":
            return f"withdrawn{agency} {since}"
        case "other_region":
            return f"elsewhere:{agency} {since}"
        case "under_review":
            return f"under review{agency}"
        case _:
            return value


def _ruled_out(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    if not rows:
        return
    yield from heading(f"Ruled out ({len(rows)})")
    if not everything:
        failed = [
            row.name for row in rows if any(r.by in ("label", "history") for r in row.reasons)
        ]
        if failed:
            words = f"by what was given before, or by a contraindication: {_some(failed, 6)}"
            yield from wrapped(words, "  ", "    ")
        yield f"  {len(rows) - len(failed)} for another situation; --all lists them with the reason"
        return
    for row in rows:
        yield from bullet(f"{row.name}: {_against(row)}")


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
    yield from heading("Assumed because nothing was said")
    shown, absent = [], Counter[str]()
    for assumption in answer.assumptions:
        group = vocabulary.facts[assumption.fact].group
        if not everything and group in _MOSTLY_ABSENT and assumption.value in (False, 0, "none"):
            absent[group] += 1
        else:
            words = assumption.fact.replace("_", " ")
            shown.append(f"{words}: {value_words(assumption.value)}")
    shown += [f"none of {count} {_MOSTLY_ABSENT[group]}" for group, count in absent.items()]
    yield from wrapped("; ".join(shown), "  ", "  ")
