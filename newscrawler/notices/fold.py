"""How does a text read, once all ways to write the same letters are one?

Entities, compatibility forms, invisible characters, letter-spacing, wrapped lines
and comment marks go; every character that is left knows where it stood.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import re2

from newscrawler.notices.spacing import GAPS, RE2_GAPS, words_of_letters

_INVISIBLE = "\u00ad\u034f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u061c\u0640\u064b-\u0652\u0670\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_INLINE = "a|abbr|b|big|code|em|font|i|ins|mark|s|small|span|strong|u|wbr"
_IRREGULAR = re.compile(
    rf"""(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]{{2,31}});)
    | (?P<nothing>[{_INVISIBLE}]{{1,400}}+|</?(?:{_INLINE})(?:\s[^<>]{{0,400}})?>)
    | (?P<line><br\s?/?>|[ \t]{{0,80}}+[\r\n][\s\#*;>%]{{0,80}}+)
    | (?P<blanks>[ \t\f\v\u00a0]{{2,80}}+)
    | (?P<spaced>(?<!\w)[^\W\d_](?:[{GAPS}]{{1,4}}(?:[^\W\d_]|[-–/&](?=[{GAPS}]))(?!\w)){{3,400}}+)
    | (?P<mojibake>[ÂÃ][\u0080-\u00bf])
    | (?P<marked>\w[\u0300-\u036f\u1161-\u11ff\u3099\u309a]{{1,8}}+)""",
    re.VERBOSE | re.IGNORECASE,
)
_BLANK = r" \t\f\v\u00a0"
_BREAKS = re.compile(
    rf"""[\r\n{_BLANK}](?:(?<=[\r\n])|(?=[\r\n{_BLANK}]))(?!(?<=[.!?。！？:：؟।]\n)[^\s\#*;>%])(?:
      (?P<line>(?:(?<=[\r\n])|(?<=[ \t])[ \t]{{0,79}}+[\r\n])[\s\#*;>%]{{0,80}}+)
    | (?P<blanks>[{_BLANK}]{{1,79}}+))""",
    re.VERBOSE,
)
"""All that is irregular where nothing is written in an unusual way; the end of a line
that is finished and not followed by blanks is not."""

_UNUSUAL = re2.compile(
    r"[&<ÂÃ\x{ad}\x{34f}\x{591}-\x{5bd}\x{5bf}\x{5c1}-\x{5c7}\x{610}-\x{61a}\x{61c}\x{640}\x{64b}-\x{652}\x{670}\x{115f}-\x{11ff}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{fe00}-\x{fe0f}\x{feff}\x{300}-\x{36f}\x{3099}\x{309a}]"
    rf"|\pL(?:[{RE2_GAPS}](?:\pL|[-–/&])){{3}}"
)
"""At least what the other kinds of irregular writing begin with."""

_WRAPPED = 40
"""Characters after which a line may have been wrapped: our choice."""

_FINISHED = tuple(".!?。！？:：؟।")
_ITEM = re.compile(
    r"[-–—•·‣▪●■►※▲△◇○◎✓✔✗✘✕✖×|]|[(（](?:\d{1,2}|[ivx]{1,4}|[^\W\d_]{1,2})[)）]"
    r"|(?:\d{1,2}|[ivx]{1,4}|[^\W\d_])[)）、]|(?:\d{1,2}|[^\W\d_A-Z])[.．](?=\s)|[一二三四五六七八九十]{1,2}、|[①-⑳]"
)
"""What an item of a list begins with."""


class Piece(NamedTuple):
    """A part of the folded text and the part of the given one that it was.

    A tuple: a text has hundreds, and they are most of what folding costs.
    """

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Folded:
    """``cased`` and ``lower`` have the same length. A line end that is left in them
    ends a line of its own; wrapped lines are joined by a blank.
    """

    cased: str
    lower: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``[start, end)``, not empty, stood in the given text."""
        first, at = self._piece(start)
        last, to = self._piece(end - 1)
        if len(first.text) != first.last - first.first:
            at = 0
        whole = len(last.text) != last.last - last.first
        return first.first + at, last.last if whole else last.first + to + 1

    def _piece(self, at: int) -> tuple[Piece, int]:
        index = bisect_right(self.starts, at) - 1
        return self.pieces[index], at - self.starts[index]


def fold(text: str) -> Folded:
    """Return the text in its one form."""
    pieces = tuple(piece for piece in _pieces(text) if piece.text)
    starts: list[int] = []
    length = 0
    for piece in pieces:
        starts.append(length)
        length += len(piece.text)
    cased = "".join(piece.text for piece in pieces)
    return Folded(cased, cased.lower(), tuple(starts), pieces)


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    is_unusual = _UNUSUAL.search(text.encode("utf-8", "replace")) is not None
    for match in (_IRREGULAR if is_unusual else _BREAKS).finditer(text):
        yield from _regular(text, at, match.start())
        yield Piece(_folded(text, match), match.start(), match.end())
        at = match.end()
    yield from _regular(text, at, len(text))


def _regular(text: str, first: int, last: int) -> Iterator[Piece]:
    """Yield a stretch, cut around each character that becomes several or none."""
    part = text[first:last]
    if part.isascii():
        yield Piece(part, first, last)
        return
    forms = {one: _form(one) for one in set(part) if not one.isascii()}
    odd = [one for one, form in forms.items() if len(form) != 1]
    table = str.maketrans({one: form for one, form in forms.items() if len(form) == 1})
    at = 0
    for match in re.finditer("[" + re.escape("".join(odd)) + "]", part) if odd else ():
        yield Piece(
            part[at : match.start()].translate(table), first + at, first + match.start()
        )
        yield Piece(forms[match[0]], first + match.start(), first + match.end())
        at = match.end()
    yield Piece(part[at:].translate(table), first + at, last)


def _form(letter: str) -> str:
    """Return a character in the form whose lower case has the same length."""
    form = unicodedata.normalize("NFKC", letter)
    if len(form.lower()) == len(form):
        return form
    return "".join(one.lower()[0] if len(one.lower()) > 1 else one for one in form)


def _folded(text: str, match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "entity":
            return "".join(map(_form, _UNSEEN.sub("", html.unescape(found))))
        case "line":
            return _line_end(text, match)
        case "blanks":
            return " "
        case "spaced":
            return " ".join("".join(map(_form, one)) for one in words_of_letters(found))
        case "mojibake":
            return found.encode("latin-1").decode("utf-8", "replace")
        case "marked":
            return "".join(map(_form, unicodedata.normalize("NFC", found)))
    return ""


def _line_end(text: str, match: re.Match[str]) -> str:
    """Return a blank if the line goes on in the next one."""
    if match[0].count("\n") > 1:
        return "\n"
    end = match.start()
    first = max(0, end - _WRAPPED)
    begin = max(
        text.rfind("\n", first, end) + 1, text.rfind(">", first, end) + 1, first
    )
    line, following = text[begin:end], text[match.end() : match.end() + 1]
    if line.endswith(_FINISHED) or _ITEM.match(text, match.end()):
        return "\n"
    wrapped = len(line) >= _WRAPPED or line.endswith((",", "-")) or following.islower()
    return " " if wrapped else "\n"
