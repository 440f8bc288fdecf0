"""In which language is the article written?"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from newscrawler.article.stated import Stated
from newscrawler.article.words import strings, tables
from newscrawler.page import Page

_TAG = re.compile(
    r"([a-zA-Z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_].*)?"
)
_WORD = re.compile(r"[^\W\d_]+")
_WESTERN = "cp1252"
_LETTERS = bytes(
    code if _WORD.match(bytes([code]).decode(_WESTERN, "replace")) else ord(" ")
    for code in range(256)
)
"""Letters as they are, and blanks: octets are translated in a tenth of the time."""

_SCRIPTS = {
    "ko": re.compile("[가-힣]+"),
    "ja": re.compile("[ぁ-ヿ]+"),
    "zh": re.compile("[一-鿿]+"),
    "th": re.compile("[ก-๛]+"),
    "el": re.compile("[Ͱ-Ͽ]+"),
    "he": re.compile("[א-ת]+"),
}
"""Letters that one language alone is written in; Japanese before Chinese."""

_SCRIPTED = re.compile(
    f"[{''.join(letters.pattern.strip('[]+') for letters in _SCRIPTS.values())}]"
)

SAMPLE = 3000
"""Characters of the body that are read to tell its language: our choice."""


def find_language(
    page: Page, stated: Stated, body: str, hinted: Sequence[str]
) -> tuple[str, str] | None:
    """Return a BCP 47 tag and where it was read.

    What the page states is believed unless its words are plainly of another language:
    templates that were never translated say "en".
    """
    likely = guesses(body)
    for source, claim in _claims(page, stated, hinted):
        tag = normal_tag(claim)
        if tag and (not likely or tag.partition("-")[0] in likely):
            return tag, source
    if likely:
        return likely[0], "words"
    for source, claim in _claims(page, stated, hinted):
        if tag := normal_tag(claim):
            return tag, source
    return None


def _claims(page: Page, stated: Stated, hinted: Sequence[str]) -> list[tuple[str, str]]:
    claims = [
        ("json-ld", stated.text("inLanguage")),
        ("html", page.language),
        ("meta", page.meta("og:locale", "content-language", "dc.language", "language")),
        ("header", page.header("content-language")),
        *(("hint", hint) for hint in hinted),
    ]
    return [(source, claim) for source, claim in claims if claim]


def normal_tag(text: str) -> str | None:
    """Return a language tag in its usual letters, RFC 5646 section 2.1.1.

    >>> normal_tag("EN_us"), normal_tag("zh-hans-CN"), normal_tag("english (US)")
    ('en-US', 'zh-Hans-CN', None)
    """
    match = _TAG.fullmatch(text.strip().split(",")[0].strip())
    if match is None:
        return None
    language, script, region = match.groups()
    parts = [
        language.lower(),
        script.title() if script else "",
        region.upper() if region else "",
    ]
    return "-".join(filter(None, parts))


@lru_cache(maxsize=1)
def _common() -> Mapping[str, str]:
    """Return for each common word the languages in which it is one, blanks between.

    As one text: a text knows its hash, a tuple counts it for every word of a page.
    """
    found: dict[str, str] = {}
    for code, table in tables("languages.toml").items():
        for word in frozenset(strings(table, "words")):
            found[word] = f"{found.get(word, '')} {code}"
    return found


def _words(lower: str) -> list[str]:
    encoding = "ascii" if lower.isascii() else _WESTERN
    try:
        octets = lower.encode(encoding)
    except UnicodeEncodeError:
        return _WORD.findall(lower)
    return octets.translate(_LETTERS).decode(encoding).split()


def guesses(text: str) -> tuple[str, ...]:
    """Return the languages whose commonest words a text uses, the likeliest first.

    Several where they are close, as Indonesian and Malay are; none if it is unclear.

    >>> guesses("Menteri itu mengatakan bahwa harga beras di pasar tidak akan naik pada bulan ini dan warga tidak perlu khawatir karena stok yang ada cukup untuk semua orang")
    ('id',)
    """
    sample = text[:SAMPLE]
    if not sample.isascii() and _SCRIPTED.search(sample):
        for code, letters in _SCRIPTS.items():
            found = sum(map(len, letters.findall(sample)))
            if found > 0.15 * len(sample) + 5:
                return (code,)
    words = _words(sample.lower())
    if len(words) < 20:
        return ()
    common = _common()
    counts: dict[str, int] = {}
    for codes, times in Counter(filter(None, map(common.get, words))).items():
        for code in codes.split():
            counts[code] = counts.get(code, 0) + times
    scores = sorted(((count, code) for code, count in counts.items()), reverse=True)
    if not scores:
        return ()
    most = scores[0][0]
    if most <= 0.12 * len(words):
        return ()
    return tuple(code for count, code in scores if 1.4 * count >= most)
