"""What fits, as text: what goes on now, local treatment, then by standing.

What a body prefers or recommends stands one by one, with who says so and what to mind for this
person; other options are named in a paragraph, with signs that a legend explains.
"""

from collections.abc import Iterator
from textwrap import shorten

from oncoptions.assessment.answer import OptionRow
from oncoptions.text.layout import WIDTH, bullet, heading, some, wrapped

__all__ = ["fits", "word_of"]

_STANDINGS = {
    "preferred": "preferred",
    "recommended": "recommended",
    "option": "an option",
    "only_if_others_unsuitable": "only if the others do not suit",
    "not_recommended": "approved, but advised against",
    None: "approved; no guideline read",
}
_SHORT = {value: (value or "").replace("_", " ") for value in _STANDINGS}
_ONE_BY_ONE = ("preferred", "recommended")
_PERSONAL = ("neuropathy", "ild", "autoimmune", "heart", "lvef", "qtcf", "diabetes", "stopped for")
"""Cautions about these are shown even where they are no reason to avoid the option."""
_SUPPRESS = {"goserelin", "leuprorelin", "triptorelin", "oophorectomy"}
_SIGNS = {
    "*": "* off label",
    "**": "** other line of treatment than the label's",
    "!": "! something speaks against it: --explain",
}


def fits(rows: list[OptionRow], everything: bool) -> Iterator[str]:
    """Write the rows that fit, and a row going on now whatever its status."""
    shown = [row for row in rows if row.status == "fits" or row.current]
    yield from heading(f"Fits ({sum(row.status == 'fits' for row in shown)})")
    if not shown:
        yield "  No anticancer option known here fits what is known."
    current = [row for row in shown if row.current]
    local = [row for row in shown if row.kind == "local" and not row.current]
    rest = [row for row in shown if row not in current and row not in local]
    yield from _group("going on now", current, True)
    yield from _group("for the problem itself", local, everything)
    for standing, words in _STANDINGS.items():
        group = [row for row in rest if row.standing.value == standing]
        yield from _group(words, group, everything or standing in _ONE_BY_ONE)
    yield from _legend([] if everything else rest)
    yield from _checks(shown, everything)


def _group(words: str, rows: list[OptionRow], one_by_one: bool) -> Iterator[str]:
    if not rows:
        return
    if not one_by_one:
        yield from _names(words, rows)
        return
    yield f"  {words}:"
    for row in rows:
        yield from bullet(f"{row.name}{_added(row)}{_mark(row)} [{word_of(row)}]", 4)
        for why in _to_mind(row)[:1]:
            yield f"      ! {shorten(why, WIDTH - 8, placeholder=' ...')}"


def _to_mind(row: OptionRow) -> list[str]:
    """What speaks against the option for this person, or what was not borne before."""
    if row.current and row.status != "fits":
        return list(dict.fromkeys(r.why for r in row.reasons)) or ["no longer supported"]
    return [
        caution.why
        for caution in row.cautions
        if caution.severity != "caution" or caution.criterion.startswith(_PERSONAL)
    ]


def _names(words: str, rows: list[OptionRow]) -> Iterator[str]:
    """Names in one paragraph; chemotherapy, where it stands beside other things, in its own."""
    chemotherapy = [row for row in rows if row.family == "chemotherapy"]
    others = [row for row in rows if row not in chemotherapy]
    for title, group in ((words, others), (f"{words}, chemotherapy", chemotherapy)):
        if group:
            names = "; ".join(f"{row.name}{_sign(row)}" for row in group)
            yield from wrapped(f"{title}: {names}", "  ", "    ")


def _sign(row: OptionRow) -> str:
    """Short signs in a list of names; the legend explains them once."""
    against = "!" if any(c.severity != "caution" for c in row.cautions) else ""
    return {True: "*", "by_line": "**"}.get(row.availability.off_label, "") + against


def _legend(rows: list[OptionRow]) -> Iterator[str]:
    signs = [_sign(row) for row in rows if row.standing.value not in _ONE_BY_ONE]
    used = {sign.rstrip("!") for sign in signs} | {"!" for sign in signs if sign.endswith("!")}
    if words := [said for sign, said in _SIGNS.items() if sign in used]:
        yield from wrapped("; ".join(words), "  ", "  ")


def _added(row: OptionRow) -> str:
    """What the name does not say and this person needs: the ovaries (in a man, GnRH) turned off."""
    for part in row.components:
        if set(part.one_of) <= _SUPPRESS and "varian" not in row.name:
            return " + ovarian suppression" if "oophorectomy" in part.one_of else " + GnRH analogue"
    return ""


def _mark(row: OptionRow) -> str:
    if row.availability.off_label == "by_line":
        return " (beyond the label's line)"
    return " (off label)" if row.availability.off_label is True else ""


def word_of(row: OptionRow) -> str:
    """Who says so and since which year: the first body, another that differs, the agency."""
    bodies = [f"{b.body} {b.since[:4]}" for b in row.standing.by[:1]]
    if row.standing.disagree:
        headline = row.standing.by[0]
        others = [b for b in row.standing.by if b.value != headline.value][:1]
        bodies = [f"{b.body} {b.since[:4]}: {_SHORT[b.value]}" for b in (headline, *others)]
    if row.availability.value == "approved" and row.availability.agency:
        quick = " accelerated" if row.availability.accelerated else ""
        bodies.append(f"{row.availability.agency}{quick} {(row.availability.since or '')[:4]}")
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
        words = some(counted, 99 if everything else 3)
        yield from wrapped(f"fits after (options that wait): {words}", "  ", "    ")
