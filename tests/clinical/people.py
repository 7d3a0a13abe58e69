"""Small invented people, one for each situation that the tests speak of.

All are as complete as the situation needs, and no more: what is left out is unknown.
"""

from typing import Any

__all__ = [
    "AFTER_CDK46",
    "BRCA",
    "HER2_FIRST",
    "HER2_LOW",
    "HER2_SECOND",
    "HER2_THIRD",
    "HR_FIRST",
    "MAN",
    "PREMENOPAUSAL",
    "TRIPLE_NEGATIVE",
    "adjuvant",
    "line",
    "person",
]


def person(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a person with some keys changed."""
    return {**base, **changes}


def line(*drugs: str, began: int, ended: int, why: str = "progression") -> dict[str, Any]:
    """Return one line of metastatic treatment, in months before the day asked about."""
    return {
        "drugs": list(drugs),
        "setting": "metastatic",
        "started_months_ago": began,
        "ended_months_ago": ended,
        "reason_stopped": why,
    }


def adjuvant(*drugs: str, began: int, ended: int, why: str = "completed") -> dict[str, Any]:
    """Return one course around surgery."""
    return {**line(*drugs, began=began, ended=ended, why=why), "setting": "adjuvant"}


_WOMAN = {"sex": "female", "age": 61, "menopausal_status": "postmenopausal", "ecog": 1}
_HR = {"er_percent": 90, "pr_percent": 30, "her2_ihc": "0", "her2_membrane_staining": False}
_TN = {"er_percent": 0, "pr_percent": 0, "her2_ihc": "0", "her2_membrane_staining": False}
_HER2 = {"er_percent": 0, "pr_percent": 0, "her2_ihc": "3+"}
_NEW = {"metastatic_since_months_ago": 0, "metastatic_sites": ["bone", "liver"]}

HR_FIRST = {**_WOMAN, **_HR, **_NEW, "disease_setting": "de_novo", "prior_therapies": []}
PREMENOPAUSAL = person(HR_FIRST, age=41, menopausal_status="premenopausal", pregnancy_weeks=0)
MAN = {k: v for k, v in person(HR_FIRST, sex="male").items() if k != "menopausal_status"}
AFTER_CDK46 = person(
    HR_FIRST,
    metastatic_since_months_ago=24,
    prior_therapies=[line("letrozole", "palbociclib", began=24, ended=1)],
)
HER2_LOW = person(
    AFTER_CDK46,
    her2_ihc="1+",
    prior_therapies=[
        line("letrozole", "palbociclib", began=36, ended=12),
        line("capecitabine", began=12, ended=1),
    ],
    metastatic_since_months_ago=36,
)
HER2_FIRST = {**_WOMAN, **_HER2, **_NEW, "disease_setting": "de_novo", "prior_therapies": []}
HER2_SECOND = person(
    HER2_FIRST,
    metastatic_since_months_ago=20,
    prior_therapies=[line("docetaxel", "trastuzumab", "pertuzumab", began=20, ended=1)],
)
HER2_THIRD = person(
    HER2_FIRST,
    metastatic_since_months_ago=30,
    prior_therapies=[
        line("docetaxel", "trastuzumab", "pertuzumab", began=30, ended=15),
        line("trastuzumab emtansine", began=14, ended=1),
    ],
)
TRIPLE_NEGATIVE = {**_WOMAN, **_TN, **_NEW, "disease_setting": "de_novo", "prior_therapies": []}
BRCA = person(
    TRIPLE_NEGATIVE,
    germline={"brca1": "pathogenic", "brca2": "negative"},
    metastatic_since_months_ago=12,
    prior_therapies=[line("capecitabine", began=12, ended=1)],
)
