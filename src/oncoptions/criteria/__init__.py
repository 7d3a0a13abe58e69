"""The criteria language: SQL boolean expressions over facts, with unknowns.

A criterion says for whom something holds. The language in ten lines:

    pregnant                                   a yes-or-no fact stands bare
    er = 'positive'                            = <> < <= > >= with a text, number or date
    lvef_percent >= 50
    her2_ihc in ('1+', '2+')                   in, not in
    age between 18 and 65                      between, not between; both ends included
    er = 'positive' and not pregnant           and, or, not; "not" binds tightest, "or" loosest
    (brca1 = 'pathogenic' or brca2 = 'pathogenic') and ecog <= 1
    metastatic_since >= '2024-01-31'           a date is a text: year-month-day
    condition_name = 'Crohn''s disease'        an apostrophe is written twice
    an unknown fact makes its comparison unknown; learning it never flips an answer

``parse`` or ``read`` make a tree of a text; ``truth``, ``trace`` and their compiled
twins answer it for one person; ``check`` and ``gaps`` help those who write it.

>>> node = parse("er = 'positive' and age >= 18")
>>> truth(node, {"er": "negative"})
False
>>> deciding(trace(node, {"er": "positive"}))
('age',)
"""

from oncoptions.criteria.check import FactType, check, read
from oncoptions.criteria.distance import Measure, compile_distance
from oncoptions.criteria.errors import CriterionError, Fault, Place
from oncoptions.criteria.evaluate import Reader, compile_truth, truth
from oncoptions.criteria.explain import (
    Change,
    Trace,
    Tracer,
    compile_trace,
    deciding,
    reasons,
    smallest_change,
    trace,
)
from oncoptions.criteria.gaps import Gap, Gaps, gaps
from oncoptions.criteria.grammar import Parsed, parse, parse_with_places
from oncoptions.criteria.nodes import (
    Among,
    And,
    Between,
    Compare,
    Constant,
    Flag,
    Leaf,
    Node,
    Not,
    Operator,
    Or,
    constants_of,
    facts_of,
    leaves,
    parts_of,
    to_text,
)
from oncoptions.criteria.truth import Truth, both, either, opposite
from oncoptions.criteria.values import Plain, Possible, Range, Value, kind_of, representatives

__all__ = [
    "Among",
    "And",
    "Between",
    "Change",
    "Compare",
    "Constant",
    "CriterionError",
    "FactType",
    "Fault",
    "Flag",
    "Gap",
    "Gaps",
    "Leaf",
    "Measure",
    "Node",
    "Not",
    "Operator",
    "Or",
    "Parsed",
    "Place",
    "Plain",
    "Possible",
    "Range",
    "Reader",
    "Trace",
    "Tracer",
    "Truth",
    "Value",
    "both",
    "check",
    "compile_distance",
    "compile_trace",
    "compile_truth",
    "constants_of",
    "deciding",
    "either",
    "facts_of",
    "gaps",
    "kind_of",
    "leaves",
    "opposite",
    "parse",
    "parse_with_places",
    "parts_of",
    "read",
    "reasons",
    "representatives",
    "smallest_change",
    "to_text",
    "trace",
    "truth",
]
