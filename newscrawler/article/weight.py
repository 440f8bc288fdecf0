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

SENTENCE_ENDS = frozenset('.!?…。！？”"»“’:։।॥؟۔።។။')

UNENDED = 100
"""Letters of running text in Thai or Lao, which mark no end of a sentence: our choice."""

PROSE = frozenset(("p", "blockquote", "pre"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def is_linked(block: Block) -> bool:
    """Tell whether most of a block's text is links."""
    return block.linked * 2 > len(block.text)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, as far as its script marks ends.

    >>> ends_sentence("He came."), ends_sentence("Sign up"), ends_sentence("ก" * 101)
    (True, False, True)
    """
    last = text[-1]
    return last in SENTENCE_ENDS or (
        "\u0e00" <= last <= "\u0eff" and len(text) > UNENDED
    )


def weight(block: Block) -> float:
    """Return about how many letters of running text a block is worth, in hundreds.

    Links and scraps weigh less than nothing: a box full of them is no article.
    """
    kind, text, _, linked, _ = block
    length = len(text)
    if length - linked < LONG:  # else more letters prove no more
        length = reading_length(text)
    if linked * 2 > len(text):
        return -0.6 if length > 30 else -0.3
    if kind in HEADINGS:
        return 0.0
    prose = min(length - linked, LONG) / 100
    if kind in PROSE:
        return prose if length > 40 else -0.02
    ends = ends_sentence(text)
    if kind == "div":
        return prose * 0.9 if length > 80 and ends else -0.1 if length < 40 else 0.1
    return prose * (0.6 if ends else 0.3) if length > 30 else -0.02


def noise_boxes(outline: Outline, weights: Sequence[float]) -> tuple[bool, ...]:
    """Tell for each box whether it, or a box around it, is no part of an article."""
    rows = outline.boxes
    sums = list(accumulate([one if one > 0 else 0.0 for one in weights], initial=0.0))
    named = [number for number, row in enumerate(rows) if row[1]]
    holding = _holders(outline.boxes, named, sums)
    shares = _shares(outline.boxes, named, sums)
    noisy: list[bool] = []
    for number, (tag, parts, parent, _, _, _) in enumerate(rows):
        inherited = number > 0 and noisy[parent]
        if inherited and tag == "table" and rows[parent][0] == "figure":
            inherited = False  # WordPress puts tables into figures
        alone = not inherited and (parts or tag == "figure") and number not in holding
        share = shares.get(number, 0.0)
        noisy.append(
            inherited or bool(alone and _is_noise(tag, parts, share, sums[-1]))
        )
    return tuple(noisy)


def _shares(
    boxes: Sequence[Box], named: Sequence[int], sums: Sequence[float]
) -> dict[int, float]:
    """Return how much of the page's prose stands in all boxes called as a box is."""
    shares: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], int] = {}
    total = sums[-1] or 1.0
    for number in named:
        tag, _, _, start, end, names = boxes[number]
        called = tag, names
        if start >= ends.get(called, 0):  # not inside one counted
            share = (sums[end] - sums[start]) / total
            shares[called] = shares.get(called, 0.0) + share
            ends[called] = end
    return {number: shares[boxes[number][0], boxes[number][5]] for number in named}


def _holders(
    boxes: Sequence[Box], named: Sequence[int], sums: Sequence[float]
) -> frozenset[int]:
    """Return the boxes around a box that calls itself the body and is full of prose."""
    found: set[int] = set()
    for number in named:
        _, parts, _, start, end, _ = boxes[number]
        if Part.BODY in parts and sums[end] - sums[start] > 0.3 * sums[-1]:
            at = number
            while at and at not in found:
                found.add(at)
                at = boxes[at][2]
    return frozenset(found)


_FURNITURE = frozenset((Part.NOISE, Part.CAPTION))


def _is_noise(tag: str, parts: frozenset[Part], share: float, total: float) -> bool:
    """A name is not believed where most of the page's text would be noise.

    Comments may be longer than the article, but an article there must be.
    """
    if tag in ("body", "html", "main"):
        return False
    if Part.COMMENTS in parts:
        return total * (1 - share) > LEAST or share <= 0.9
    if Part.HIDDEN in parts:
        return share <= 0.9
    if tag == "figure" or not _FURNITURE.isdisjoint(parts):
        return share <= 0.4
    return False
