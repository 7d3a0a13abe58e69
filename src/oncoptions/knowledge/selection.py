"""Which options of a class, subtype or status there are, on a day in a region, without any person.

A subtype is asked as a person of whom only the receptors are known: a support admits it unless its
condition is false then.
"""

from collections.abc import Mapping
from functools import lru_cache

from oncoptions.criteria import Value
from oncoptions.facts.case import Case
from oncoptions.knowledge.base import KnowledgeBase, Supports, View
from oncoptions.knowledge.models import Drug, Regimen, Support

__all__ = ["STATUSES", "SUBTYPES", "admitting", "drug_status", "is_of_class", "regimen_status"]

SUBTYPES: dict[str, dict[str, Value]] = {
    "hr-positive": {"hr_status": "positive", "her2_status": "negative"},
    "her2-positive": {"her2_status": "positive"},
    "triple-negative": {"er": "negative", "pr": "negative", "her2_status": "negative"},
}
"""The facts that are known of a person of each subtype."""
STATUSES = (
    "approved",
    "off_label",
    "under_review",
    "withdrawn",
    "refused",
    "not_yet",
    "other_region",
    "not_marketed",
    "no_support",
)
"""The words of an answer's `availability`, `refused`, and `no_support`: nobody speaks for it."""


def admitting(base: KnowledgeBase, supports: Supports, subtype: str) -> Supports:
    """Return those supports that may speak of somebody of a subtype."""
    known = _receptors(base, subtype)
    return Supports(*(tuple(s for s in group if _may(base, s, known)) for group in supports))


def _may(base: KnowledgeBase, support: Support, known: Mapping[str, Value]) -> bool:
    texts = [text for text in (support.when, support.line) if text is not None]
    return all(base.reader(text)(known) is not False for text in texts)


@lru_cache(maxsize=8)
def _receptors(base: KnowledgeBase, subtype: str) -> Mapping[str, Value]:
    """All facts of a person of whom only the subtype is known, with what follows from it."""
    nothing: dict[str, Value] = dict.fromkeys(base.vocabulary.facts)
    return base.resolver.learn(nothing, Case(stated={}), SUBTYPES[subtype])


def is_of_class(base: KnowledgeBase, entry: Regimen | Drug, name: str) -> bool:
    """Whether a drug is of a class, near or wide, or a regimen may hold such a drug."""
    classes = base.lexicon.classes
    if isinstance(entry, Drug):
        return name in classes[entry.id]
    members = (member for part in entry.components for member in part.one_of)
    return any(name in classes.get(member, ()) for member in members)


def drug_status(view: View, drug: Drug) -> str:
    """Return whether a drug could be had then and there: `approved`, or why not."""
    market = view.market[drug.id]
    return "approved" if market.on_sale else market.state


def regimen_status(view: View, regimen: Regimen, supports: Supports) -> str:
    """Return the status of a regimen as such, by these supports of it."""
    if missing := _not_to_be_had(view, regimen):
        return "under_review" if supports.review else missing
    if supports.approvals:
        return "approved"
    if supports.ended:
        return "refused" if supports.ended[-1].kind == "refusal" else "withdrawn"
    if supports.guidelines:
        return "off_label" if _drugs(view, regimen) else "approved"
    return _not_here(supports)


def _not_here(supports: Supports) -> str:
    """The status of a regimen that nobody speaks for here and now."""
    if supports.review:
        return "under_review"
    if supports.later:
        return "not_yet"
    return "other_region" if supports.elsewhere else "no_support"


def _not_to_be_had(view: View, regimen: Regimen) -> str | None:
    """Return why a drug that everybody needs in it cannot be had; None if all can."""
    for part in regimen.components:
        markets = [view.market[member] for member in part.one_of if member in view.market]
        is_needed = part.when is None and len(markets) == len(part.one_of)
        if is_needed and not any(market.on_sale for market in markets):
            return str(markets[0].state)
    return None


def _drugs(view: View, regimen: Regimen) -> bool:
    """Whether it holds a drug at all: nothing else needs an approval."""
    return any(member in view.market for part in regimen.components for member in part.one_of)
