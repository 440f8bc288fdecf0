"""Whose rights does the page claim: copyright line, licence, conditions of use?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import Block, Outline, lines
from newscrawler.article.body import Field
from newscrawler.article.outline import read_outline
from newscrawler.article.plain import seen
from newscrawler.article.tags import BOXES, LEAVES
from newscrawler.recent import remembered

MAX_LINE = 300
"""Characters of a copyright line: our choice."""

LEVELS = 3
"""How often large furniture in large furniture is read for such a line: our choice."""

_BLOCKS = frozenset((*BOXES, *LEAVES))

WITHIN = 8
"""Boxes, one inside another, that are searched for a copyright line: our choice."""

_SIGN = re.compile(
    r"(?:©|\(c\)(?=\s?(?:19|20|\d{1,2}[./-]|\w+\s\d{4}))|copyright|hak cipta|droits d'auteur|저작권자|版权所有|版權所有|著作権)",
    re.IGNORECASE,
)
_DATED = r"(?:\d{1,2}[./-]){0,2}(?:19|20)\d\d"
"""A year, which a copyright line may write with its day."""

_CLAIM = re.compile(
    rf"©|\(c\)\s?{_DATED}|저작권자|版权所有|版權所有"
    rf"|^\W{{0,3}}(?:copyright|hak cipta)\W{{0,3}}(?:\(c\)|by\b|{_DATED})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]|\d{1,2}\.?\s[^\W\d]{3,12}\.?\s)?(?:19|20)\d\d"
    r"(?:\s?[–-]\s?(?:19|20)\d\d|-\d\d-\d\d)?(?!\d)"
)
"""A year or two of them, or a day, in a copyright line."""
_RESERVED = re.compile(
    r"\b(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados"
    r"|tutti i diritti riservati|riproduzione riservata|hak cipta dilindungi|alle rechten voorbehouden|wszelkie prawa zastrzeżone|все права защищены|reproduced with permission)\b"
    r"|無断転載|무단\s?전재|無断複製|禁止轉載|禁止转载",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"©|\(c\)|copyright|hak cipta|저작권자|[\s,:–—-]+", re.IGNORECASE)
_TAIL = re.compile(r"(?<=\w)[.,;|](?:\s|$).*|\s[–—|-]\s.*|\s*[(（<].*")


@dataclass(frozen=True, slots=True)
class Copyright:
    """A copyright line: its words, its holder and its year."""

    notice: str | None
    holder: str | None
    year: int | None


def find_copyright(
    outline: Outline, field: Field, taken: Iterable[Block], *, inside: bool = False
) -> Copyright | None:
    """Return the copyright line at the article's end, else the page's last one.

    ``inside`` looks no further than the article.
    """
    near = (
        [*taken, *outline.blocks[field.end : field.end + 4]] if not inside else [*taken]
    )
    for block in near:
        for line in lines(block).split("\n"):
            if _SIGN.search(line, 0, 2 * MAX_LINE) and is_copyright(line):
                return read_copyright(line)
    for text in () if inside else _from_the_end(outline):
        if "©" in text and len(text) <= 2 * MAX_LINE:
            return read_copyright(text)
    return None


def _from_the_end(outline: Outline, levels: int = LEVELS) -> Iterator[str]:
    """Yield the texts of a page, the last first, and of large furniture with a sign."""
    unread = list(outline.unread)
    for number in range(len(outline.blocks), -1, -1):
        while unread and unread[-1][1] == number:
            node = unread.pop()[0]
            if levels and "©" in node.text():
                yield from _from_the_end(
                    read_outline(_signed_box(node), ()), levels - 1
                )
        if number:
            yield outline.blocks[number - 1].text


def _signed_box(node: LexborNode) -> LexborNode:
    """Return a box in an element that has all of its copyright signs, and less besides."""
    for _ in range(WITHIN):
        signed = [one for one in node.iter() if "©" in one.text()]
        if len(signed) != 1 or signed[0].tag not in _BLOCKS:
            break
        node = signed[0]
    return node


@remembered(1 << 8)  # several readers ask it of a page's short lines
def is_copyright(text: str) -> bool:
    """Tell whether a line claims rights and says nothing else.

    >>> is_copyright("Copyright © ANTARA 2026"), is_copyright("Copyright is a right")
    (True, False)
    """
    text = seen(text)
    if len(text) > MAX_LINE:
        return False
    if len(text) < 160 and _CLAIM.search(text, 0, 50):
        return True
    return len(text) < 200 and _RESERVED.search(text) is not None


def read_copyright(text: str) -> Copyright | None:
    """Return what a copyright line says.

    >>> read_copyright("© 2026 Warta Contoh. All rights reserved.").holder
    'Warta Contoh'
    """
    notice = seen(text[: 2 * MAX_LINE])[:MAX_LINE]
    sign = _SIGN.search(notice)
    if sign is None:
        return None
    year = _YEAR.search(notice, sign.start())
    rest = _RESERVED.sub("", notice[sign.end() :])
    rest = _DAY.sub(" ", rest)
    holder = " ".join(
        part for part in _SPLIT.split(_TAIL.sub("", rest.strip(" .-–"))) if part
    )
    return Copyright(
        notice, holder.strip(" .,;:-") or None, int(year[0]) if year else None
    )
