"""What has a publisher published, and what is a flaw in it?"""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from newscrawler.page import Page
from newscrawler.policy import Document
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.hearing import Kind, Outcome, hear
from newscrawler.policy.model import quoted

CLOSE = 0.7
"""How alike two words are, from 0 to 1, before we suggest one: our choice."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where it is, what is wrong, what it means to crawlers and what to write.

    ``document`` is a file or a URL, ``place`` the line, header or element in it;
    ``check`` is the name of the check that found it.
    """

    document: str
    place: str
    quote: str
    wrong: str
    meaning: str
    mend: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page, under the name by which its publisher knows it."""

    name: str
    page: Page


@dataclass(frozen=True)  # without slots: robots.txt is read once
class Published:
    """The documents of one site; None: it has none. A page brings its headers."""

    robots_document: Document | None = None
    tdmrep: Document | None = None
    pages: tuple[PublishedPage, ...] = ()

    @cached_property
    def robots(self) -> RobotsTxt | None:
        """Return the robots.txt, None where there is none or it is something else."""
        document = self.robots_document
        if document is None:
            return None
        heard = hear(document, Kind.ROBOTS, now=document.fetched_at)
        return heard.robots if heard.outcome is Outcome.HEARD else None


def robots_flaw(
    published: Published, record: Record, wrong: str, meaning: str, mend: str
) -> Flaw:
    """Return the flaw of a line of robots.txt."""
    document = published.robots_document
    assert document is not None, "a record came out of a document"
    place = f"line {record.line}"
    return Flaw(document.url, place, quoted(record.text), wrong, meaning, mend)


def flaw_at(
    name: str, place: str, quote: str, *, wrong: str, meaning: str, mend: str
) -> Flaw:
    """Return the flaw of a header, an element or a rule."""
    return Flaw(name, place, quoted(quote), wrong, meaning, mend)


def nearest(word: str, known: tuple[str, ...], cutoff: float = CLOSE) -> str | None:
    """Return the known word most like the one written, None if none is close.

    >>> nearest("dissalow", ("allow", "disallow"))
    'disallow'
    """
    found = get_close_matches(word.lower(), known, n=1, cutoff=cutoff)
    return found[0] if found else None
