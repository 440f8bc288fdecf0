"""Which of the words that we know did somebody mean?"""

from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.7
"""How alike two words are, from 0 to 1, before we suggest one: our choice."""


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like the one written, None if none is close.

    >>> find_nearest("time_zone", ["timezone", "id"]), find_nearest("x", ["id"])
    ('timezone', None)
    """
    by_lower = {one.lower(): one for one in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=CLOSE)
    return by_lower[found[0]] if found else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what to write instead: the nearest word, else all of them.

    >>> suggestion("serach", ["search", "archive"])
    'did you mean search?'
    >>> suggestion("x", ["search", "archive"])
    'known: search, archive'
    """
    words = list(known)
    nearest = find_nearest(word, words)
    return f"did you mean {nearest}?" if nearest else f"known: {', '.join(words)}"
