"""How much does a block read like a paragraph of an article?"""

from collections.abc import Sequence
from itertools import accumulate

from newscrawler.article.blocks import Block, Box, Outline
from newscrawler.article.names import Part
from newscrawler.article.plain import reading_length

LONG = 500
"""Letters after which a paragraph proves no more: our choice."""

LEAST = 3.0
"""What an article weighs at least, where the rest of the page is comments."""

SENTENCE_ENDS = frozenset('.!?…。！？”"»“’:։।॥؟۔')

PROSE = frozenset(("p", "blockquote", "pre"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def is_linked(block: Block) -> bool:
    """Tell whether most of a block's text is links."""
    return block.linked * 2 > len(block.text)


def weight(block: Block) -> float:
    """Return about how many letters of running text a block is worth, in hundreds.

    Links and scraps weigh less than nothing: a box full of them is no article.
    """
    length = reading_length(block.text)
    if is_linked(block):
        return -0.6 if length > 30 else -0.3
    if block.kind in HEADINGS:
        return 0.0
    prose = min(length - block.linked, LONG) / 100
    if block.kind in PROSE:
        return prose if length > 40 else -0.02
    ends = block.text[-1] in SENTENCE_ENDS
    if block.kind == "div":
        return prose * 0.9 if length > 80 and ends else -0.1 if length < 40 else 0.1
    return prose * (0.6 if ends else 0.3) if length > 30 else -0.02


def noise_boxes(outline: Outline, weights: Sequence[float]) -> tuple[bool, ...]:
    """Tell for each box whether it, or a box around it, is no part of an article."""
    sums = list(accumulate((max(0, one) for one in weights), initial=0.0))
    holding = _holders(outline, sums)
    shares = _shares(outline, sums)
    noisy: list[bool] = []
    for number, box in enumerate(outline.boxes):
        inherited = number > 0 and noisy[box.parent]
        if box.tag == "table" and outline.boxes[box.parent].tag == "figure":
            inherited = False  # WordPress puts tables into figures
        share = shares.get((box.tag, box.names), 0.0)
        alone = number not in holding and _is_noise(box, share, sums[-1])
        noisy.append(inherited or alone)
    return tuple(noisy)


def _shares(outline: Outline, sums: Sequence[float]) -> dict[tuple[str, str], float]:
    """Return how much of the page's prose stands in all boxes of the same name."""
    shares: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], int] = {}
    total = sums[-1] or 1.0
    for box in outline.boxes:
        key = (box.tag, box.names)
        if box.parts and box.start >= ends.get(key, 0):  # not inside one counted
            share = (sums[box.end] - sums[box.start]) / total
            shares[key] = shares.get(key, 0.0) + share
            ends[key] = box.end
    return shares


def _holders(outline: Outline, sums: Sequence[float]) -> frozenset[int]:
    """Return the boxes around a box that calls itself the body and is full of prose."""
    found: set[int] = set()
    for number, box in enumerate(outline.boxes):
        if Part.BODY in box.parts and sums[box.end] - sums[box.start] > 0.3 * sums[-1]:
            at = number
            while at and at not in found:
                found.add(at)
                at = outline.boxes[at].parent
    return frozenset(found)


_FURNITURE = frozenset((Part.NOISE, Part.CAPTION))


def _is_noise(box: Box, share: float, total: float) -> bool:
    """A name is not believed where most of the page's text would be noise.

    Comments may be longer than the article, but an article there must be.
    """
    if box.tag in ("body", "html", "main"):
        return False
    if Part.COMMENTS in box.parts:
        return total * (1 - share) > LEAST or share <= 0.9
    if Part.HIDDEN in box.parts:
        return share <= 0.9
    if box.parts & _FURNITURE or box.tag == "figure":
        return share <= 0.4
    return False
