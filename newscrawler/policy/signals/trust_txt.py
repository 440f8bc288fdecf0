"""Does trust.txt let a site's articles be trained on? JournalList, April 2024.

https://journallist.net/reference-document-for-trust-txt-specifications and
draft-org-trust-relationship-protocol-00 (expired): ``name=value`` lines of UTF-8 in
/trust.txt, else in /.well-known/trust.txt; ``datatrainingallowed=yes|no``, at most
once, speaks for the domain. Several that disagree are a no, and several are no
permission. House rule (strict): a denial outside the grammar is salvaged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.address import authority
from newscrawler.policy.formats.robots_lines import decoded
from newscrawler.policy.model import Document, Preference, Scope, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_document
from newscrawler.purpose import Purpose

NAME = "trust-txt"
SPEC = "JournalList trust.txt, datatrainingallowed"
PATHS = ("/trust.txt", "/.well-known/trust.txt")
KEY = "datatrainingallowed"

MAX_LINE = 1024
"""Characters of a line that we read: our choice."""

_AI_TRAIN = frozenset((Purpose.AI_TRAIN,))
_LINE_END = re.compile("\r\n|\r|\n")
_DENIAL = re.compile(
    r"\s*data[-_ ]?training[-_ ]?allowed[\s=:]+[\"']?"
    r"(?:no|n|none|never|not|false|0|deny|denied|disallow|disallowed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A line that says whether training is allowed; None: neither yes nor no."""

    line: int
    text: str
    allowed: bool | None
    salvaged: bool = False


def documents(visit: Visit) -> Iterator[str]:
    """Return where the file may be: the second place if the first has none."""
    site = authority(visit.url)
    if site is None or Purpose.AI_TRAIN not in visit.terms.purposes:
        return
    first, second = (site.origin + path for path in PATHS)
    yield first
    if visit.document_at(first) is None:
        yield second


def statements(visit: Visit) -> Iterator[Statement]:
    """Return each denial, or the one permission; none where training is undeclared."""
    for document in map(visit.document_at, documents(visit)):
        if document is not None:
            yield from _said(document, visit)


def _said(document: Document, visit: Visit) -> Iterator[Statement]:
    found = read_answers(decoded(document.body), liberal=visit.is_strict)
    is_permission = len(found) == 1
    for one in found:
        if one.allowed is False or (one.allowed and is_permission):
            preference = Preference.ALLOWED if one.allowed else Preference.DISALLOWED
            words = Words(
                NAME, _AI_TRAIN, preference, one.text, SPEC, salvaged=one.salvaged
            )
            yield said_in_document(words, document, one.line, Scope.SITE)


def read_answers(text: str, *, liberal: bool) -> list[Answer]:
    """Return what the lines of a trust.txt say of training.

    >>> [one.allowed for one in read_answers("DataTrainingAllowed=No", liberal=False)]
    [False]
    """
    lines = enumerate(_LINE_END.split(text), 1)
    found = (
        _answer(number, line[:MAX_LINE], liberal=liberal) for number, line in lines
    )
    return [one for one in found if one is not None]


def _answer(number: int, line: str, *, liberal: bool) -> Answer | None:
    name, mark, value = line.partition("#")[0].partition("=")
    name, value, words = name.strip().lower(), value.strip(), line.strip()
    is_record = bool(mark) and name == KEY
    if is_record and value.lower() == "no":
        return Answer(number, words, allowed=False)
    if is_record and value == "yes":
        return Answer(number, words, allowed=True)
    if liberal and _DENIAL.match(line):
        return Answer(number, words, allowed=False, salvaged=True)
    return Answer(number, words, allowed=None) if is_record else None


SIGNAL = Signal(NAME, statements, documents, is_alike=lambda _: True, optional=True)
