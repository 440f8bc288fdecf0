"""Does an article stand at this URL? By its form alone; tables in article_url.toml.

For what a section or a sitemap names: it saves requests, and never stands for the gate.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources import files
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawler.recent import remembered

LONG_ID = 5
"""Digits of a number that is no year and no page of a list: our choice."""

MANY_WORDS = 4
"""Words of a slug that is a headline: our choice; a section's name has fewer."""

FEW_WORDS = 2
"""Words of a slug that is a headline where something else speaks for it."""

LONG_SLUG = 12
"""Letters of a slug in a script that writes no spaces: our choice."""


DATED = "a date and a slug"


class Kind(Enum):
    """What stands at a URL, as far as its form tells."""

    ARTICLE = "article"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a URL is taken for, and by which sign, for a person to read."""

    kind: Kind
    sign: str


_TABLE = tomllib.loads(
    files("newscrawler.discovery").joinpath("article_url.toml").read_text("utf-8")
)


def _signs(strength: str) -> dict[str, str]:
    groups: dict[str, list[str]] = _TABLE["steps"][strength]
    return {word: f"{name}: {word}" for name, words in groups.items() for word in words}


_NEVER = _signs("never")
_UNLESS_DATED = _signs("unless_dated")
_UNLESS_ARTICLE = _signs("unless_article")
_ARTICLE_STEPS = frozenset(_TABLE["steps"]["signs"]["article"])
_NUMBERED_STEPS = frozenset(_TABLE["steps"]["signs"]["numbered"])
_CONJUNCTIONS = frozenset(_TABLE["steps"]["signs"]["conjunction"])
_NEUTRAL_STEPS = frozenset(_TABLE["steps"]["signs"]["neutral"])
_FOLDER_PAGES = frozenset(_TABLE["steps"]["signs"]["folder"])
_OTHER_HOSTS = frozenset(_TABLE["hosts"]["other"])
_ARTICLE_PARAMETERS = frozenset(_TABLE["parameters"]["article"])
_OTHER_PARAMETERS = frozenset(_TABLE["parameters"]["other"])
_PAGE_SUFFIXES = frozenset(_TABLE["suffixes"]["page"])
_FILE_SUFFIXES = frozenset(_TABLE["suffixes"]["other"])

_YEAR = "(?:19[89][0-9]|20[0-9]{2})"
_MONTH = "(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(
    f"/(?:{_YEAR}[/-]{_MONTH}(?:[/-]{_DAY})?|{_DAY}[/-]{_MONTH}[/-]{_YEAR}"
    f"|{_YEAR}/?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?=[/_-]|$)"
)
_NAMED_DAY = re.compile(f"/({_YEAR})[/-]({_MONTH})(?:[/-]({_DAY}))?(?=[/_-]|$)")
_PLAIN_DAY = re.compile(f"/({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?=[/_-]|$)")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DATE_IN_SLUG = re.compile(f"{_YEAR}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])")
_ID = re.compile(rf"(?<![0-9])[0-9]{{{LONG_ID},}}(?![0-9])")
_MIXED_ID = re.compile(
    r"(?:^|[-_.,~])(?=(?:[a-z]*[0-9]){3})(?:[a-z]{1,4}[0-9][0-9a-z]{4,}|[0-9a-f]{8,})$"
)
_NUMBER = re.compile(r"[0-9]{3,}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS = re.compile(r"[-_+ ,]+")
_LIST_PAGE = re.compile(r"(?:page|seite|halaman|pagina|p|s)[-_]?[0-9]{1,4}")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@remembered(1 << 13)
def judged(url: str) -> Judged:
    """Return what stands at a URL, as far as its form tells, and the sign of it.

    >>> judged("https://a.example/2026/11/02/harbour-opens.html").sign
    'a date and a slug'
    >>> judged("https://a.example/tag/harbour").sign
    'taxonomy: tag'
    """
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return Judged(Kind.OTHER, "no address that can be read")
    steps = [one for one in unquote(parts.path).lower().split("/") if one]
    if steps and _split_suffix(steps[-1])[0] in _FOLDER_PAGES:
        del steps[-1]
    names = {name.lower(): value for name, value in query}
    label = (parts.hostname or "").partition(".")[0]
    if label in _OTHER_HOSTS:
        return Judged(Kind.OTHER, f"host: {label}")
    return _by_steps(steps, names)


def looks_like_article(url: str) -> bool:
    """Tell whether a URL has the form that news sites give to articles.

    >>> looks_like_article("https://a.example/2026/11/02/harbour-opens.html")
    True
    >>> looks_like_article("https://a.example/news/")
    False
    """
    return judged(url).kind is Kind.ARTICLE


def is_no_article(url: str) -> bool:
    """Tell whether the form of a URL says that no article is there.

    >>> is_no_article("https://a.example/harbour"), is_no_article("https://a.example/")
    (False, True)
    """
    return judged(url).kind is Kind.OTHER


def is_file(url: str) -> bool:
    """Tell whether a URL's form says that a file is there, and no page."""
    return judged(url).sign.startswith("a file: ")


def date_in(url: str) -> date | None:
    """Return the day that a URL names, a month's last; None if it names none.

    >>> date_in("https://a.example/2026/11/02/harbour")
    datetime.date(2026, 11, 2)
    >>> date_in("https://a.example/2026/feb/harbour")
    datetime.date(2026, 2, 28)
    """
    path = unquote(urlsplit(url).path).lower()
    found = _NAMED_DAY.search(path) or _PLAIN_DAY.search(path)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) // 3 + 1
    last = monthrange(year, number)[1]
    return date(year, number, min(int(day or last), last))


def _by_steps(steps: list[str], names: dict[str, str]) -> Judged:
    """Return what the steps and the parameters tell, denials in their strength."""
    stem, suffix = _split_suffix(steps[-1] if steps else "")
    if suffix in _FILE_SUFFIXES:
        return Judged(Kind.OTHER, f"a file: .{suffix}")
    plain = [one.replace("_", "-") for one in (*steps[:-1], stem)]
    denial = _first(plain, _NEVER) or _listing(plain, names)
    if denial is not None:
        return Judged(Kind.OTHER, denial)
    found = _as_article(steps, stem, suffix, names)
    is_article = found.kind is Kind.ARTICLE
    denial = _first(plain, _UNLESS_DATED)
    if denial is not None and not (is_article and found.sign == DATED):
        return Judged(Kind.OTHER, denial)
    denial = _first(plain, _UNLESS_ARTICLE)
    if denial is not None and not is_article:
        return Judged(Kind.OTHER, denial)
    return found


def _first(steps: list[str], signs: Mapping[str, str]) -> str | None:
    return next((signs[one] for one in steps if one in signs), None)


def _listing(steps: list[str], names: Mapping[str, str]) -> str | None:
    """Return which sign says that a page is a list, beside the words of its path."""
    if len(steps) > 1 and _LIST_PAGE.fullmatch(steps[-1]):
        return "a page of a list"
    listing = sorted(_OTHER_PARAMETERS.intersection(names))
    if listing and not _ARTICLE_PARAMETERS.intersection(names):
        return f"parameter: {listing[0]}"
    return None


def _as_article(
    steps: list[str], stem: str, suffix: str, names: Mapping[str, str]
) -> Judged:
    """Return which sign says that an article is there, or that nothing says so."""
    for name, value in names.items():
        if name in _ARTICLE_PARAMETERS and _NUMBER.search(value):
            return Judged(Kind.ARTICLE, f"parameter: {name}")
    words = [one for one in _WORDS.split(stem) if one]
    path = "/" + "/".join((*steps[:-1], stem))
    dated = _DATE.search(path)
    if dated is not None:
        return _dated(path[dated.end() :])
    if len(words) >= FEW_WORDS and _DATE_IN_SLUG.search(stem):
        return Judged(Kind.ARTICLE, DATED)
    if _has_id(stem) or any(_ID.search(one) for one in steps[:-1]):
        return Judged(Kind.ARTICLE, "a number")
    if stem.isdigit() and steps[-2:-1] and steps[-2] in _NUMBERED_STEPS:
        return Judged(Kind.ARTICLE, "a number below a word for articles")
    return _slugged(steps, words, suffix)


def _dated(rest: str) -> Judged:
    slug = rest.strip("/").rpartition("/")[2]
    if not slug:
        return Judged(Kind.OTHER, "the archive of a day or a month")
    if slug.isdigit() and not _ID.search(slug):
        return Judged(Kind.UNKNOWN, "a date and a short number")
    return Judged(Kind.ARTICLE, DATED)


def _slugged(steps: list[str], words: list[str], suffix: str) -> Judged:
    """Return what the words of a path's last step tell."""
    inside = [one for one in steps[:-1] if not _is_neutral(one)]
    if len(words) >= MANY_WORDS:
        return Judged(Kind.ARTICLE, "a slug of many words")
    if any(one in _ARTICLE_STEPS for one in inside) and len(words) > FEW_WORDS:
        return Judged(Kind.ARTICLE, "a slug below a word for articles")
    if inside and len(words) > FEW_WORDS and not _CONJUNCTIONS.intersection(words):
        return Judged(Kind.ARTICLE, "a slug below a section")
    if inside and suffix in _PAGE_SUFFIXES:
        return Judged(Kind.ARTICLE, f"a page below a section: .{suffix}")
    if not steps:
        return Judged(Kind.OTHER, "the home page")
    text = "".join(words)
    if len(text) >= LONG_SLUG and _SPACELESS.search(text):
        return Judged(Kind.ARTICLE, "a long slug without spaces")
    return Judged(Kind.UNKNOWN, "a short name")


def _is_neutral(step: str) -> bool:
    return step in _NEUTRAL_STEPS or _LOCALE.fullmatch(step) is not None


def _has_id(text: str) -> bool:
    """Tell whether a text holds a long number, or a key of letters and digits."""
    return any(one.search(text) for one in (_ID, _UUID, _MIXED_ID))


def _split_suffix(step: str) -> tuple[str, str]:
    """Return a step without its file suffix, and that; "" where it has none we know."""
    stem, dot, suffix = step.rpartition(".")
    is_known = suffix in _PAGE_SUFFIXES or suffix in _FILE_SUFFIXES
    return (stem, suffix) if dot and is_known else (step, "")
