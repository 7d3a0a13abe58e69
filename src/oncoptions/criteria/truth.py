"""The three truth values of a criterion, and how they combine.

A patient's record is never complete, so the answer to a criterion can be
*unknown*. Unknown is not a failure: it names the test that would settle the
question. The rules are Kleene's, the same as SQL's for NULL: one known false
settles an "and", one known true settles an "or", and "not" leaves unknown alone.

Unknown is ``None``. Never write ``if truth:``, which takes unknown for false;
write ``truth is True``.

>>> both(False, None)
False
>>> print(both(True, None))
None
"""

from typing import TypeAlias

__all__ = ["Truth", "both", "either", "opposite"]

Truth: TypeAlias = bool | None


def both(*truths: Truth) -> Truth:
    """Combine with "and": a known false settles it, however much is unknown.

    >>> both(True, True), both(True, None, False), both(True, None)
    (True, False, None)
    """
    if False in truths:
        return False
    return None if None in truths else True


def either(*truths: Truth) -> Truth:
    """Combine with "or": a known true settles it, however much is unknown.

    >>> either(False, False), either(False, None, True), either(False, None)
    (False, True, None)
    """
    if True in truths:
        return True
    return None if None in truths else False


def opposite(truth: Truth) -> Truth:
    """Turn true and false around; what is unknown stays unknown.

    >>> opposite(True), opposite(None)
    (False, None)
    """
    return None if truth is None else not truth
