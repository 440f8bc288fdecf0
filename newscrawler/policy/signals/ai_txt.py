"""Does ai.txt reserve what is said here against training? Three files of one name.

Spawning, May 2023, https://spawning.ai/ai-txt: groups as in robots.txt, whose rules
are file types (``*.jpg``) and paths; ``/`` and ``*`` are everything. It publishes no
grammar, so where rules disagree the Disallow stands, and what is said of a file type
is said of media, unless the type is text, HTML or that of the page itself.
https://datatracker.ietf.org/doc/draft-car-ai-txt-wellknown/: ``Training: deny``.
Any other file (the Markdown of aitxt.ing) says nothing but by its sentences, which are
read as those of robots.txt: its comments, or all of a file of prose. House rules (strict): a
denial by rule covers ai-input too, rules for all count beside those for us, and rules outside
a group and other words for "deny" are salvaged. We ask for /ai.txt alone: the
draft's own place under /.well-known/ is one request more for hardly any site.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from newscrawler.address import authority, target
from newscrawler.notices import Notice
from newscrawler.policy.formats.path_pattern import (
    MAX_PATTERN,
    matches,
    normal_pattern,
    normal_target,
)
from newscrawler.policy.formats.robots_comments import Comment, read_comments
from newscrawler.policy.formats.robots_lines import Record, decoded
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.model import Document, Preference, Scope, Statement
from newscrawler.policy.signals.notice import read_by_eye, words_of
from newscrawler.policy.visit import Signal, Visit, Words, said_in_document
from newscrawler.purpose import Purpose

NAME = "ai-txt"
RULE_SPEC = "Spawning ai.txt"
DRAFT_SPEC = "draft-car-ai-txt-wellknown-00"
PATH = "/ai.txt"

_AI_TRAIN = frozenset((Purpose.AI_TRAIN,))
_CONCERNED = _AI_TRAIN | {Purpose.AI_INPUT}
_EVERYTHING = ("/", "*", "/*", "*.*", "/*.*")
_TEXT_TYPES = ("txt", "text", "htm", "html", "xhtml", "shtml")
_FILE_TYPE = re.compile(r"/?\*?\.([a-z0-9]{1,12})\$?", re.IGNORECASE)
_QUOTES = "\"'` "
_DENIED = ("deny", "disallow", "no")
_DENIAL = re.compile(
    r"[\"']?(?:deny|denied|disallow|disallowed|no|none|never|false|forbidden"
    r"|prohibited|not[ -](?:allowed|permitted))\b",
    re.IGNORECASE,
)


def documents(visit: Visit) -> Iterator[str]:
    """Return the file's URL where a declared purpose is one that it may reserve."""
    site = authority(visit.url)
    if site is not None and visit.terms.purposes & _CONCERNED:
        yield site.origin + PATH


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what the file says of the page, and of files beside it."""
    for document in map(visit.document_at, documents(visit)):
        if document is not None:
            read = _read(document.body)
            yield from _rule_statements(read, document, visit)
            yield from _key_statements(read, document, visit)
            for line, notice in _sentences(document.body):
                words = words_of(notice, visit)
                yield said_in_document(words, document, line, Scope.SITE)


def _is_silent(visit: Visit) -> bool:
    return all(visit.document_at(url) is None for url in documents(visit))


@lru_cache(maxsize=16)
def _read(body: bytes) -> RobotsTxt:
    return RobotsTxt.from_bytes(body)


@lru_cache(maxsize=64)
def _sentences(body: bytes) -> tuple[tuple[int, Notice], ...]:
    """Return the notices in a file, each with its line."""
    text = decoded(body)
    comments = read_comments(text) if _read(body).groups else (Comment(1, text),)
    return tuple(read_by_eye(comments))


def _rule_statements(
    read: RobotsTxt, document: Document, visit: Visit
) -> Iterator[Statement]:
    """Return one denial or grant for the page, and one denial for file types."""
    rules = [one for one in _rules(read, visit) if one.key in ("allow", "disallow")]
    denials = [one for one in rules if one.key == "disallow"]
    path = target(visit.url)
    here = next((one for one in denials if _is_about(one, path)), None)
    if here is None and any(one.key == "disallow" for one in read.records):
        here = next((one for one in rules if _is_about(one, path)), None)
    if here is not None:
        salvaged = here in read.ungrouped
        words = _words(here, visit, here.text, salvaged=salvaged)
        yield said_in_document(words, document, here.line)
    types = [one for one in denials if _file_type(one) and not _is_about(one, path)]
    if types:
        quote = ", ".join(one.text for one in types[:32])
        words = _words(types[0], visit, quote)
        yield said_in_document(words, document, types[0].line, Scope.ASSET)


def _rules(read: RobotsTxt, visit: Visit) -> list[Record]:
    """Return the records for us; strict, those for all and for nobody as well."""
    groups = read.groups_for(visit.terms.agent)
    found = [record for group in groups for record in group.records]
    if not visit.is_strict:
        return found
    others = [record for group in read.groups_for_all for record in group.records]
    denials = [*_denials(others), *_denials(read.ungrouped)]
    return list(dict.fromkeys((*found, *denials)))


def _denials(records: Iterable[Record]) -> Iterator[Record]:
    return (one for one in records if one.key == "disallow")


def _key_statements(
    read: RobotsTxt, document: Document, visit: Visit
) -> Iterator[Statement]:
    for record in read.records:
        is_exact = record.value.lower() in _DENIED
        is_salvaged = visit.is_strict and bool(_DENIAL.match(record.value))
        if record.key == "training" and (is_exact or is_salvaged):
            denied, quote = Preference.DISALLOWED, record.text
            words = Words(
                NAME, _AI_TRAIN, denied, quote, DRAFT_SPEC, salvaged=not is_exact
            )
            yield said_in_document(words, document, record.line, Scope.SITE)


def _words(
    record: Record, visit: Visit, quote: str, *, salvaged: bool = False
) -> Words:
    if record.key == "allow":
        return Words(NAME, _AI_TRAIN, Preference.ALLOWED, quote, RULE_SPEC)
    purposes = _CONCERNED if visit.is_strict else _AI_TRAIN
    denied = Preference.DISALLOWED
    return Words(NAME, purposes, denied, quote, RULE_SPEC, salvaged=salvaged)


def _is_about(record: Record, path: str) -> bool:
    """Tell whether a rule is about the page itself; a denial's path may be mended."""
    where = record.value[:MAX_PATTERN]
    if record.key == "disallow":
        where = where.strip(_QUOTES)
        where = target(where) if "://" in where else where
    file_type = _file_type(record)
    if where in _EVERYTHING or file_type in _TEXT_TYPES:
        return True
    if file_type:
        return path.partition("?")[0].lower().endswith(f".{file_type}")
    if record.key == "disallow" and where and not where.startswith(("/", "*")):
        where = f"/{where}"
    is_path = where.startswith(("/", "*"))
    return is_path and matches(normal_pattern(where), normal_target(path))


def _file_type(record: Record) -> str:
    """Return the type that a rule such as ``*.jpg`` names, "" if it names a path."""
    match = _FILE_TYPE.fullmatch(record.value)
    return match[1].lower() if match else ""


SIGNAL = Signal(NAME, statements, documents, is_alike=_is_silent, optional=True)
