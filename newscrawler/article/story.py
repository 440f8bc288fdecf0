"""What of the article's blocks is the story, and what leaves it for other fields?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newscrawler.article.blocks import MENU, Block, Outline, lines
from newscrawler.article.body import Field, is_text
from newscrawler.article.bylines import is_byline
from newscrawler.article.dates import read_ago, read_moment
from newscrawler.article.furniture import Furniture, furniture_kind, is_sentence
from newscrawler.article.names import Part
from newscrawler.article.plain import is_short, key
from newscrawler.article.rights import is_copyright
from newscrawler.article.tags import LEAVES
from newscrawler.article.weight import HEADINGS, PROSE, is_linked, weight

HEAD = 12
"""Blocks at the head of an article among which headline, date and byline stand."""

SMALLER = 1.5
"""How many times longer a story must be than what follows a heading like "Comments"."""

SAID_AGAIN = 30
"""Characters beyond which a text that is said twice is a copy: our choice."""

SECTIONS = frozenset(("h2", "h3", "h4"))
"""Headings that may stand over a part of an article."""

TAIL = 6
"""Blocks at its end among which bylines and copyright lines stand."""


@dataclass(frozen=True, slots=True)
class Story:
    """The blocks of the story; those that point elsewhere; those taken out otherwise."""

    blocks: tuple[Block, ...]
    pointers: tuple[Block, ...]
    taken: tuple[Block, ...]


def find_story(
    outline: Outline, field: Field, headline: str | None, authors: Sequence[str] = ()
) -> Story:
    """Return the story of an article, in reading order.

    ``authors`` are names that the page states: what is said of them is no story.
    """
    candidates = [outline.blocks[number] for number in field.kept]
    candidates = _after_headline(candidates, headline)
    lead = _standfirst(outline, field, headline)
    candidates = [*lead, *(block for block in candidates if block not in lead)]
    story = _sorted_out(outline, candidates, headline)
    aside = [
        block
        for block in outline.blocks[field.start : field.end]
        if field.noisy[block.box] and block.kind != MENU
        if furniture_kind(block) is Furniture.RELATED
    ]
    blocks = _trimmed(story.blocks, authors)
    return Story(blocks, (*story.pointers, *aside), story.taken)


def _after_headline(blocks: list[Block], headline: str | None) -> list[Block]:
    """Return the blocks that follow the printed headline, where it stands near the top."""
    wanted = key(headline or "")
    for at, block in enumerate(blocks[:HEAD]):
        if wanted and block.kind in HEADINGS and key(block.text) == wanted:
            return blocks[at + 1 :]
    return blocks


def _standfirst(outline: Outline, field: Field, headline: str | None) -> list[Block]:
    """Return the introduction that stands between the headline and the article's box."""
    wanted = key(headline or "")
    start = max(
        (
            number + 1
            for number, block in enumerate(outline.blocks[: field.start])
            if block.kind in ("h1", "h2", "div")
            and wanted
            and key(block.text) == wanted
        ),
        default=field.start,
    )
    between = outline.blocks[start : field.start]
    if len(between) > 40:
        return []
    return [block for block in between if _is_lead(block, outline, field)][:4]


def _is_lead(block: Block, outline: Outline, field: Field) -> bool:
    parts = outline.boxes[block.box].parts
    if is_linked(block) or block.kind in ("figcaption", "td", "h1"):
        return False
    if field.noisy[block.box] and not _introduces(outline, field, block):
        return False
    named = (
        Part.STANDFIRST in parts
        or Part.STANDFIRST in outline.boxes[outline.boxes[block.box].parent].parts
    )
    if is_short(block.text, 25 if named else 60) or furniture_kind(block):
        return False
    return named or is_sentence(block) or block.kind in HEADINGS or weight(block) > 1


def _introduces(outline: Outline, field: Field, block: Block) -> bool:
    """Tell whether what is called a teaser can be that of the article itself."""
    box = outline.boxes[block.box]
    own = Part.STANDFIRST in box.parts or "teaser" in box.names.lower()
    return own and is_sentence(block) and not field.noisy[box.parent]


def _sorted_out(
    outline: Outline, candidates: Sequence[Block], headline: str | None
) -> Story:
    """Return what is story, what points elsewhere, and what is neither.

    What is said again is left out: a pull quote, a copy for narrow screens. But a
    paragraph that stands twice among the same others is meant to.
    """
    story: list[Block] = []
    pointers: list[Block] = []
    taken: list[Block] = []
    seen: dict[str, int | None] = {key(headline): None} if headline else {}
    prose = _prose_lists(outline, candidates)
    pointing = False
    sums = list(accumulate((len(block.text) for block in candidates), initial=0))
    for at, block in enumerate(candidates):
        kind = furniture_kind(block)
        if kind in _LAST and sums[at] > SMALLER * (sums[-1] - sums[at]):
            taken.extend(candidates[at:])
            break
        pointing = kind is Furniture.RELATED or (pointing and not _resumes(block))
        text = key(block.text) if len(block.text) < TEASER else block.text
        if pointing or kind is Furniture.ORIGINAL:
            pointers.append(block)
        elif (_reads(candidates, at) or _list_of(outline, block) in prose) and (
            len(text) <= SAID_AGAIN or _is_meant(outline, block, seen.get(text, -1))
        ):
            out = kind or _is_furnished(block, at, len(candidates))
            (taken if out else story).append(block)
            seen.setdefault(text, _group(outline, block))
    return Story(tuple(story), tuple(pointers), tuple(taken))


def _is_meant(outline: Outline, block: Block, first: int | None) -> bool:
    """Tell whether a text is new, -1, or one more paragraph of the same group."""
    if first == -1:
        return True
    return block.kind == "p" and first == _group(outline, block)


def _group(outline: Outline, block: Block) -> int:
    """Return the box that holds a block and those beside it, one that has a class."""
    at = block.box
    while at and (outline.boxes[at].tag in LEAVES or not outline.boxes[at].names):
        at = outline.boxes[at].parent
    return at


def _list_of(outline: Outline, block: Block) -> int | None:
    if block.kind != "li":
        return None
    box = outline.boxes[block.box]
    return box.parent if box.tag in LEAVES else block.box


def _prose_lists(outline: Outline, blocks: Sequence[Block]) -> frozenset[int | None]:
    """Return the boxes of lists that are more text than links."""
    unlinked: dict[int | None, int] = {}
    for block in blocks:
        if block.kind == "li":
            group = _list_of(outline, block)
            gain = len(block.text) - 2 * block.linked
            unlinked[group] = unlinked.get(group, 0) + gain
    return frozenset(group for group, gain in unlinked.items() if gain > 0)


def _reads(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a block is text; a heading may be a link if a paragraph follows."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else block
    heads = block.kind in SECTIONS and following.kind in PROSE
    return is_text(block) or (heads and is_text(following) and is_sentence(following))


_LAST = (Furniture.COMMENTS, Furniture.END)


def _resumes(block: Block) -> bool:
    """Tell whether the story goes on after a list of other articles."""
    if block.kind in HEADINGS:
        return not block.linked
    return not is_linked(block) and block.kind != "li" and is_sentence(block)


def _is_furnished(block: Block, at: int, count: int) -> bool:
    """Tell whether a block is a byline, a date or a copyright line."""
    if is_sentence(block) and len(block.text) > 120:
        return False
    if is_copyright(block.text):
        return True
    near = at < HEAD or at >= count - TAIL
    return (near and is_byline(lines(block))) or (at < HEAD and _is_date(block))


def _is_date(block: Block) -> bool:
    """Tell whether a short block is little more than a date."""
    if len(block.text) > 70 or block.kind in HEADINGS or is_sentence(block):
        return False
    return bool(read_moment(block.text) or read_ago(block.text, None, 2e9))


def _trimmed(blocks: Sequence[Block], authors: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks without what ends a page, not a story.

    That is: headings that head nothing, a word about the author, teasers of others.
    """
    end = _before_teasers(blocks)
    while end and (
        blocks[end - 1].kind in HEADINGS or _is_life(blocks, end - 1, authors)
    ):
        end -= 1
    return tuple(blocks[:end])


def _before_teasers(blocks: Sequence[Block]) -> int:
    """Return where linked headings with one paragraph each begin, two at least."""
    end = len(blocks)
    while end > 2 and is_linked(blocks[end - 2]) and len(blocks[end - 1].text) < TEASER:
        end -= 2
    return end if end <= len(blocks) - 4 else len(blocks)


def _is_life(blocks: Sequence[Block], at: int, authors: Sequence[str]) -> bool:
    """Tell whether a late paragraph begins with an author's name: "Ida Kern is …"."""
    late = at > 3 and len(blocks[at].text) < 2 * TEASER
    return late and blocks[at].text.startswith(tuple(authors))


TEASER = 300
"""Characters of a paragraph under the headline of another article."""
