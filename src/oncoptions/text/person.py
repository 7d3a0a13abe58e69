"""Two or three lines that say whom an answer is about."""

from collections.abc import Mapping
from typing import Any

from oncoptions.assessment.answer import Answer
from oncoptions.facts.vocabulary import Vocabulary
from oncoptions.text.layout import joined, wrapped

__all__ = ["about", "value_words"]


_GENES = ("pik3ca", "akt1", "pten", "esr1", "erbb2", "ntrk1", "ntrk2", "ntrk3", "ret", "braf")
_CHANGED = ("mutated", "altered", "fusion", "v600e", "other")


def about(answer: Answer, vocabulary: Vocabulary) -> list[str]:
    """Return what is known of the person, in the order in which a doctor would say it."""
    values = {row.name: row.value for row in answer.facts if row.state != "assumed"}
    parts = [_person(values), _cancer(values), _spread(values), _genes(values), _fitness(values)]
    lines = wrapped("; ".join(part for part in parts if part), hanging="  ")
    return [*lines, *wrapped(_history(values), hanging="  ")]


def value_words(value: Any) -> str:
    """Return a value as people read it: ranges and choices in words.

    >>> value_words({"min": 90.1}), value_words(["low", "positive"]), value_words(None)
    ('above 90', 'low or positive', 'not known')
    """
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case dict():
            return _range_words(value)
        case list():
            return joined((str(item) for item in value), "or")
        case float():
            return f"{value:g}"
        case _:
            return str(value).replace("_", " ")


def _range_words(ends: Mapping[str, float]) -> str:
    low, high = ends.get("min"), ends.get("max")
    if low is not None and high is not None:
        return f"{low:.3g} to {high:.3g}"
    return f"above {low:.2g}" if low is not None else f"below {high:.2g}"


def _person(values: Mapping[str, Any]) -> str:
    who = {"female": "Woman", "male": "Man"}.get(values.get("sex", ""), "Person")
    age = values.get("age")
    menopause = values.get("menopausal_status") if who == "Woman" else None
    parts = [who, f"{age:g}" if isinstance(age, int | float) else "", str(menopause or "")]
    return ", ".join(part for part in parts if part)


def _cancer(values: Mapping[str, Any]) -> str:
    hormone = values.get("hr_status")
    parts = [f"HR-{hormone}" if isinstance(hormone, str) else "hormone receptors not known"]
    her2 = values.get("her2_status")
    expression = values.get("her2_expression")
    word = f"HER2-{her2}" if isinstance(her2, str) else "HER2 not known"
    if her2 == "negative":
        word += f" ({value_words(expression)})" if expression else " (score not known)"
    return ", ".join([*parts, word])


def _spread(values: Mapping[str, Any]) -> str:
    sites = [
        name.removeprefix("site_").replace("_", " ") for name in values if _is_site(name, values)
    ]
    brain = values.get("brain_mets")
    if brain in ("stable", "active") and "brain" in sites:
        sites[sites.index("brain")] = f"brain ({brain})"
    return f"spread to {joined(sites)}" if sites else ""


def _is_site(name: str, values: Mapping[str, Any]) -> bool:
    return name.startswith("site_") and values[name] is True


def _genes(values: Mapping[str, Any]) -> str:
    inherited = [
        f"germline {gene.upper()}"
        for gene in ("brca1", "brca2", "palb2")
        if values.get(f"germline_{gene}") == "pathogenic"
    ]
    found = [f"{g.upper()} {values[g]}" for g in _GENES if values.get(g) in _CHANGED]
    cps = values.get("pdl1_cps")
    pdl1 = [f"PD-L1 CPS {cps:g}"] if isinstance(cps, int | float) else []
    return ", ".join([*inherited, *found, *pdl1])


def _fitness(values: Mapping[str, Any]) -> str:
    ecog = values.get("ecog")
    return f"ECOG {ecog:g}" if isinstance(ecog, int | float) else ""


def _history(values: Mapping[str, Any]) -> str:
    lines = values.get("lines_metastatic")
    if lines is None:
        return "Earlier treatment: not known"
    count = value_words(lines)
    if isinstance(lines, dict):
        count = f"at least {lines['min']:g}"
    resistance = values.get("endocrine_resistance")
    more = f"; endocrine resistance: {resistance}" if resistance in ("primary", "secondary") else ""
    plural = "line" if count == "1" else "lines"
    return f"Earlier treatment: {count} {plural} for metastatic disease{more}"
