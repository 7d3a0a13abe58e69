"""What the language refuses, where it points, and what it tells people to write."""

import pytest

from oncoptions.criteria import CriterionError, parse
from oncoptions.errors import KnowledgeError

# The text, the column of the fault, what is wrong, what to do.
REFUSED = {
    "is null": ("er is null", 4, 'found "is null": a criterion cannot ask whether', "leave it out"),
    "is not null": ("a and er IS NOT NULL", 10, 'found "IS NOT NULL"', "leave it out"),
    "is true": ("pregnant is true", 10, 'found "is"', "leave it out"),
    "null": ("er = null", 6, 'found "null": a criterion cannot ask whether', "leave it out"),
    "double equals": ("er == 'a'", 4, 'found "==", expected "="', 'write "="'),
    "not equals": ("er != 'a'", 4, 'found "!=", expected "<>"', 'write "<>"'),
    "at least": ("age => 18", 5, 'found "=>", expected ">="', 'write ">="'),
    "at most": ("age =< 18", 5, 'found "=<", expected "<="', 'write "<="'),
    "symbols": ("age ≥ 18", 5, 'found "≥", expected ">="', 'write ">="'),
    "unequal symbol": ("age ≠ 18", 5, 'found "≠", expected "<>"', 'write "<>"'),
    "at most symbol": ("age ≤ 18", 5, 'found "≤", expected "<="', 'write "<="'),
    "ampersands": ("a && b", 3, 'found "&&", expected a word', '"and"'),
    "double quotes": ('er = "low"', 6, "found a double quote", "write 'low'"),
    "curly quotes": ("er = \u2018low\u2019", 6, "straight single quotes", "'like this'"),
    "open quote": ("er = 'low and age > 3", 6, "a quote that is never closed", "close the text"),
    "missing comma": (
        "er in ('a' 'b')",
        12,
        'two values side by side, expected ","',
        "put a comma between",
    ),
    "missing comma, numbers": ("n in (1 2)", 9, "two values side by side", "put a comma between"),
    "stray comma": ("n in (1, 2,)", 12, 'found ")", expected a text', "docs/criteria.md"),
    "empty list": ("er in ()", 8, "found an empty list", "name the values"),
    "list without parentheses": ("er in 'a'", 7, 'found "\'a\'", expected "("', "docs/"),
    "unquoted": (
        "er = positive",
        6,
        'found the bare word "positive", expected a number or a text',
        "write 'positive' if it is a value",
    ),
    "unquoted, in capitals": ("msi = MSS", 7, 'the bare word "MSS"', "write 'MSS'"),
    "unquoted in a list": ("er in (low, 'b')", 8, 'the bare word "low"', "write 'low'"),
    "unquoted end": ("n between 1 and m", 17, 'the bare word "m"', "write 'm'"),
    "fact against fact": ("er = pr", 6, 'bare word "pr"', "cannot be compared with another fact"),
    "fact under fact": ("a < b", 5, "a fact cannot be compared with another fact", "derived fact"),
    "function": ("a and lower(er) = 'x'", 7, 'found "lower(": the language has no f', "the fact"),
    "coalesce": ("coalesce(a, b)", 1, 'found "coalesce(": the language has no functions', "itself"),
    "exists": ("not exists(a)", 5, 'found "exists(": the language has no functions', "itself"),
    "forgotten in": ("er ('a')", 1, 'found "er(": the language has no functions', 'needs "in"'),
    "sum": ("age + 1 > 18", 5, 'found "+": the language has no arithmetic', "worked out"),
    "difference": ("age -1 > 18", 5, 'found "-": the language has no arithmetic', "derived fact"),
    "product": ("age > 6 * 3", 9, 'found "*": the language has no arithmetic', "worked out"),
    "comment": ("a -- yes", 3, 'found "-": the language has no arithmetic', "worked out"),
    "case": ("case when a then b end", 1, 'found "case": the language has no cases', '"and", "or"'),
    "like": ("er like 'pos%'", 4, 'found "like": the language has no patterns', "list the values"),
    "equals true": ("a = true", 5, 'found "true": a yes-or-no fact stands bare', '"not fact"'),
    "bare false": ("a and false", 7, 'found "false": a yes-or-no fact stands bare', '"not fact"'),
    "date without quotes": ("d > 2024-01-31", 9, "found a date without quotes", "'2024-01-31'"),
    "unit": ("lvef < 50%", 10, 'found "%" after a number', "the unit belongs to the fact"),
    "unit in words": ("n < 12 months", 8, 'found "months" after a number', "the unit belongs"),
    "number without its zero": ("n < .5", 5, 'found ".5": a number begins with a', "write 0.5"),
    "exponent": ("n < 1e5", 5, 'found "1e5", expected a text in quotes, a number', "docs/"),
    "value first": ("18 < age", 1, "found the value 18, expected a fact", "fact = 18"),
    "capitals": ("ER = 'low'", 1, 'found "ER": the names of facts are written in small', "small"),
    "dots": ("patient.er = 'low'", 8, 'found ".": the name of a fact has no dots', "facts.yaml"),
    "empty": ("", 1, "found no criterion, expected a fact", "leave out the key"),
    "blank": ("   ", 1, "found no criterion, expected a fact", "leave out the key"),
    "open parenthesis": ("(a or b", 8, 'found the end, expected ")"', "complete it"),
    "closing parenthesis": ("a or b)", 7, 'found ")", expected', "docs/criteria.md"),
    "nothing after and": ("a and ", 6, "found the end, expected a fact", "complete it here"),
    "nothing to compare with": ("age >", 6, "found the end, expected a text", "complete it here"),
    "half a between": ("n between 1", 12, 'found the end, expected "and"', "complete it here"),
    "two facts": ("a b", 3, 'found "b", expected =', "docs/criteria.md"),
    "two ors": ("a or or b", 6, 'found "or", expected a fact', "docs/criteria.md"),
    "two ORs": ("a or OR b", 6, 'found "OR", expected a fact', "docs/criteria.md"),
    "two statements": ("a; b", 2, 'found ";", expected', "docs/criteria.md"),
}


@pytest.mark.parametrize(("text", "column", "message", "mend"), REFUSED.values(), ids=list(REFUSED))
def test_refused(text: str, column: int, message: str, mend: str) -> None:
    with pytest.raises(CriterionError) as caught:
        parse(text, file="a.yaml")
    fault = caught.value.fault
    assert message in fault.message
    assert mend in fault.mend
    assert (fault.file, fault.line, fault.column) == ("a.yaml", 1, column)


def test_the_place_is_that_in_the_file() -> None:
    with pytest.raises(CriterionError) as caught:
        parse("er = 'low'\nand pr == 'low'", file="regimens/a.yaml", line=12, column=7)
    assert (caught.value.line, caught.value.column) == (13, 14)
    assert str(caught.value) == 'regimens/a.yaml:13:14: found "==", expected "="; write "="'


def test_an_end_on_a_later_line() -> None:
    with pytest.raises(CriterionError) as caught:
        parse("a and\n  b or\n", line=3, column=5)
    assert (caught.value.line, caught.value.column) == (4, 11)


def test_a_criterion_error_is_a_mistake_in_the_knowledge() -> None:
    assert issubclass(CriterionError, KnowledgeError)
