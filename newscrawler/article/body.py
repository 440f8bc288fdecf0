"""Which box of the page holds the article, and which of its blocks?"""

from collections.abc import Sequence
from dataclasses import dataclass

from newscrawler.article.blocks import Block, Outline
from newscrawler.article.names import Part
from newscrawler.article.weight import PROSE, is_linked, noise_boxes, weight

DRAG = 1.0
"""How far one box of links or scraps draws down the box around it: our choice."""

NAMED = 1.6
"""How much more a box weighs that calls itself the article's body: our choice."""

NOISE_WEIGHT = -0.3
"""What a block in a box of furniture weighs: our choice."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where the article stands: the blocks ``start`` to ``end`` of the outline.

    ``kept`` are the numbers of those that stand in no box of furniture.
    """

    start: int
    end: int
    kept: tuple[int, ...]
    noisy: tuple[bool, ...]
    head: int = 0
    """The number of the printed headline's block, the first one's if it is not printed."""


def find_field(outline: Outline) -> Field:
    """Return the box whose blocks weigh most, and which of its blocks are text."""
    plain = [weight(block) for block in outline.blocks]
    noisy = noise_boxes(outline, plain)
    weights = [
        min(NOISE_WEIGHT, one) if noisy[block.box] else one
        for one, block in zip(plain, outline.blocks, strict=True)
    ]
    box = outline.boxes[_best_box(outline, weights)]
    kept = [
        number
        for number in range(box.start, box.end)
        if not noisy[outline.blocks[number].box]
    ]
    return Field(box.start, box.end, tuple(kept), noisy, box.start)


def is_text(block: Block) -> bool:
    """Tell whether a block is not just a link.

    A paragraph may be half of links, and a cell of a table may be one.
    """
    if not is_linked(block):
        return True
    if block.kind == "td":
        return True
    unlinked = len(block.text) - block.linked
    return block.kind in PROSE and unlinked > 0.2 * len(block.text) and unlinked > 12


def _best_box(outline: Outline, weights: Sequence[float]) -> int:
    """Return the box that weighs most, the innermost of equals.

    What is light inside a box, a table or a list of links, draws it down but a little:
    an article may hold a long one.
    """
    rows = outline.boxes
    totals = [0.0] * len(rows)
    for block, one in zip(outline.blocks, weights, strict=True):
        totals[block.box] += one
    for number in range(len(rows) - 1, 0, -1):
        total = totals[number]
        totals[rows[number][2]] += max(total, -DRAG)
    best, most = 0, 0.0
    for number, total in enumerate(totals):
        if total > 0:
            weighed = total * (NAMED if Part.BODY in rows[number][1] else 1.0)
            if weighed >= most:
                best, most = number, weighed
    return best
