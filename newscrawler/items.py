"""What is an article once it has been read? Names are schema.org/NewsArticle's.

As in zyte-common-items, so that an export needs no mapping. A field is None when
the page does not say; nothing is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person in a byline did."""

    AUTHOR = "author"
    EDITOR = "editor"
    PHOTOGRAPHER = "photographer"
    TRANSLATOR = "translator"
    CONTRIBUTOR = "contributor"


class AuthorType(StrEnum):
    """What schema.org/author may be."""

    PERSON = "Person"
    ORGANIZATION = "Organization"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote: the name, as printed (``nameRaw``), and a page about them.

    An organization signs beside persons (an agency), or alone where the page names
    no person.
    """

    name: str
    nameRaw: str | None = None
    url: str | None = None
    type: AuthorType = AuthorType.PERSON


@dataclass(frozen=True, slots=True)
class Byline:
    """A person and what they did; ``raw`` is the line that says so."""

    name: str
    role: Role
    raw: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, by which agency and when a report was filed; ``raw`` as printed."""

    raw: str
    place: str | None = None
    agency: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the article shows: linked, never stored."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """Another article that this one points its readers to."""

    url: str
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedNotice:
    """A reservation of rights found in the text and taken out of the body."""

    text: str
    language: str | None = None
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Syndication:
    """Whose article this copy is; ``confidence`` is from 0 to 1."""

    originUrl: str | None
    originName: str | None
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Metadata:
    """How the article came about.

    ``dateDownloaded`` is ISO 8601 in UTC; ``sources`` says for each field where it was
    read; ``datePrecision`` is "second", "minute", "hour" or "day"; ``warc`` names the
    record that holds the page.
    """

    dateDownloaded: str | None = None
    extractor: str = "newscrawler"
    sources: Mapping[str, str] = field(default_factory=dict)
    datePrecision: str | None = None
    validationMessages: tuple[str, ...] = ()
    warc: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A news article. Times are ISO 8601 with offset; ``articleBody`` has a blank
    line between blocks; ``usage`` is a preference for each purpose and ``decision``
    the id of the decision that let us keep it.
    """

    url: str
    canonicalUrl: str | None = None
    headline: str | None = None
    alternativeHeadline: str | None = None
    description: str | None = None
    articleBody: str | None = None
    articleBodyHtml: str | None = None
    datePublished: str | None = None
    datePublishedRaw: str | None = None
    dateModified: str | None = None
    dateModifiedRaw: str | None = None
    authors: tuple[Author, ...] | None = None
    inLanguage: str | None = None
    articleSection: str | None = None
    breadcrumbs: tuple[str, ...] | None = None
    keywords: tuple[str, ...] | None = None
    mainImage: Image | None = None
    images: tuple[Image, ...] | None = None
    isAccessibleForFree: bool | None = None
    publisher: str | None = None
    copyrightHolder: str | None = None
    copyrightYear: int | None = None
    copyrightNotice: str | None = None
    creditText: str | None = None
    license: str | None = None
    usageInfo: str | None = None
    bylines: tuple[Byline, ...] | None = None
    agency: str | None = None
    dateline: Dateline | None = None
    relatedLinks: tuple[RelatedLink, ...] | None = None
    notices: tuple[PrintedNotice, ...] | None = None
    syndication: Syndication | None = None
    usage: Mapping[str, str] | None = None
    permission: str | None = None
    decision: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
