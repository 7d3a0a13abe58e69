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
    None: "approved; no guideline read",
}
_STANDINGS_SHORT = {value: (value or "").replace("_", " ") for value in _STANDINGS}
_HISTORY = "treatment-history"
"""The question for the treatments so far: it touches many options, so they are only counted."""
_MOSTLY_ABSENT = {
    "problems": "problems and symptoms",
    "conditions": "other conditions",
    "person": "other conditions",
    "fitness": "other conditions",
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
    lines += _others(others)
    lines += _unavailable([r for r in rows if r.status == "unavailable"], everything)
    lines += _ruled_out([r for r in rows if r.status == "ruled_out"], everything)
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
    yield from _legend([] if everything else rest)
    yield from _checks(rows, everything)


def _group(words: str, rows: list[OptionRow], one_by_one: bool) -> Iterator[str]:
    if not rows:
        return
    if not one_by_one:
        yield from _names(words, rows)
        return
    yield f"  {words}:"
    for row in rows:
        yield from bullet(f"{row.name}{_mark(row)} [{_word_of(row)}]", 4)
        first = [
            c.why for c in row.cautions if c.severity != "caution" or c.criterion == "not instead"
        ]
        for why in first[:2]:
            yield from wrapped(why, "      ! ", "        ")


def _names(words: str, rows: list[OptionRow]) -> Iterator[str]:
    """Names in one paragraph; chemotherapy, where it stands beside other things, in its own."""
    chemotherapy = [row for row in rows if row.family == "chemotherapy"]
    others = [row for row in rows if row not in chemotherapy]
    for title, group in ((words, others), (f"{words}, chemotherapy", chemotherapy)):
        if group:
            names = "; ".join(f"{row.name}{_sign(row)}" for row in group)
            yield from wrapped(f"{title}: {names}", "  ", "    ")


def _sign(row: OptionRow) -> str:
    """A short sign for a list of names; the legend explains it once."""
    return {True: "*", "by_line": "**"}.get(row.availability.off_label, "")


def _legend(rows: list[OptionRow]) -> Iterator[str]:
    """Explain the signs that the lists of names carry."""
    signs = {_sign(row) for row in rows if row.standing.value not in _ONE_BY_ONE}
    said = {"*": "* off label", "**": "** other line of treatment than the label's"}
    if words := [said[sign] for sign in ("*", "**") if sign in signs]:
        yield f"  {'; '.join(words)}"


def _mark(row: OptionRow) -> str:
    if row.availability.off_label == "by_line":
        return " (beyond the label's line)"
    return " (off label)" if row.availability.off_label is True else ""


def _word_of(row: OptionRow) -> str:
    """Who says so: bodies with their years, then the agency with the date of approval."""
    bodies = [f"{b.body} {b.since[:4]}" for b in row.standing.by[:2]]
    if row.standing.disagree:
        headline = row.standing.by[0]
        others = [b for b in row.standing.by if b.value != headline.value][:1]
        bodies = [
            f"{b.body} {b.since[:4]}: {_STANDINGS_SHORT[b.value]}" for b in (headline, *others)
        ]
    if row.availability.value == "approved" and row.availability.agency:
        quick = " accelerated" if row.availability.accelerated else ""
        bodies.append(f"{row.availability.agency}{quick} {row.availability.since}")
    return ", ".join(bodies) or "approved use"


def _checks(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    """Merge the checks before starting: each once, with how many options wait for it."""
    waiting: dict[str, dict[str, None]] = {}
    for row in rows:
        for check in () if row.current else row.before_start:
            waiting.setdefault(check.name, {})[row.name] = None
    if waiting:
        ranked = sorted(waiting.items(), key=lambda item: -len(item[1]))
        counted = [f"{name} ({len(options)})" for name, options in ranked]
        words = _some(counted, 99 if everything else 5)
        yield from wrapped(f"fits after (options that wait): {words}", "  ", "    ")


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
        yield from wrapped(f"less often asked or found: {_some(folded, 2)}", "  - ", "    ")
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
        words = f"decides {_some(opens, most)}"
    else:
        pairs = (("can open", opens), ("can close", closes))
        words = "; ".join(f"{verb} {_some(ids, most)}" for verb, ids in pairs if ids)
    name = "Is the treatment history complete?" if test.id == _HISTORY else f"{test.name}:"
    yield from bullet(f"{name} {words}")


def _judged(test: TestRow) -> tuple[str, ...]:
    return tuple(fact.replace("_", " ") for fact in test.facts)


def _advised(test: TestRow) -> str:
    return f"{test.name} ({test.why.split(':', 1)[0]})"


def _some(names: list[str], most: int) -> str:
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])} and {len(names) - most} more"


# ----------------------------------------------------------------------------- everything folded


def _others(rows: list[OptionRow]) -> Iterator[str]:
    """Trials and care for everyone; then what helps against the problems named."""
    fitting = [row for row in rows if row.status == "fits"]
    own = [f"{r.name} [{_word_of(r)}]" for r in fitting if r.kind in ("trial", "palliative")]
    support = [row.name for row in fitting if row.kind == "supportive"]
    yield ""
    yield from _paragraph("For everyone", own)
    yield from _paragraph("Supportive", support)


def _paragraph(title: str, parts: list[str]) -> Iterator[str]:
    """A heading and its items in one paragraph."""
    if parts:
        yield from wrapped(f"{title.upper()}: {'; '.join(parts)}", hanging="  ")


def _unavailable(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    words = [f"{row.name} ({_why_not(row)})" for row in rows]
    if rows and everything:
        yield from heading(f"Not available here now ({len(rows)})")
        for word in words:
            yield from bullet(word)
    else:
        yield from _paragraph(
            f"Not available here now ({len(rows)})", [_some(words, 4)] if rows else []
        )


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
    """Folded: only those meant for this situation are named, with the number of the others."""
    if rows and everything:
        yield from heading(f"Ruled out ({len(rows)})")
        for row in rows:
            yield from bullet(f"{row.name}: {_against(row)}")
        return
    meant = [row.name for row in rows if row.relevant]
    parts = [f"of those for this situation: {_some(meant, 4)}"] if meant else []
    parts.append(f"{len(rows) - len(meant)} for another situation (--all gives the reasons)")
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
            words = assumption.fact.replace("_", " ")
            shown.append(f"{words}: {value_words(assumption.value)}")
    shown += [f"judged suitable: {', '.join(suitable)}"] if suitable else []
    shown += [f"none of {count} {words}" for words, count in absent.items()]
    yield from _paragraph("Assumed because nothing was said", shown)
