"""A few lines that say whom an answer is about."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from oncoptions.assessment.answer import Answer
from oncoptions.assessment.assess import plain_value
from oncoptions.facts.case import Case, Therapy
from oncoptions.facts.vocabulary import Lexicon, Vocabulary
from oncoptions.text.layout import joined, wrapped

__all__ = ["about", "value_words"]

_LIMITING = ("fitness", "conditions", "problems", "medicines")
_ABSENT = (False, None, 0, "none", "normal")
_UNITS = {"": "", "%": "%", "xULN": " x ULN", "10*9/L": ""}
_TOLD = ("ecog", "brain_lesions", "brain_largest_cm")
_GENES = ("pik3ca", "akt1", "pten", "esr1", "erbb2", "ntrk1", "ntrk2", "ntrk3", "ret", "braf")
_CHANGED = ("mutated", "altered", "fusion", "v600e", "other")


def about(answer: Answer, case: Case, vocabulary: Vocabulary, lexicon: Lexicon) -> list[str]:
    """Return what is known of the person, in the order in which a doctor would say it."""
    values = {row.name: row.value for row in answer.facts if row.state != "assumed"}
    parts = [_person(values), _cancer(values), _spread(values), _genes(values), _fitness(values)]
    lines = wrapped("; ".join(part for part in parts if part), hanging="  ")
    lines += wrapped(_history(case, values, lexicon), hanging="  ")
    if limits := _limits(case, vocabulary):
        lines += wrapped(f"To mind: {'; '.join(limits)}", hanging="  ")
    return lines


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
            return f"{value:.3g}"
        case _:
            return str(value).replace("_", " ")


def _range_words(ends: Mapping[str, float]) -> str:
    low, high = ends.get("min"), ends.get("max")
    if low is not None and high is not None:
        return f"{low:.3g} to {high:.3g}"
    return f"above {low:.2g}" if low is not None else f"below {high:.2g}"


def _limits(case: Case, vocabulary: Vocabulary) -> list[str]:
    """What somebody stated of the body, other illnesses and problems, unless it is absent."""
    said = []
    for name, stated in case.stated.items():
        group, value = vocabulary.facts[name].group, plain_value(stated.value)
        judged = group == "judgements" and value is False
        if judged or (group in _LIMITING and value not in _ABSENT and name not in _TOLD):
            said.append(_words(vocabulary, name, value))
    return said


def _words(vocabulary: Vocabulary, name: str, value: Any) -> str:
    """A fact in few words: its name without the unit, the value, the unit.

    A name ends with its unit written as letters, such as `creatinine_clearance_ml_min`.
    """
    unit = (vocabulary.facts[name].unit or "").strip("{}")
    ending = "_" + re.sub(r"[^a-z0-9]+", "_", unit.lower())
    words = name.removesuffix("_percent").removesuffix("_10e9_l").removesuffix(ending)
    words = words.replace("_", " ")
    return words if value is True else f"{words} {value_words(value)}{_UNITS.get(unit, f' {unit}')}"


def _person(values: Mapping[str, Any]) -> str:
    who = {"female": "Woman", "male": "Man"}.get(str(values.get("sex")), "Person")
    age = values.get("age")
    menopause = values.get("menopausal_status") if who == "Woman" else None
    weeks = values.get("pregnancy_weeks")
    pregnant = f"pregnant ({value_words(weeks)} weeks)" if values.get("pregnant") is True else ""
    parts = [
        who,
        f"{age:g}" if isinstance(age, int | float) else value_words(age) if age else "",
        value_words(menopause) if menopause else "",
        pregnant,
    ]
    return ", ".join(part for part in parts if part)


def _cancer(values: Mapping[str, Any]) -> str:
    hormone, her2 = values.get("hr_status"), values.get("her2_status")
    first = f"HR-{hormone}" if isinstance(hormone, str) else "hormone receptors not known"
    if not isinstance(her2, str):
        return f"{first}, HER2 not known"
    expression = values.get("her2_expression")
    known = isinstance(expression, str) or (expression and len(expression) < 3)
    score = f" ({value_words(expression) if known else 'score not known'})"
    return f"{first}, HER2-{her2}{score if her2 == 'negative' else ''}"


def _spread(values: Mapping[str, Any]) -> str:
    named = [name for name in values if name.startswith("site_") and values[name] is True]
    sites = [name.removeprefix("site_").replace("_", " ") for name in named]
    brain = values.get("brain_mets")
    if brain in ("stable", "active") and "brain" in sites:
        sites[sites.index("brain")] = f"brain ({brain})"
    crisis = " (visceral crisis)" if values.get("visceral_crisis") is True else ""
    return f"spread to {joined(sites)}{crisis}" if sites else ""


def _genes(values: Mapping[str, Any]) -> str:
    inherited = [
        f"germline {gene.upper()}"
        for gene in ("brca1", "brca2", "palb2")
        if values.get(f"germline_{gene}") == "pathogenic"
    ]
    found = [f"{g.upper()} {values[g]}" for g in _GENES if values.get(g) in _CHANGED]
    found += ["MSI-high or dMMR"] if values.get("msi_high_or_dmmr") is True else []
    found += [f"TMB {values['tmb']:g}"] if isinstance(values.get("tmb"), int | float) else []
    cps = values.get("pdl1_cps")
    pdl1 = [f"PD-L1 CPS {cps:g}"] if isinstance(cps, int | float) else []
    return ", ".join([*inherited, *found, *pdl1])


def _fitness(values: Mapping[str, Any]) -> str:
    ecog = values.get("ecog")
    return f"ECOG {ecog:g}" if isinstance(ecog, int | float) else ""


def _history(case: Case, values: Mapping[str, Any], lexicon: Lexicon) -> str:
    """Say the treatments so far in their order, with why each ended."""
    if not case.therapies:
        said = {"complete": "none", "incomplete": "none recorded", "unknown": "not known"}
        return f"Treatment so far: {said[case.history]}"
    therapies = "; ".join(_therapies(case.therapies, lexicon))
    resistance = values.get("endocrine_resistance")
    more = f". Endocrine resistance: {resistance}" if resistance in ("primary", "secondary") else ""
    return f"Treatment so far: {therapies}{more}"


def _therapies(therapies: tuple[Therapy, ...], lexicon: Lexicon) -> Iterator[str]:
    for therapy in therapies:
        names = " + ".join(
            [*(lexicon.names[drug] for drug in therapy.drugs), *therapy.unrecognised]
        )
        setting = f"{therapy.setting} " if therapy.setting not in (None, "metastatic") else ""
        end = "going on" if therapy.ongoing else therapy.reason or "end not known"
        yield f"{setting}{names} ({end})"
