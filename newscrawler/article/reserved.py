"""Which printed reservations of rights stand at the end of the article?"""

from collections.abc import Sequence
from functools import lru_cache

from newscrawler.article.blocks import MENU, Block
from newscrawler.items import PrintedNotice
from newscrawler.notices import find_notices
from newscrawler.notices.words import may_refuse, texts_with_words

TAIL = 4
"""Blocks at the story's end that may be notices: our choice."""

MAX_NOTICE = 700
"""Characters of a block that is a notice and nothing else."""

WHOLE = 0.5
"""Part of a block that a notice fills at least, if the block is no more than it."""


def split_notices(
    story: Sequence[Block], beside: Sequence[Block], language: str | None
) -> tuple[tuple[Block, ...], tuple[PrintedNotice, ...]]:
    """Return the story without the notices at its end, and those found there or beside.

    A block leaves the story if most of it is a notice; a notice that is quoted inside
    a paragraph is reported speech, and stays.
    """
    tail = [*story[-TAIL:], *beside]
    short = [at for at, block in enumerate(tail) if _may_be_notice(block)]
    found_in = texts_with_words([tail[at].text for at in short])
    suspects = [short[number] for number in found_in]
    read = {at: _notices(tail[at].text, language) for at in suspects}
    notices = {at for at, (_, share) in read.items() if share > WHOLE}
    first = len(tail) - len(beside)
    kept = [block for at, block in enumerate(tail[:first]) if at not in notices]
    found = [
        one for at in suspects if at >= first or at in notices for one in read[at][0]
    ]
    return (*story[:-TAIL], *kept), tuple(dict.fromkeys(found))


def _may_be_notice(block: Block) -> bool:
    return len(block.text) <= MAX_NOTICE and block.kind != MENU


@lru_cache(maxsize=512)
def _notices(
    text: str, language: str | None
) -> tuple[tuple[PrintedNotice, ...], float]:
    """Return the notices in a text, and the share of it that they are.

    The lines below an article stand on most pages of its site. A paragraph may be about
    anything: what no rule reads there has to have words for refusing, as on a page.
    """
    if not may_refuse(text):
        return (), 0.0
    code = (language or "").partition("-")[0] or None
    known = find_notices(text, language=code, in_rights_zone=True)
    found = [one for one in known if not one.is_doubtful]
    covered = sum(notice.end - notice.start for notice in found)
    printed = (
        PrintedNotice(
            one.text, one.language, tuple(sorted(act.value for act in one.purposes))
        )
        for one in found
    )
    return tuple(printed), covered / max(1, len(text))
