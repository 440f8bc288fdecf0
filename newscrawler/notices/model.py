"""What does a sentence that reserves rights say?"""

from dataclasses import dataclass, field
from enum import Enum

from newscrawler.purpose import Purpose


class Act(Enum):
    """What a notice refuses: a purpose, or one of the two ways to collect."""

    SEARCH = Purpose.SEARCH.value
    ARCHIVE = Purpose.ARCHIVE.value
    AI_INPUT = Purpose.AI_INPUT.value
    AI_TRAIN = Purpose.AI_TRAIN.value
    TDM = Purpose.TDM.value
    TDM_RESEARCH = Purpose.TDM_RESEARCH.value
    CRAWL = "crawl"
    """Collect by machine, whatever for."""
    INDEX = "index"
    """Enter into an index, of whatever kind."""


class Scope(Enum):
    """What a notice speaks of."""

    PAGE = "page"
    SITE = "site"
    ASSET = "asset"
    """A picture, a recording: not the text beside it."""
    UNKNOWN = "unknown"


class Place(Enum):
    """Where in a page a notice stands."""

    TAIL = "tail"
    """The last lines of the article."""
    BODY = "body"
    """Amid the article."""
    QUOTATION = "quotation"
    OUTSIDE = "outside"
    """Beside the article, in no place that is known."""
    TERMS = "terms"
    """A page of terms, of an imprint and the like."""
    FOOTER = "footer"
    META = "meta"
    DESCRIPTION = "description"
    JSON_LD = "json-ld"
    """JSON-LD, and other JSON that a page embeds."""
    COMMENT = "comment"
    HIDDEN = "hidden"
    """``<noscript>``, ``<template>`` or an element that is not shown."""
    ATTRIBUTE = "attribute"
    CAPTION = "caption"


WEIGHED = ".weighed-"
"""What stands between language and version where weights decided."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that reserves rights; ``text`` is ``given[start:end]``, exactly."""

    text: str
    start: int
    end: int
    language: str
    purposes: frozenset[Act]
    scope: Scope
    exception: bool
    """It names a way to be allowed: permission, a licence, a contract."""
    ai_only: bool
    """It refuses collecting or indexing for AI alone."""
    rights_holder: str | None
    is_own: bool
    """It names what it speaks of, or who speaks: "this website", "our articles"."""
    rule: str
    """Language and kind of words that refuse, such as "id.ban"; "id.weighed-" and the
    version of the weights where no rule reads it, but its words weigh for it."""
    is_doubtful: bool = field(default=False, kw_only=True)
    """Rules read it as a reservation, and its words weigh against that."""

    @property
    def is_weighed(self) -> bool:
        """Tell whether the weights alone make it a reservation."""
        return WEIGHED in self.rule


@dataclass(frozen=True, slots=True)
class PageNotice(Notice):
    """A notice that binds the page; its offsets are in the block that it stands in."""

    place: Place
    selector: str
