"""Read a case file: the form in which people, the reader of records and the web page write a case.

The keys are those of `facts.yaml` plus the few that hold more than one fact (sites, specimens,
therapies, goals). Every mistake gets one line that names the place, never the value.
"""

import datetime as dt
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from oncoptions.criteria import Possible, Range, Value
from oncoptions.errors import InputError
from oncoptions.facts.case import Case, Sample, Stated, Therapy
from oncoptions.facts.dates import Ago, months_ago
from oncoptions.facts.numbers import number
from oncoptions.facts.vocabulary import FactEntry, Lexicon, Vocabulary
from oncoptions.records.nearest import nearest
from oncoptions.records.therapies import read_therapies

__all__ = ["read_case"]

_SPECIAL = {
    "metastatic_since", "metastatic_since_months_ago", "specimens", "prior_therapies",
    "history_complete", "local_treatments", "medicines", "goals", "other",
}  # fmt: skip
_GOALS = {"rank": "words", "hardest": "words", "days_per_month": "number", "prefer": "text"}
_LOCAL = {
    "kind": "text", "site": "text", "started": "date", "ended": "date", "dose_gy": "number",
    "fractions": "number", "note": "text",
}  # fmt: skip
_UNITS = {"a": "years", "mo": "months", "wk": "weeks"}
_MOST_MONTHS = 1200
_UNSTATED = ("not_tested", "unknown", "not_known")
_CHANGE = re.compile(
    r"^(p\.)?\(?[A-Za-z]{1,3}\d+\S*|exon|truncat|loss|delet|amplif|mutat", re.IGNORECASE
)


def read_case(
    document: Any, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date, name: str = "case"
) -> Case:
    """Return the case that a case file's data describe, as of the day `on`.

    Raises InputError for an unknown key, a value a fact cannot have, or dates that contradict each
    other. What is dated after `on` is set aside, not refused.
    """
    return _Reader(vocabulary, lexicon, on, name).read(document)


class _Reader:
    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, on: dt.date, name: str) -> None:
        self.vocabulary, self.lexicon, self.on, self.name = vocabulary, lexicon, on, name
        self.stated: dict[str, Stated] = {}
        self.set_aside: list[str] = []
        self.conflicts: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.unchecked: list[str] = []

    def read(self, document: Any) -> Case:
        if not isinstance(document, dict):
            raise self.wrong(
                "", "a case file is a set of keys and values", "see `oncoptions schema case`"
            )
        self._keys(document, "", self._top_keys())
        for path, fact in self.vocabulary.paths.items():
            self._state(fact, path, _at(document, path))
        for path, items in self.vocabulary.lists.items():
            if path != "medicines":
                self._state_list(path, items, _at(document, path))
        self._brain(document)
        medicines = self._medicines(document)
        since = self._since(document)
        therapies = self._therapies(document)
        return Case(
            stated=self.stated,
            therapies=therapies,
            history=self._history(document),
            samples=self._samples(document),
            metastatic_since=since,
            medicines=medicines,
            unchecked_medicines=tuple(self.unchecked),
            local_treatments=self._local(document),
            goals=self._goals(document),
            other=self._text(document, "other"),
            set_aside=tuple(self.set_aside),
            notes=tuple(self.notes),
            conflicts=tuple(self.conflicts),
        )

    # ------------------------------------------------------------------------------------- errors

    def wrong(self, path: str, what: str, todo: str) -> InputError:
        return InputError(f"{self.name}: {path}" if path else self.name, what, todo)

    def _keys(self, data: Mapping[str, Any], path: str, known: Mapping[str, Any]) -> None:
        """Refuse unknown keys, level by level, naming the nearest known one."""
        for key, value in data.items():
            here = f"{path}.{key}" if path else str(key)
            if key not in known:
                near = nearest(str(key), list(known))
                todo = (
                    f"did you mean '{near}'?"
                    if near
                    else "see `oncoptions schema case` for the keys"
                )
                raise self.wrong(here, "unknown key", todo)
            if known[key] is not None and value is not None:
                if not isinstance(value, dict):
                    raise self.wrong(
                        here, "this key holds further keys", f"write {key}: and the keys below it"
                    )
                self._keys(value, here, known[key])

    def _top_keys(self) -> dict[str, Any]:
        tree: dict[str, Any] = dict.fromkeys(_SPECIAL)
        for path in (*self.vocabulary.paths, *self.vocabulary.lists):
            *parents, leaf = path.split(".")
            level = tree
            for parent in parents:
                level = level.setdefault(parent, {})
            level[leaf] = None
        return tree

    # -------------------------------------------------------------------------------------- facts

    def _state(self, fact: str, path: str, written: Any) -> None:
        if written is None or written in _UNSTATED:
            return
        value, detail = self.value(fact, path, written)
        if value is not None:
            self.stated[fact] = Stated(value, path, detail)

    def value(self, fact: str, path: str, written: Any) -> tuple[Value, str | None]:
        """Read one value as the fact's type; refuse what the fact cannot be."""
        entry = self.vocabulary.facts[fact]
        if path.startswith("somatic."):
            return self._gene(entry, path, written)
        match entry.type:
            case "boolean":
                if not isinstance(written, bool):
                    raise self.wrong(path, "not true or false", "write true or false")
                return written, None
            case "number":
                return self._number(entry, path, written), None
            case _:
                return self._category(entry, path, written), None

    def _number(self, entry: FactEntry, path: str, written: Any) -> Value:
        try:
            value = number(written)
        except ValueError as error:
            raise self.wrong(path, str(error), f"write a number{_in_unit(entry)}") from None
        low = entry.min if entry.min is not None else float("-inf")
        high = entry.max if entry.max is not None else float("inf")
        if not isinstance(value, Range):
            if not low <= value <= high:
                raise self.wrong(path, f"outside {_limits(entry)}", "check the value and its unit")
            return value
        ends = (float(value.low), float(value.high))  # type: ignore[arg-type]  # numbers, never dates
        if (ends[0] != float("-inf") and not low <= ends[0] <= high) or (
            ends[1] != float("inf") and not low <= ends[1] <= high
        ):
            raise self.wrong(path, f"outside {_limits(entry)}", "check the value and its unit")
        return Range(max(low, ends[0]), min(high, ends[1]))

    def _category(self, entry: FactEntry, path: str, written: Any) -> Value:
        if isinstance(written, list):
            options = frozenset(str(self._category(entry, path, item)) for item in written)
            if not options:
                return None
            return Possible(options) if len(options) > 1 else next(iter(options))
        text = (
            str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
        )
        if text not in entry.values:
            near = get_close_matches(text.lower(), [v.lower() for v in entry.values], 1, 0.5)
            close = next((v for v in entry.values if near and v.lower() == near[0]), None)
            hint = f"did you mean '{close}'? " if close else ""
            raise self.wrong(
                path, "not a value of this key", f"{hint}write one of {', '.join(entry.values)}"
            )
        return text

    def _gene(self, entry: FactEntry, path: str, written: Any) -> tuple[Value, str | None]:
        """Read a tumour gene: a word, a protein change, or a fusion."""
        if isinstance(written, str) and written in entry.values:
            return written, None
        text = written.strip() if isinstance(written, str) else ""
        positive = tuple(value for value in entry.values if value not in ("not_detected", "intact"))
        if text == "detected":
            return (positive[0] if len(positive) == 1 else Possible(frozenset(positive))), None
        if "fusion" in text.lower() and "fusion" in entry.values:
            return "fusion", text
        if "v600e" in positive and re.search(r"v(al)?600(e|glu)\b", text, re.IGNORECASE):
            return "v600e", text
        if _CHANGE.search(text):
            return _first_of(positive, ("other", "mutated", "altered")), text
        raise self.wrong(
            path,
            "not a result of this gene",
            "write not_detected, detected, or a change such as H1047R",
        )

    def _state_list(self, path: str, items: Mapping[str, str], written: Any) -> None:
        if written is None or written in _UNSTATED:
            return
        written = _listed(written)
        if written is None:
            raise self.wrong(
                path, "not a list", f"write a list such as [{', '.join(list(items)[:2])}]"
            )
        if "none" in written and len(set(written)) > 1:
            raise self.wrong(path, "none beside others", "keep none or the others")
        named = {self._item(path, items, item) for item in written if item != "none"}
        for item, fact in items.items():
            self.stated[fact] = Stated(item in named, f"{path}")

    def _item(self, path: str, items: Mapping[str, str], item: str) -> str | None:
        known = (
            item if item in items else self.lexicon.drugs.get(item.lower(), item).replace("-", "_")
        )
        if known in items:
            return known
        if path.endswith("hypersensitivity"):
            self.unchecked.append(item)
            return None
        near = get_close_matches(item, list(items), 1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise self.wrong(path, "an item that is not known", f"{hint}write of {', '.join(items)}")

    def _brain(self, document: Mapping[str, Any]) -> None:
        """Spread to the brain is stated twice in a case file: in the sites and as `brain_mets`."""
        mets, site = self.stated.get("brain_mets"), self.stated.get("site_brain")
        if mets is None:
            return
        if mets.value == "none" and site is not None and site.value is True:
            self.conflicts.append(
                ("brain_mets", "the sites name the brain, and brain_mets says none")
            )
            del self.stated["brain_mets"]
        elif mets.value != "none" and (site is None or site.value is False):
            self.stated["site_brain"] = Stated(True, "brain_mets")

    # -------------------------------------------------------------------------- everything else

    def _medicines(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        written = document.get("medicines")
        if written is None:
            return ()
        written = _listed(written)
        if written is None:
            raise self.wrong(
                "medicines", "not a list of names", "write a list such as [omeprazole]"
            )
        does: set[str] = set()
        for name in written:
            known = self.lexicon.medicines.get(name.lower())
            if known is None and name.lower() not in self.lexicon.drugs:
                self.unchecked.append(name)
            does |= set(known or ())
        for item, fact in self.vocabulary.lists["medicines"].items():
            self.stated[fact] = Stated(item in does, "medicines")
        return tuple(written)

    def _since(self, document: Mapping[str, Any]) -> Ago | None:
        ago, date = document.get("metastatic_since_months_ago"), document.get("metastatic_since")
        if ago is not None and date is not None:
            keep = "keep metastatic_since or metastatic_since_months_ago"
            raise self.wrong("metastatic_since", "given twice", keep)
        if ago is not None:
            return self.months(ago, "metastatic_since_months_ago")
        since = self.moment(date, "metastatic_since")
        if since is not None and since.most < 0:
            self.set_aside.append("metastatic_since")
            return None
        return since

    def moment(self, written: Any, path: str) -> Ago | None:
        """Read a date as months before `on`; None where nothing is written."""
        if written is None:
            return None
        try:
            return months_ago(str(written), self.on)
        except ValueError as error:
            raise self.wrong(path, str(error), "write a date such as 2026-03") from None

    def months(self, written: Any, path: str) -> Ago:
        """Read a number of months before `on`, or a range of such numbers."""
        try:
            value = number(written)
        except ValueError:
            value = -1
        low, high = (value.low, value.high) if isinstance(value, Range) else (value, value)
        fewest, most = float(low), float(high)  # type: ignore[arg-type]  # numbers, never dates
        ends = (0.0 if fewest == float("-inf") else fewest, min(most, float(_MOST_MONTHS)))
        if not 0 <= ends[0] <= ends[1] or _MOST_MONTHS < most < float("inf"):
            raise self.wrong(
                path, "not a number of months from 0 to 1200", "write months, such as 14"
            )
        return Ago(*ends)

    def _therapies(self, document: Mapping[str, Any]) -> tuple[Therapy, ...]:
        return read_therapies(self, document.get("prior_therapies"))

    def _history(self, document: Mapping[str, Any]) -> Any:
        said = document.get("history_complete")
        if said is not None and not isinstance(said, bool):
            raise self.wrong("history_complete", "not true or false", "write true or false")
        if said is None:
            return "complete" if document.get("prior_therapies") is not None else "unknown"
        return "complete" if said else "incomplete"

    def _samples(self, document: Mapping[str, Any]) -> tuple[Sample, ...]:
        written = document.get("specimens")
        if written is None:
            return ()
        if not isinstance(written, list):
            raise self.wrong("specimens", "not a list", "write a list of samples")
        return tuple(
            s for i, item in enumerate(written) if (s := self._sample(item, f"specimens[{i}]"))
        )

    def _sample(self, written: Any, path: str) -> Sample | None:
        if not isinstance(written, dict):
            raise self.wrong(
                path, "not a sample", "write {date: 2024-03, site: primary, er_percent: 80}"
            )
        paths = {p: f for p, f in self.vocabulary.paths.items() if f in self.vocabulary.receptors}
        paths["ki67_percent"] = "ki67_percent"
        self._keys(written, path, dict.fromkeys((*paths, "date", "site", "id")))
        date = self.moment(written.get("date"), f"{path}.date")
        if date is not None and date.most < 0:
            self.set_aside.append(path)
            return None
        stated = {
            fact: Stated(*self.value(fact, f"{path}.{key}", written[key])[:1], f"{path}.{key}")
            for key, fact in paths.items()
            if written.get(key) is not None and written[key] not in _UNSTATED
        }
        for key in ("site", "id"):
            self._as("text", written.get(key), f"{path}.{key}")
        site = str(written.get("site") or "unknown site")
        label = ", ".join(str(x) for x in (site, written.get("date")) if x)
        return Sample(
            label=label,
            date=date,
            metastatic=site not in ("primary", "breast", "unknown site"),
            stated=stated,
        )

    def _local(self, document: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
        written = document.get("local_treatments")
        if written is None:
            return ()
        if not isinstance(written, list) or not all(isinstance(item, dict) for item in written):
            raise self.wrong(
                "local_treatments",
                "not a list of treatments",
                "write {kind: radiotherapy, site: bone}",
            )
        for i, item in enumerate(written):
            path = f"local_treatments[{i}]"
            self._keys(item, path, dict.fromkeys(_LOCAL))
            for key, kind in _LOCAL.items():
                self._as(kind, item.get(key), f"{path}.{key}")
            self._local_dates(item, path)
        return tuple(written)

    def _local_dates(self, item: Mapping[str, Any], path: str) -> None:
        start = self.moment(item.get("started"), f"{path}.started")
        end = self.moment(item.get("ended"), f"{path}.ended")
        if start is not None and end is not None and end.fewest > start.most:
            raise self.wrong(path, "it ends before it starts", "check started and ended")
        if any(moment is not None and moment.most < 0 for moment in (start, end)):
            self.set_aside.append(path)

    def _goals(self, document: Mapping[str, Any]) -> dict[str, Any]:
        written = document.get("goals")
        if written is None:
            return {}
        if not isinstance(written, dict):
            raise self.wrong(
                "goals", "this key holds further keys", "write goals: and the keys below it"
            )
        self._keys(written, "goals", dict.fromkeys(_GOALS))
        for key, kind in _GOALS.items():
            self._as(kind, written.get(key), f"goals.{key}")
        return written

    def _as(self, kind: str, written: Any, path: str) -> None:
        """Refuse what is not of its kind, among the keys that no rule reads."""
        if written is None or kind == "date":
            return
        if kind == "text" and not isinstance(written, str):
            raise self.wrong(path, "not a text", "put the text in quotes")
        if kind == "words" and _listed(written) is None:
            raise self.wrong(path, "not a list", "write a list such as [feel_well]")
        if kind == "number" and (
            isinstance(written, bool) or not isinstance(written, int | float) or written < 0
        ):
            raise self.wrong(path, "not a number of 0 or more", "write a number")

    def _text(self, document: Mapping[str, Any], key: str) -> str | None:
        written = document.get(key)
        self._as("text", written, key)
        return None if written is None else str(written)


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _listed(written: Any) -> list[str] | None:
    """Return a list of texts; one text alone is a list of one; None for anything else."""
    items = [written] if isinstance(written, str) else written
    good = isinstance(items, list) and all(isinstance(item, str) for item in items)
    return items if good else None


def _first_of(values: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    return next(word for word in wanted if word in values)


def _in_unit(entry: FactEntry) -> str:
    unit = re.sub(r"[{}]", "", entry.unit or "")
    return f" in {_UNITS.get(unit, unit)}" if unit else ""


def _limits(entry: FactEntry) -> str:
    return (
        f"{entry.min:g} to {entry.max:g}{_in_unit(entry)}"
        if entry.max is not None
        else f"{entry.min:g} or more"
    )
