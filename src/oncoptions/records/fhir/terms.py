"""What codes mean that belong to records, not to one fact: answers, intents, cancers, reasons.

Codes of facts stand in `knowledge/facts.yaml`. The lists follow the value sets of mCODE STU4,
FHIR R4 and LOINC's answer lists.
"""

__all__ = [
    "ANSWERS",
    "BREAST",
    "BREAST_IN_SITU",
    "BREAST_SITES",
    "DEFAULT_CURATIVE",
    "INTENTS",
    "LOCAL",
    "METASTATIC",
    "MIXED_USE",
    "M_CATEGORY",
    "OTHER_CANCERS",
    "REASONS",
    "REGIONAL",
    "SIGNIFICANCE",
    "SITE_OF_METASTASIS",
    "SOURCES",
    "STAGES",
    "VARIANT_KINDS",
    "WORDS",
]


def _codes(system: str, text: str) -> frozenset[str]:
    return frozenset(f"{system}:{code}" for code in text.split())


ANSWERS = {
    "snomed:10828004": "positive",
    "snomed:260385009": "negative",
    "snomed:52101004": "present",
    "snomed:2667000": "absent",
    "snomed:260373001": "detected",
    "snomed:260415000": "not_detected",
    "loinc:LA6576-8": "positive",
    "loinc:LA6577-6": "negative",
    "loinc:LA9633-4": "present",
    "loinc:LA9634-2": "absent",
    "loinc:LA11882-0": "detected",
    "loinc:LA11883-8": "not_detected",
    "flag:POS": "positive",
    "flag:NEG": "negative",
    "flag:DET": "detected",
    "flag:ND": "not_detected",
}
"""Answers that mean the same for every test."""

WORDS = {
    "positive": "positive",
    "pos": "positive",
    "positive (qualifier value)": "positive",
    "negative": "negative",
    "neg": "negative",
    "negative (qualifier value)": "negative",
    "present": "present",
    "absent": "absent",
    "detected": "detected",
    "not detected": "not_detected",
    "amplified": "positive",
    "not amplified": "negative",
}
"""The same in words; read only where there is no code."""

STAGES = {
    **dict.fromkeys(_codes("snomed", "261613009 261644000 261645004"), "0"),
    **dict.fromkeys(
        _codes(
            "snomed",
            "258215001 261632003 261633008 261634002 261635001 261636000 261641008 313112008"
            " 313114009 313143001 13104003",
        ),
        "I",
    ),
    **dict.fromkeys(
        _codes(
            "snomed",
            "258219007 261614003 261615002 261637009 60333009 52774001 17816005 1222769001",
        ),
        "II",
    ),
    **dict.fromkeys(
        _codes(
            "snomed",
            "258224005 261638004 261639007 261640009 50283003 73082003 64062008 48105005"
            " 1222806003",
        ),
        "III",
    ),
    **dict.fromkeys(
        _codes(
            "snomed",
            "258228008 261616001 261642001 261643006 313046007 2640006 71725004 1523005 33177002"
            " 52865009",
        ),
        "IV",
    ),
}
"""Stage groups in SNOMED; AJCC groups are read from their text (`4`, `c4`, `IIIC`)."""

M_CATEGORY = _codes("loinc", "21907-1 21901-4 21913-9") | _codes(
    "snomed", "277208005 399387003 371497001"
)
METASTATIC = {
    "snomed:55440008": "M1",
    "snomed:30893008": "M0",
    "snomed:1229901006": "M0",
    "snomed:399409002": "M1",
}
SITE_OF_METASTASIS = "loinc:44667-4"

BREAST = _codes(
    "snomed",
    "372137005 254837009 254838004 254839007 254840009 254843006 278054005 286893002 286894008"
    " 286895009 286896005 286897001 314955001 372064008 372092003 372094002 372095001 372096000"
    " 373080008 373081007 373082000 373083005 373088001 373089009 373090000 373091001 403458008"
    " 408643008 417181009 427685000 431396003 444604002 444712000 447782002 448952004 706970001"
    " 708921005 713609000 722524005 722832009 763479005 865954003 93796005 93874009 93876006"
    " 93884005 93924008 93925009 94115006 94117003 93776002 93777006 109886000 109887009 188147009"
    " 188151006 188152004 188153009 188154003 188155002 188156001 188157005 188159008 188163001"
    " 188168005 45221000119105 96291000119106 353421000119109 353431000119107 353441000119103"
    " 353501000119104 353511000119101 353521000119108 354491000119109 354591000119108"
    " 1080091000119100 1080111000119108 1080121000119101 1080131000119103 1080151000119109"
    " 1080161000119106 1080171000119100 1080191000119104 1080201000119101 1080211000119103"
    " 1080231000119108 1080241000119104 1080261000119100 1080341000119105 1081551000119106"
    " 1081561000119108 1082701000112100 15635801000119106 315004001",
)
"""Invasive breast cancer; in ICD-10 it is C50."""

BREAST_IN_SITU = _codes(
    "snomed",
    "109888004 109889007 189336000 92593006 92652009 721594000 721595004 721596003 722523004"
    " 737169005 762260000 826978004 353591000119105 353631000119105 354341000119108"
    " 354471000119108",
)
BREAST_SITES = _codes("snomed", "76752008 80248007 73056007")
OTHER_CANCERS = _codes(
    "snomed", "399068003 93974005 363406005 363358000 93880001 254637007 363443007 372130007"
)
"""Frequent cancers of other organs; any C00-C97 of ICD-10 but C50 and C77-C79 is one too."""

REGIONAL = _codes(
    "snomed",
    "94181007 94268006 94285008 94338000 94344001 94392001 94396003 94398002 94463004 94477001"
    " 94528006 94614009 269616004 303194003 303201005 359780007 1671000119100 1681000119102"
    " 16260631000119101 59441001",
) | {"icd10:C77.0", "icd10:C77.1", "icd10:C77.3", "icd10:C77.8", "icd10:C77.9"}
"""Lymph nodes that are regional, or of a place that does not tell."""

LOCAL = _codes(
    "snomed",
    "94180008 94253005 94297009 94176003 94177007 94182000 94276008 94277004 94244003 94544002"
    " 94547009 285634003",
) | {"icd10:C79.81"}
"""Spread within the breast, its skin and the chest wall."""

INTENTS = {
    "snomed:373808002": "curative",
    "snomed:363676003": "palliative",
    "snomed:373846009": "adjuvant",
    "snomed:373847000": "neoadjuvant",
    "snomed:399707004": "supportive",
}
DEFAULT_CURATIVE = "adjuvant"
"""Curative intent says before or after surgery; the two count the same."""

REASONS = {
    "snomed:182992009": "completed",
    "snomed:277022003": "progression",
    "snomed:271299001": "progression",
    "snomed:407563006": "toxicity",
    "snomed:281647001": "toxicity",
    "snomed:105480006": "choice",
}
"""Why a treatment ended. "No response" and the like are not clear enough to be one of these."""

SOURCES = {
    "loinc:LA6683-2": "germline",
    "loinc:LA18194-3": "germline",
    "loinc:LA6684-0": "somatic",
    "loinc:LA18195-0": "somatic",
}
SIGNIFICANCE = {
    "loinc:LA6668-3": "pathogenic",
    "loinc:LA26332-9": "pathogenic",
    "loinc:LA26333-7": "vus",
    "loinc:LA26334-5": "negative",
    "loinc:LA6675-8": "negative",
}
VARIANT_KINDS = {
    "so:SO:0001565": "fusion",
    "so:SO:0000806": "fusion",
    "so:SO:1000044": "fusion",
    "so:SO:0002062": "fusion",
    "so:SO:0001742": "copies",
    "so:SO:0001743": "copies",
    "so:SO:0001019": "copies",
    "so:SO:0001483": "change",
    "so:SO:0000159": "change",
    "so:SO:0000667": "change",
    "so:SO:1000002": "change",
    "so:SO:1000032": "change",
    "snomed:471281007": "change",
}

MIXED_USE = frozenset({"estradiol", "methotrexate", "medroxyprogesterone"})
"""Drugs so often given for something else that only a stated cancer treatment counts."""
