"""Which blocks beside and between paragraphs are furniture, and of which kind?"""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from newscrawler.article.blocks import Block
from newscrawler.article.plain import folded, is_short, reading_length
from newscrawler.article.weight import (
    HEADINGS,
    SENTENCE_ENDS,
    ends_sentence,
    is_linked,
)
from newscrawler.article.words import all_strings

LABEL = 60
"""Letters that a label such as "Advertisement" or "Mehr zum Thema" has at most."""

PROMPT = 400
"""Letters that a newsletter prompt or an embed's consent text has at most."""

_BULLETS = " \t-–—*•·>»▶►→☞■◆●|[(【〔<:"


class Furniture(Enum):
    """What a block asks of the reader instead of telling the story."""

    RELATED = "related"
    ORIGINAL = "original"
    AD = "ad"
    SHARE = "share"
    NEWSLETTER = "newsletter"
    COMMENTS = "comments"
    CONSENT = "consent"
    VIDEO = "video"
    END = "end"


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[Furniture, tuple[str, ...]], ...]]:
    """Return the phrases of each kind by their first two letters."""
    found: dict[str, dict[Furniture, tuple[str, ...]]] = {}
    for kind in Furniture:
        for phrase in dict.fromkeys(all_strings("furniture.toml", kind.value)):
            kinds = found.setdefault(phrase[:2], {})
            kinds[kind] = (*kinds.get(kind, ()), phrase)
    return {start: tuple(kinds.items()) for start, kinds in found.items()}


@lru_cache(maxsize=1)
def _ad_labels() -> frozenset[str]:
    return frozenset(word.strip(" :.-") for word in all_strings("furniture.toml", "ad"))


def furniture_kind(block: Block) -> Furniture | None:
    """Return what kind of furniture a block is, None if it is part of the story.

    A phrase alone is not enough: "Read more books", says the minister. The block must
    also be short, a label, or mostly a link.
    """
    if not is_short(block.text, PROMPT + 1):
        return None
    length = reading_length(block.text)
    text = folded(block.text).lstrip(_BULLETS)
    for kind, phrases in _phrases().get(text[:2], ()):
        if text.startswith(phrases) and _fits(kind, text, block, length, phrases):
            return kind
    return None


def _fits(
    kind: Furniture, text: str, block: Block, length: int, phrases: tuple[str, ...]
) -> bool:
    if kind is Furniture.AD:
        return text.strip(" :.-[]()") in _ad_labels() or (
            length < LABEL and is_linked(block)
        )
    if kind in (Furniture.RELATED, Furniture.ORIGINAL):
        names_origin = kind is Furniture.ORIGINAL and block.linked > 0
        near = length < 3 * LABEL and names_origin
        return near or _points(text, block, length, phrases)
    label = _is_whole(text, phrases) or (
        length < LABEL and block.text[-1] not in SENTENCE_ENDS
    )
    if kind in (Furniture.SHARE, Furniture.COMMENTS, Furniture.END):
        return _is_whole(text, phrases) or (
            label and block.kind != "li" and not is_sentence(block)
        )
    if kind is Furniture.VIDEO:
        return length < LABEL * 2
    return (
        _is_whole(text, phrases)
        or block.kind in HEADINGS
        or (block.kind != "li" and length < 220)
    )


def _points(text: str, block: Block, length: int, phrases: tuple[str, ...]) -> bool:
    """Tell whether a block points elsewhere: a label, or a phrase with a link."""
    if _is_whole(text, phrases) or block.linked * 3 > len(block.text):
        return True
    begun = next(phrase for phrase in phrases if text.startswith(phrase))
    rest = text[len(begun) :].lstrip()
    colon = rest[:1] in (":", "：", "-", "|", "»", ">") or begun.endswith(":")
    return length < 3 * LABEL and (colon or block.kind in HEADINGS)


def _is_whole(text: str, phrases: tuple[str, ...]) -> bool:
    return text.strip(" .:!?…-–—|>»[]()【】→") in phrases or text in phrases


def is_sentence(block: Block) -> bool:
    """Tell whether a block is written as running text."""
    return len(block.text) > 40 and ends_sentence(block.text)
