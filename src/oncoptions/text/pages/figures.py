"""Results and side effects of a study, one line a figure."""

from collections.abc import Iterable, Iterator

from oncoptions.knowledge.in_words import arms_words, number, quality_words, result_words
from oncoptions.knowledge.models import AdverseEvent, Result, Study
from oncoptions.text.layout import bullet, wrapped
from oncoptions.text.pages.parts import References

__all__ = ["quality", "results", "side_effects"]

_WIDE = 30


def results(study: Study, references: References, most: int | None = None) -> Iterator[str]:
    """Yield results, those of the same arms under one line that names the arms.

    With `most`, only as many: the primary ones and survival first.
    """
    chosen = list(study.results) if most is None else _key(study.results)[:most]
    arms = None
    for result in chosen:
        compared = arms_words(study, result.arm, result.comparator)
        if compared != arms:
            arms = compared
            yield from wrapped(arms, "    ", "      ")
        note = f" ({result.note})" if result.note is not None else ""
        said = f"{result_words(result)}{_rest(result)}{note}{references.of(result)}"
        yield from bullet(said, 4)
    left = len(study.results) - len(chosen)
    if left:
        yield f"    ({left} more: oncoptions show {study.id})"


def _key(found: Iterable[Result]) -> list[Result]:
    """The primary results, then survival, then the rest; in each the latest first."""
    latest = sorted(found, key=lambda result: str(result.public), reverse=True)
    return sorted(latest, key=lambda result: (not result.primary, _place(result)))


def _place(result: Result) -> int:
    return 0 if result.endpoint == "overall survival" else 1


def _rest(result: Result) -> str:
    """When it became public, and what else a reader weighs it by."""
    parts = ["primary"] if result.primary else []
    parts += [f"p {result.p}"] if result.p is not None else []
    if result.followup_months is not None:
        parts.append(f"{number(result.followup_months)} months of follow-up")
    parts.append(f"public {result.public}")
    return f"; {', '.join(parts)}"


def side_effects(study: Study, references: References) -> Iterator[str]:
    """Yield a table of side effects: of 100 people, any grade / grade 3 or more, in both arms."""
    arms: tuple[str, str | None] | None = None
    for event in study.adverse_events:
        if (event.arm, event.comparator) != arms:
            arms = (event.arm, event.comparator)
            yield from wrapped(arms_words(study, *arms), "    ", "      ")
        yield from _row(event, references)


def _row(event: AdverseEvent, references: References) -> Iterator[str]:
    ours = _pair(event.any_grade, event.grade_3_or_more, event.below)
    theirs = _pair(event.comparator_any_grade, event.comparator_grade_3_or_more, event.below)
    table = f"{ours:>14}{theirs if event.comparator is not None else '':>16}"
    name = wrapped(event.event, "      ", "        ")
    if len(name[-1]) > _WIDE:
        yield from name
        name = [""]
    yield from name[:-1]
    yield f"{name[-1]:{_WIDE}}{table} {references.mark(event.sources)}".rstrip()
    if event.note is not None or not event.verified:
        unread = "" if event.verified else "not yet held against its source"
        words = "; ".join(word for word in (event.note, unread) if word)
        yield from wrapped(f"({words})", "        ")


def _pair(any_grade: float | None, severe: float | None, below: bool) -> str:
    """Return `35 / 2.5`; a figure that was not printed is `-`.

    >>> _pair(35.0, None, False)
    '35 / -'
    """
    if any_grade is None and severe is None:
        return "-"
    sign = "<" if below else ""
    words = ("-" if value is None else f"{sign}{number(value)}" for value in (any_grade, severe))
    return " / ".join(words)


def quality(study: Study, references: References) -> Iterator[str]:
    """Yield what people reported about their life."""
    for report in study.quality_of_life:
        words = f"{quality_words(report)} Public {report.public}.{references.of(report)}"
        yield from bullet(words, 4)
