"""Who wrote, edited, photographed or translated, as the page prints it?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.article.calendar_words import is_calendar_word
from newscrawler.article.people import is_shaped, names_in
from newscrawler.article.plain import folded, seen
from newscrawler.article.words import all_strings
from newscrawler.items import Byline, Role
from newscrawler.recent import remembered

MAX_LINE = 300
"""Characters of a line that can be a byline: our choice."""

_BEGIN = re.compile(r"^[(（]?|[;(（|•·–-]\s?|,\s|\d{4}\s{1,3}")
_COLON = re.compile(r"\s?[:：]\s*")
_STOP = re.compile(
    r"[;|•·\n]|(?<![A-Z])(?<![A-Z][a-z])(?<!Prof)(?<!Mrs)\.\s|\s[/–—-]\s|\d|\s(?:on|am|le|el|em|il|om|den)\s"
    r"|(?=[(（][cC][)）]|©|[cC]opyright)"
)
"""Where the names of a credit end; "Dr." and "J." end none."""


@lru_cache(maxsize=1)
def _roles() -> Mapping[str, Role]:
    """Return the role that each label names; an author's where languages differ."""
    found: dict[str, Role] = {}
    for role in Role:
        for label in all_strings("bylines.toml", role.value):
            found.setdefault(label, role)
    return found


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all labels, and those that need no colon, the longest first."""
    labels = tuple(sorted(_roles(), key=len, reverse=True))
    opening = all_strings("bylines.toml", "open")
    return labels, tuple(label for label in labels if label.endswith(opening))


@dataclass(frozen=True, slots=True)
class _Label:
    """Which role begins at ``start`` of a line, and where its names do."""

    role: Role
    start: int
    end: int
    colon: bool


def _is_list(text: str) -> bool:
    """Tell whether what follows "By" without a colon is names: all look it, or one word."""
    names = names_in(text)
    return bool(names) and (
        all(map(is_shaped, names))
        or (len(text.split()) == 1 and names == (text.strip(),))
    )


def _found_labels(line: str, lower: str) -> Iterator[_Label]:
    """Yield each label before a colon, and "By" and the like where a credit begins."""
    labels, opening = _labels()
    for match in _BEGIN.finditer(lower):
        at = match.end()
        if lower.startswith(opening, at):
            label = next(one for one in opening if lower.startswith(one, at))
            after = at + len(label)
            if (
                lower[after : after + 1].isspace()
                and not line[after + 1 : after + 2].islower()
            ):
                yield _Label(_roles()[label], at, after + 1, colon=False)
    for match in _COLON.finditer(lower):
        if lower.endswith(labels, 0, match.start()):
            head = lower[: match.start()]
            label = next(one for one in labels if head.endswith(one))
            at = match.start() - len(label)
            if not lower[at - 1 : at].isalnum():
                yield _Label(_roles()[label], at, match.end(), colon=True)


@lru_cache(maxsize=1)
def _signed() -> re.Pattern[str]:
    """Return what finds a name before "기자" or "記者"."""
    titles = sorted(
        set(all_strings("bylines.toml", "author_after")), key=len, reverse=True
    )
    return re.compile(
        rf"([^\s=·,、()（）\[\]【】/]{{2,12}})\s?(?:{'|'.join(titles)})(?=$|[\s=)）\]】,、·])"
    )


def read_bylines(
    lines: Iterable[str], nobody: Iterable[str] = ()
) -> tuple[Byline, ...]:
    """Return the persons that lines name with what they did, in order, each once.

    >>> [(b.name, b.role.value) for b in read_bylines(["Pewarta: Ayu Sari Editor: Budi"])]
    [('Ayu Sari', 'author'), ('Budi', 'editor')]
    >>> [b.name for b in read_bylines(["Reporting by Ida Kern; editing by Ole Brandt"])]
    ['Ida Kern', 'Ole Brandt']
    """
    excluded = tuple(nobody)
    found: dict[tuple[str, Role], Byline] = {}
    for line in lines:
        if not is_credit_like(line):
            continue
        raw = seen(line)
        if 2 < len(raw) <= MAX_LINE:
            for role, names in _credits(line):
                for name in names_in(names, excluded):
                    if not name[0].islower():
                        found.setdefault((name, role), Byline(name, role, raw))
    return tuple(found.values())


@remembered(1 << 12)
def is_credit_like(line: str) -> bool:
    """Tell whether a line may name who did what; a site's pages share most lines."""
    if len(line) > 2 * MAX_LINE:
        return False
    return _may_credit(is_ascii=line.isascii()).search(line) is not None


@lru_cache(maxsize=2)
def _may_credit(*, is_ascii: bool) -> re.Pattern[str]:
    """Return what every line that names who did what has: it spares most the reading."""
    titles = () if is_ascii else all_strings("bylines.toml", "author_after")
    words = {label.split()[0] for label in _labels()[1]}
    opening = "|".join(
        re.escape(word) for word in sorted(words) if word.isascii() or not is_ascii
    )
    begin = rf"(?:^\W{{0,2}}|[;(（|•·–-]\s?|,\s|\d{{4}}\s{{1,3}})(?:{opening})\s"
    return re.compile("|".join(("[:：]", *titles, begin)), re.IGNORECASE)


def _credits(line: str) -> Iterator[tuple[Role, str]]:
    """Yield each role in a line and the text that names who had it."""
    lower = folded(line)
    labels = sorted(_found_labels(line, lower), key=lambda label: label.start)
    for at, label in enumerate(labels):
        following = labels[at + 1].start if at + 1 < len(labels) else len(line)
        stop = _STOP.search(line, label.end)
        end = min(following, stop.start() if stop else len(line))
        names = _without_date(line[label.end : end], line[end : end + 1])
        if label.colon or _is_list(names):
            yield label.role, names
    if not labels and len(line) <= 80:
        for match in _signed().finditer(line):
            yield Role.AUTHOR, match[1]


def _without_date(names: str, after: str) -> str:
    """Return names without the words that begin a date: "Ida Kern Published May " (3)."""
    if (label := _dates_label().search(names)) is not None:
        return names[: label.start()]
    words = names.split()
    while after.isdecimal() and len(words) > 1 and is_calendar_word(words[-1]):
        words.pop()
    return " ".join(words) if after.isdecimal() else names


@lru_cache(maxsize=1)
def _dates_label() -> re.Pattern[str]:
    """Return what finds "published" and "updated" in every language, as a word."""
    kinds = ("published", "updated")
    known = (label for kind in kinds for label in all_strings("moments.toml", kind))
    words = sorted({re.escape(label.rstrip(":")) for label in known}, reverse=True)
    return re.compile(rf"\s(?:{'|'.join(words)})(?=\s|$|:)", re.IGNORECASE)


def joined_labels(texts: Iterable[str]) -> Iterator[str]:
    """Yield lines, a label that stands alone together with the line after it.

    >>> list(joined_labels(["Written by", "Ida Kern", "3 May"]))
    ['Written by: Ida Kern', '3 May']
    """
    labels = _roles()
    waiting = ""
    for text in texts:
        if waiting:
            yield f"{waiting}: {text}"
            waiting = ""
        elif len(text) < 40 and folded(text).strip(" :") in labels:
            waiting = text.strip(" :")
        else:
            yield text


def is_byline(line: str) -> bool:
    """Tell whether a line says who did what, and nothing else.

    >>> is_byline("Von Ida Kern"), is_byline("Von Bern nach Genf fahren die Züge nicht.")
    (True, False)
    """
    text = seen(line)
    if len(text) > MAX_LINE:
        return False
    said = read_bylines([line])
    if not said:
        return False
    names = sum(len(byline.name) for byline in said)
    return len(text) <= names + 25 * len(said) and not text.endswith(
        (".", "?", "!", "…")
    )
