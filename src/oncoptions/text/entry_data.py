"""An entry whole, as data: every figure with its study, arm, unit, date and source.

A figure taken out of its file still says what it is: the rows of a study's results and side effects
carry the study's id, the names of the arms, the day they became public and their addresses. A
regimen carries the rows of its studies. `references` gives every source named anywhere in it.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import Regimen, Study

__all__ = ["entry_data"]


def entry_data(knowledge: KnowledgeBase, kind: str, entry: Struct) -> dict[str, Any]:
    """Return an entry whole, with what its ids stand for."""
    data: dict[str, Any] = {"entry": kind, "kind": getattr(entry, "kind", kind)}
    data |= msgspec.to_builtins(entry)
    if studies := _studies(knowledge, entry):
        data["results"] = [row for study in studies for row in _results(knowledge, study)]
        data["adverse_events"] = [row for study in studies for row in _events(knowledge, study)]
    data["references"] = {
        name: msgspec.to_builtins(knowledge.sources[name])
        for name in dict.fromkeys(_sources(data))
        if name in knowledge.sources
    }
    return data


def _studies(knowledge: KnowledgeBase, entry: Struct) -> list[Study]:
    if isinstance(entry, Study):
        return [entry]
    return [knowledge.studies[s] for s in entry.studies] if isinstance(entry, Regimen) else []


def _results(knowledge: KnowledgeBase, study: Study) -> Iterator[dict[str, Any]]:
    for result in study.results:
        row = _figure(knowledge, study, msgspec.to_builtins(result))
        yield {
            **row,
            "value": result.value,
            "interval": result.ci95,
            "unit": result.unit,
            "date": str(result.public),
        }


def _events(knowledge: KnowledgeBase, study: Study) -> Iterator[dict[str, Any]]:
    """Side effects have no day of their own: it is that of the first source they were read in."""
    for event in study.adverse_events:
        row = _figure(knowledge, study, msgspec.to_builtins(event))
        dates = [str(knowledge.sources[source].date) for source in event.sources]
        yield {
            **row,
            "endpoint": event.event,
            "value": event.any_grade,
            "interval": None,
            "unit": "percent",
            "date": next(iter(dates), None),
        }


def _figure(knowledge: KnowledgeBase, study: Study, row: dict[str, Any]) -> dict[str, Any]:
    """Add what a figure takes from its study, and the addresses of its sources."""
    names = {arm.id: arm.name for arm in study.arms}
    addresses = knowledge.addresses(tuple(row.get("sources", ())))
    return {
        "study": study.id,
        **row,
        "arm_name": names.get(row["arm"]),
        "comparator_name": names.get(row.get("comparator", "")),
        "source": next(iter(addresses), None),
        "addresses": list(addresses),
    }


def _sources(data: Any) -> Iterator[str]:
    """Yield the ids of all sources named anywhere inside."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "sources":
                yield from value
            elif key == "source" and isinstance(value, str):
                yield value
            else:
                yield from _sources(value)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _sources(item)
