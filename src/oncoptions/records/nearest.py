"""The key that was probably meant, for messages about a key that is not known."""

from difflib import get_close_matches

__all__ = ["nearest"]


def nearest(written: str, known: list[str]) -> str | None:
    """Return the known key most like a written one, if one is like it.

    >>> nearest("lvef", ["ast_xuln", "lvef_percent"])
    'lvef_percent'
    """
    begin_alike = [key for key in known if key.startswith(f"{written.lower()}_")]
    near = get_close_matches(written, known, 1) or begin_alike[:1]
    return near[0] if near else None
