"""What is left of a text when all that cannot be seen is gone?"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from newscrawler.recent import remembered

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters
    "\xad"  # soft hyphen
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # joiners, directions
    "\ud800-\udfff]+"  # a half of a pair cannot be stored as UTF-8
)
"""Zero-width joiner and non-joiner stay: they shape words in Persian and Hindi."""

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff00-\uffef\U00020000-\U0003ffff]+"
)
_SHORT = 200
"""Characters of a text that is compared more than once: our choice."""

_LETTERS = re.compile(r"[^\W_]+")
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_FOLDED = re.compile(f"[{''.join(_PLAIN)}]")


def seen(text: str) -> str:
    r"""Return a text on one line, without what no reader sees.

    >>> seen(" Kro\u00adne \n\0 und  Ring ")
    'Krone und Ring'
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    found = " ".join(text.split())
    if found.isprintable():  # what no reader sees is not, nor are a few that all see
        return found
    return " ".join(_UNSEEN.sub("", text).split())


def seen_lines(text: str) -> str:
    """Return a text with its line ends, without what no reader sees: for ``<pre>``."""
    lines = _UNSEEN.sub("", text).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def wide_characters(text: str) -> int:
    """Return how many characters are Chinese, Japanese or Korean.

    >>> wide_characters("서울 Seoul 東京")
    4
    """
    return 0 if text.isascii() else _wide_characters(text)


@remembered(1 << 9)
def _wide_characters(text: str) -> int:
    """Count them once for each reader of a page's paragraphs."""
    return sum(map(len, _WIDE.findall(text)))


def reading_length(text: str) -> int:
    """Return a length comparable between scripts, in Latin letters.

    A Chinese character says about as much as three letters, a Korean syllable as two.
    """
    return len(text) + 3 * wide_characters(text) // 2


def is_short(text: str, letters: int) -> bool:
    """Tell whether a text's reading length is less than some; of a long one at once.

    >>> is_short("서울 Seoul", 10), is_short("Seoul", 10)
    (False, True)
    """
    return len(text) < letters and reading_length(text) < letters


def key(text: str) -> str:
    """Return what two spellings of a title or name have in common, for comparison.

    >>> key("“Ring”  gefunden!") == key('"RING" gefunden')
    True
    """
    return _key_of_short(text) if len(text) <= _SHORT else _key(text)


def words_of(text: str) -> Sequence[str]:
    """Return runs of letters and digits; width and case do not count.

    >>> words_of("“Ring” gefunden!")
    ['ring', 'gefunden']
    """
    return _words_of(text) if len(text) <= _SHORT else _words_of_body(text)


def _words_of(text: str) -> list[str]:
    if text.isascii():
        return text.lower().translate(_NO_LETTERS).split()
    return _LETTERS.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1)
def _words_of_body(text: str) -> tuple[str, ...]:
    """Return them once for all that compare an article's body."""
    return tuple(_words_of(text))


def _key(text: str) -> str:
    return " ".join(words_of(text))


_key_of_short = lru_cache(maxsize=4096)(_key)
"""Names and titles are compared again and again, on one page and the next."""


def folded(text: str) -> str:
    """Return a text in lower case with plain quotes and dashes, length kept.

    Only where lower case is of another length (the Turkish capital dotted I) does
    the capital stay.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    if lower.isascii():
        return lower.replace("`", "'")
    return _FOLDED.sub(lambda found: _PLAIN[found[0]], lower)
