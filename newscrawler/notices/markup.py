"""Can the markup of a page hold a notice at all?

A long page is read, and one with a search or a copyright line. The markup of others
RE2 reads once, before anything walks the tree. It sees words that entities, tags, comments, JSON
escapes and invisible letters cut or disguise, for it takes such disguise itself for a
sign. It does not see:

- words whose letters stand in elements that are blocks ("<p>A<p>I");
- words that only a style sheet, a script or the order on the screen makes;
- letters of other alphabets that look alike ("АI" with a Cyrillic "А").

The first and the last of these no later reader sees either.
"""

import re
from functools import cache
from typing import Protocol

import re2

from newscrawler.notices.trigger import HIDDEN_LETTERS, options, topic_source

_INLINE = "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|mark|s|small|span|strong|sub|sup|tt|u|var|wbr"
_TAGS = rf"(?:</?(?:{_INLINE})(?:[\s/][^<>]*)?>|<!--[^<>]*-->)+"
_NUMBER = r"0*(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2]|173|19[2-9]|2\d\d|[3-9]\d\d|[1-79]\d{3}|8[013-9]\d\d|82[04-9]\d|\d{5,6})"
_HEX = r"[xX]0*(?:4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA]|[aA][dD]|[c-fC-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2}|[013-9a-fA-F][0-9a-fA-F]{3}|20[06][0-9a-fA-F]|2[1-9a-fA-F][0-9a-fA-F]{2}|[0-9a-fA-F]{5})"
_NAMED = r"[a-zA-Z]{1,2}(?:uml|acute|grave|circ|tilde|cedil|lig|ring|slash|caron|ogon|strok|dot|breve|macr|dblac)|shy|zwn?j|zwsp|ZeroWidthSpace|inodot|[a-zA-Z]{3,8};&[a-zA-Z]{2,8}|Ntilde|ntilde|szlig"
_GAP = r"&(?:#0*160|#[xX]0*[aA]0|(?:nb|thin|hair|en|em|num|punc)sp|emsp1[34]);"
_DISGUISE = "|".join(
    (
        rf"&#(?:{_NUMBER}(?:[^0-9]|$)|{_HEX}(?:[^0-9a-fA-F]|$))",
        rf"&(?:{_NAMED});",
        rf"(?:\pL{_GAP}){{3}}",
        rf"\pL{_TAGS}\pL",
        r"\\u(?:00[c-fC-F]|0[1-9a-fA-F]|[13-9a-fA-F]|20[06]|2[1-9a-fA-F])[0-9a-fA-F]",
        HIDDEN_LETTERS,
    )
)
_ROBOTS_META = re.compile(rb"""(?:=|(?<==)["'])(?:ro)?bots?["'\s>/]""", re.IGNORECASE)
"""Where "robots" is the name of a ``<meta>``, from the mark before it."""


class _Match(Protocol):
    def start(self) -> int: ...

    def group(self) -> bytes: ...


class _Matcher(Protocol):
    """What we use of re2."""

    def search(self, text: bytes, pos: int = 0) -> _Match | None: ...


_SIGNS = ("©", "&copy", "search")
"""What nine in ten pages of news have: they are read, and RE2 is not asked. It makes
its tables as it meets new text, and never meets the last of it. Two of them stand in
footers: they are found sooner from the end."""

MOST = 65536
"""Characters of markup that RE2 is asked about: our choice. What its tables have no place
for takes it seconds a megabyte, and of real pages those alone are spared that are short.
"""


def markup_may_hold_notice(markup: str) -> bool:
    """Tell whether markup has a word of a notice, or what may hide one."""
    if len(markup) > MOST or any(markup.rfind(sign) >= 0 for sign in _SIGNS):
        return True
    return _may_hold_notice(markup)


def _may_hold_notice(markup: str) -> bool:
    text = markup.encode("utf-8", "replace")
    found = _anything().search(text)
    while found is not None and _is_robots_meta(text, found):
        found = _anything().search(text, found.start() + len(found.group()))
    return found is not None


def _is_robots_meta(text: bytes, found: _Match) -> bool:
    """Tell whether the word is the name of a ``<meta>``, which is not prose."""
    return _ROBOTS_META.match(text, found.start()) is not None


@cache
def _anything() -> _Matcher:
    chosen = options()
    found: _Matcher = re2.compile(f"{topic_source()}|{_DISGUISE}", chosen)
    return found
