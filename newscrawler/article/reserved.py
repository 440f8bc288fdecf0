"""Which printed reservations of rights stand at the end of the article?"""

from collections.abc import Sequence

from newscrawler.article.blocks import Block
from newscrawler.items import PrintedNotice
from newscrawler.notices import find_notices
from newscrawler.notices.trigger import may_hold_notice

TAIL = 4
"""Blocks at the story's end that may be notices: our choice."""

MAX_NOTICE = 700
"""Characters of a block that is a notice and nothing else."""


def split_notices(
    story: Sequence[Block], beside: Sequence[Block], language: str | None
) -> tuple[tuple[Block, ...], tuple[PrintedNotice, ...]]:
    """Return the story without the notices at its end, and those found there or beside.

    A block leaves the story if most of it is a notice; a notice that is quoted inside
    a paragraph is reported speech, and stays.
    """
    if not may_hold_notice("\n".join([one.text for one in (*story[-TAIL:], *beside)])):
        return tuple(story), ()
    kept: list[Block] = list(story[:-TAIL]) if len(story) > TAIL else []
    found: list[PrintedNotice] = []
    for block in story[len(kept) :]:
        notices, share = _notices(block, language)
        if share > 0.5:
            found.extend(notices)
        else:
            kept.append(block)
    for block in beside:
        found.extend(_notices(block, language)[0])
    return tuple(kept), tuple(dict.fromkeys(found))


def _notices(
    block: Block, language: str | None
) -> tuple[tuple[PrintedNotice, ...], float]:
    """Return the notices in a block, and the share of it that they are."""
    if len(block.text) > MAX_NOTICE:
        return (), 0.0
    found = find_notices(
        block.text, language=(language or "").partition("-")[0] or None
    )
    covered = sum(notice.end - notice.start for notice in found)
    printed = (
        PrintedNotice(
            one.text, one.language, tuple(sorted(act.value for act in one.purposes))
        )
        for one in found
    )
    return tuple(printed), covered / max(1, len(block.text))
