"""Which of many texts have a word of a notice?

All are read at once, for most have none, and to ask each takes longer than to read it.
"""

import re
from collections.abc import Sequence

import re2

from newscrawler.notices.fold import fold
from newscrawler.notices.trigger import may_refuse_in, texts_that_may
from newscrawler.recent import remembered

_PLAIN = re.compile(
    "[\t\n\r \u00a0!-%'-;=?-~©«®»¿À-ÁÄ-ÖØ-öø-ÿЀ-ё–—‘’“”„•€、。ぁ-ゖァ-ー一-龥가-힣]*"
)
"""Text that ``fold`` leaves as it is, but for blanks, letters with blanks between and
the marks of comments: no term tells one blank from several.
"""

_COMMENT = re.compile("[\n\r][ \t\u00a0]*[#*;%]")
_SPACED = re2.compile(r"(?:^|[^\pL])\pL(?:[ \x{a0}]{1,4}[\pL\-–/&]){3}(?:$|[^\pL])")


def texts_with_words(texts: Sequence[str]) -> list[int]:
    """Return the numbers of the texts that have a word of a notice, or may hide one."""
    return texts_that_may(texts)


@remembered(1 << 12)
def may_refuse(text: str) -> bool:
    """Tell whether a text has, in one language, a word of a notice and one that refuses.

    They need not share a sentence: a heading may refuse what is listed under it.
    """
    if _is_plain(text):
        return may_refuse_in(text.lower(), text)
    return may_refuse_in(fold(text).lower)


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None:
        return False
    if ("\n" in text or "\r" in text) and _COMMENT.search(text) is not None:
        return False
    return _SPACED.search(text.encode()) is None
