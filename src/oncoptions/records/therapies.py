"""Read `prior_therapies` of a case file: which drugs, in which setting, when, why they ended."""

from difflib import get_close_matches
from typing import Any, Protocol, get_args

from oncoptions.errors import InputError
from oncoptions.facts.case import Reason, Setting, Therapy
from oncoptions.facts.dates import Ago
from oncoptions.facts.vocabulary import Lexicon

__all__ = ["read_therapies"]

_KEYS = (
    "drugs", "setting", "line", "started", "started_months_ago", "ended", "ended_months_ago",
    "ongoing", "reason_stopped", "best_response", "toxicity", "note",
)  # fmt: skip
_GRADES = ("ild_grade", "neuropathy_grade")
_RESPONSES = ("complete", "partial", "stable", "progression")


class Reader(Protocol):
    """What this module needs of the reader of the whole file."""

    lexicon: Lexicon
    set_aside: list[str]
    notes: list[str]

    def wrong(self, path: str, what: str, todo: str) -> InputError: ...
    def moment(self, written: Any, path: str) -> Ago | None: ...
    def months(self, written: Any, path: str) -> Ago: ...


def read_therapies(reader: Reader, written: Any) -> tuple[Therapy, ...]:
    """Return the therapies in the order of the file, without those that began after `on`."""
    if written is None:
        return ()
    if not isinstance(written, list):
        raise reader.wrong("prior_therapies", "not a list", "write a list, or [] for none")
    return tuple(
        therapy
        for i, item in enumerate(written)
        if (therapy := _therapy(reader, item, i)) is not None
    )


def _therapy(reader: Reader, written: Any, index: int) -> Therapy | None:
    path = f"prior_therapies[{index}]"
    if not isinstance(written, dict):
        raise reader.wrong(
            path, "not a treatment", "write {drugs: [letrozole], setting: metastatic}"
        )
    for key in written:
        if key not in _KEYS:
            near = get_close_matches(str(key), _KEYS, 1)
            raise reader.wrong(
                f"{path}.{key}",
                "unknown key",
                f"did you mean '{near[0]}'?" if near else f"use {', '.join(_KEYS)}",
            )
    start, end = _time(reader, written, "started", path), _time(reader, written, "ended", path)
    if start is not None and end is not None and end.fewest > start.most:
        raise reader.wrong(path, "it ends before it starts", "check started and ended")
    if start is not None and start.most < 0:
        reader.set_aside.append(path)
        return None
    return _built(reader, written, path, index, start, end)


def _built(
    reader: Reader,
    written: dict[str, Any],
    path: str,
    index: int,
    start: Ago | None,
    end: Ago | None,
) -> Therapy:
    drugs, unrecognised = _drugs(reader, written.get("drugs"), path)
    reason = _word(reader, written, "reason_stopped", get_args(Reason), path)
    ongoing = _ongoing(reader, written, path, reason, end)
    response = _word(reader, written, "best_response", _RESPONSES, path)
    toxicity = _toxicity(reader, written.get("toxicity"), path)
    if end is not None and end.most < 0:  # not yet over on the day asked about: no hindsight
        reader.set_aside.append(f"{path}.ended")
        end, reason, ongoing, response, toxicity = None, None, True, None, {}
    return Therapy(
        index=index,
        drugs=drugs,
        unrecognised=unrecognised,
        setting=_word(reader, written, "setting", get_args(Setting), path),
        line=_line(reader, written.get("line"), path),
        start=start,
        end=end,
        ongoing=ongoing,
        reason=reason,
        best_response=response,
        toxicity=toxicity,
    )


def _time(reader: Reader, written: dict[str, Any], key: str, path: str) -> Ago | None:
    months = written.get(f"{key}_months_ago")
    if months is not None:
        if written.get(key) is not None:
            raise reader.wrong(f"{path}.{key}", "given twice", f"keep {key} or {key}_months_ago")
        return reader.months(months, f"{path}.{key}_months_ago")
    return reader.moment(written.get(key), f"{path}.{key}")


def _ongoing(
    reader: Reader, written: dict[str, Any], path: str, reason: str | None, end: Ago | None
) -> bool | None:
    said = written.get("ongoing")
    if said is not None and not isinstance(said, bool):
        raise reader.wrong(f"{path}.ongoing", "not true or false", "write true or false")
    if said and (end is not None or reason is not None):
        raise reader.wrong(
            path, "both ongoing and ended", "keep one of ongoing and ended or reason_stopped"
        )
    if said is None and (end is not None or reason is not None):
        return False
    return said


def _drugs(reader: Reader, written: Any, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise reader.wrong(
            f"{path}.drugs", "no drugs named", "write a list such as [letrozole, palbociclib]"
        )
    drugs: list[str] = []
    unrecognised: list[str] = []
    for i, name in enumerate(names):
        known = reader.lexicon.drugs.get(name.strip().lower())
        if known is not None:
            drugs.append(known)
            continue
        near = get_close_matches(name.strip().lower(), list(reader.lexicon.drugs), 1, 0.84)
        if near:
            raise reader.wrong(
                f"{path}.drugs[{i}]", "not a drug known here", f"did you mean '{near[0]}'?"
            )
        unrecognised.append(name)
        reader.notes.append(
            f"{path}.drugs[{i}] is not a drug known here: counted as treatment of an unknown kind"
        )
    return tuple(dict.fromkeys(drugs)), tuple(unrecognised)


def _word(
    reader: Reader, written: dict[str, Any], key: str, known: tuple[str, ...], path: str
) -> Any:
    word = written.get(key)
    if word is None or word in known:
        return word
    near = get_close_matches(str(word), known, 1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    raise reader.wrong(
        f"{path}.{key}", "not a value of this key", f"{hint}write one of {', '.join(known)}"
    )


def _line(reader: Reader, written: Any, path: str) -> int | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int) or not 1 <= written <= 40:
        raise reader.wrong(f"{path}.line", "not a line number", "write a number from 1")
    return written


def _toxicity(reader: Reader, written: Any, path: str) -> dict[str, float]:
    if written is None:
        return {}
    if not isinstance(written, dict) or not all(
        isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= 5
        for v in written.values()
    ):
        raise reader.wrong(f"{path}.toxicity", "not grades from 0 to 5", "write {ild_grade: 2}")
    for key in written:
        if key in _GRADES:
            continue
        near = get_close_matches(str(key), _GRADES, 1, 0.8)
        if near or not str(key).endswith("_grade"):
            hint = f"did you mean '{near[0]}'?" if near else "name the side effect, as in ild_grade"
            raise reader.wrong(f"{path}.toxicity.{key}", "unknown key", hint)
    return {str(key): float(value) for key, value in written.items()}
