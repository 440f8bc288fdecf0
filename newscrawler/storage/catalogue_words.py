"""By which words is an article found? The same are looked for as are written down.

Databases part texts differently, and none parts those without spaces well: so they are
given tokens. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese become pairs of
neighbouring characters, as Lucene's CJKAnalyzer makes them, and each character alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from newscrawler.policy.record import Value

MOST_WORDS = 20_000
"""Tokens of an article, from its beginning: our choice. PostgreSQL takes 1 MB at most."""

_AT_ONCE = 200_000
"""Characters of a text whose tokens are all made before they are counted: our choice."""

MOST_LETTERS = 40
"""Of a token, the rest is cut off: our choice. PostgreSQL takes 2,046 bytes."""

MOST_TERMS, MOST_TEXT = 12, 300
"""Terms, and characters, that are looked for at once: our choice."""

LEAST_BEGINNING = 4
"""Letters that the beginning of a word has at least: our choice, so that it is found
in time."""

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
"""Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Not the vowel
signs of Indian scripts: without them a word is another."""
_INDIAN = "\u0900-\u0dff"
_TOKEN = re.compile(
    f"(?P<spaceless>[{_SPACELESS}]+)|(?:[^\\W_{_SPACELESS}]|[{_INDIAN}])+"
)
_WORD, _NOT_ALONE = re.compile(r"[^\W_]+"), re.compile(f"[{_SPACELESS}{_INDIAN}]")
_NO_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_SHORT_WORDS = re.compile(f"(?:[^ ]{{1,{MOST_LETTERS}}}+ )*+[^ ]{{0,{MOST_LETTERS}}}+")
_TERM = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')

_TEXTS = ("headline", "alternativeHeadline", "description", "articleSection")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand together, in this order; ``begins``: the last only begins so."""

    tokens: tuple[str, ...]
    begins: bool = False


def words_of(record: Mapping[str, Value]) -> str:
    """Return the tokens of an article's JSON, in order, and then its characters.

    A blank is between two of them.
    """
    folded = [_folded(text) for text in _texts(record)]
    if all(map(str.isascii, folded)):
        plain = _plain_words(" ".join(folded))
        if plain is not None:
            return plain
    return " ".join(_all_words(folded))


def _plain_words(folded: str) -> str | None:
    """Return the tokens of ASCII, None where there may be too many, or too long ones.

    A list of them, which is not made here, would cost six times as much.
    """
    if len(folded) > MOST_WORDS:
        return None
    words = folded.translate(_NO_WORDS)
    while "  " in words:
        words = words.replace("  ", " ")
    words = words.strip()
    return words if _SHORT_WORDS.fullmatch(words) else None


def _all_words(folded: Sequence[str]) -> list[str]:
    found: list[str] = []
    for text in folded:
        found += islice(_tokens(text), MOST_WORDS - len(found))
    if all(map(str.isascii, folded)):
        return found
    single = dict.fromkeys(
        letter
        for one in found
        if not one.isascii() and _is_spaceless(one)
        for letter in one
    )
    return [*found, *single]


def facet_word(name: str, value: str) -> str:
    """Return the token of what an article is of, never one of a text.

    >>> facet_word("language", "id")
    'language=6964'
    """
    return f"{name}={value.encode('utf-8', 'replace').hex()}"


def read_terms(text: str) -> tuple[Term, ...]:
    """Return what a person looks for: words, "phrases", and ``begin*``.

    Never an error: what is no word is left out.

    >>> read_terms('Anak-anak "harga beras" ekonom*')[-1]
    Term(tokens=('ekonom',), begins=True)
    """
    found = _TERM.finditer(text[:MOST_TEXT])
    terms = (term for one in found for term in _terms(one))
    return tuple(islice(terms, MOST_TERMS))


def _terms(found: re.Match[str]) -> Iterator[Term]:
    phrase, word = found["phrase"], found["word"] or ""
    runs = _runs(phrase if phrase is not None else word)
    for is_spaceless, tokens in runs:
        is_begin = word.endswith("*") and not is_spaceless
        begins = is_begin and len(tokens[-1]) >= LEAST_BEGINNING
        yield Term(tuple(tokens), begins)


def _runs(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield tokens that stand together, those of scripts without spaces apart."""
    runs = groupby(_matches(_folded(text)), lambda one: one[0] is not None)
    for is_spaceless, together in runs:
        if is_spaceless:
            yield from ((True, list(_pairs(one))) for _, one in together)
        else:
            yield False, [one[:MOST_LETTERS] for _, one in together]


def _tokens(folded: str) -> Iterable[str]:
    """Return the tokens of a folded text; most have Latin words and the like alone."""
    if len(folded) > _AT_ONCE:
        return _tokens_of_scripts(folded)
    if folded.isascii():
        words = folded.translate(_NO_WORDS).split()
    elif _NOT_ALONE.search(folded) is None:
        words = _WORD.findall(folded)
    else:
        return _tokens_of_scripts(folded)
    is_short = max(map(len, words), default=0) <= MOST_LETTERS
    return words if is_short else [one[:MOST_LETTERS] for one in words]


def _tokens_of_scripts(folded: str) -> Iterator[str]:
    for spaceless, one in _matches(folded):
        if spaceless is None:
            yield one[:MOST_LETTERS]
        else:
            yield from _pairs(one)


def _matches(folded: str) -> Iterator[tuple[str | None, str]]:
    for one in _TOKEN.finditer(folded):
        yield one["spaceless"], one[0]


def _folded(text: str) -> str:
    r"""Return a text without case, width and accents.

    >>> _folded("Ｃafé が")
    'cafe が'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", apart)).casefold()


def _pairs(run: str) -> Sequence[str]:
    """Return a run's pairs of neighbours; one character is itself.

    >>> _pairs("東京都")
    ['東京', '京都']
    """
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _is_spaceless(token: str) -> bool:
    found = _TOKEN.match(token)
    return found is not None and found["spaceless"] is not None


def _texts(record: Mapping[str, Value]) -> Iterator[str]:
    for name in _TEXTS:
        yield from _strings(record.get(name))
    yield from _strings(record.get("keywords"))
    authors = record.get("authors")
    for one in authors if isinstance(authors, list) else ():
        if isinstance(one, dict):
            yield from _strings(one.get("name"))
    yield from _strings(record.get("articleBody"))


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))
