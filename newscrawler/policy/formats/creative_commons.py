"""Which Creative Commons licence do a URL or some words name?

https://creativecommons.org/licenses/ and https://creativecommons.org/publicdomain/.
A licence is known by its elements (BY, NC, ND, SA); a URL is exact, words such as
"CC BY-NC 4.0" are the name that people give it.
"""

import re
from dataclasses import dataclass

_URL = re.compile(
    r"(https?://|//|)(?:www\.)?creativecommons\.org/(licenses|publicdomain)/"
    r"([a-z][a-z+-]{0,30})(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(
    r"\bCC[ -](BY|NC|ND|SA)\b[ -]?(NC|ND|SA)?\b[ -]?(NC|ND|SA)?\b", re.IGNORECASE
)
_NAME = re.compile(r"\bCreative Commons\b(?=.{0,20}Attribution\b)", re.IGNORECASE)
_LONG = {
    "nc": re.compile(r"\bNon-?Commercial\b", re.IGNORECASE),
    "nd": re.compile(r"\bNo-?Deriv(?:s|atives?|ative Works)\b", re.IGNORECASE),
    "sa": re.compile(r"\bShare-?Alike\b", re.IGNORECASE),
}
_PUBLIC_DOMAIN = ("zero", "mark")
_ELEMENTS = frozenset(("by", "nc", "nd", "sa"))

MAX_WORDS = 300
"""Characters behind a licence's name that are read for its elements: our choice."""


@dataclass(frozen=True, slots=True)
class CreativeCommons:
    """A licence's elements, or none of them and ``is_public_domain``."""

    elements: frozenset[str]
    is_public_domain: bool = False

    @property
    def name(self) -> str:
        """Return the licence as people write it, without a version.

        >>> find_by_url("https://creativecommons.org/licenses/by-nc-sa/4.0/").name
        'CC BY-NC-SA'
        """
        if self.is_public_domain:
            return "CC public domain"
        parts = [one for one in ("by", "nc", "nd", "sa") if one in self.elements]
        return f"CC {'-'.join(parts).upper()}"


def find_by_url(url: str) -> CreativeCommons | None:
    """Return the licence that a URL is the address of, None if of none.

    Retired licences have the elements in their names ("nc-sampling+"), if any.

    >>> find_by_url("https://creativecommons.org/about/") is None
    True
    """
    match = _URL.fullmatch(url.strip())
    if match is None:
        return None
    kind, code = match[2].lower(), match[3].lower()
    if kind == "publicdomain":
        is_known = code in _PUBLIC_DOMAIN and bool(match[1])
        return CreativeCommons(frozenset(), True) if is_known else None
    elements = frozenset(re.split("[-+]", code)) & _ELEMENTS
    return CreativeCommons(elements) if elements else None


def find_by_words(text: str) -> CreativeCommons | None:
    """Return the licence that words name, None if none; public domain is not read.

    >>> find_by_words("© Gazette, CC BY-ND 4.0").name, find_by_words("CC0")
    ('CC BY-ND', None)
    """
    match = _CODE.search(text)
    if match is not None:
        parts = {part.lower() for part in match.groups() if part}
        return CreativeCommons(frozenset(parts | {"by"}))
    match = _NAME.search(text)
    if match is None:
        return None
    words = text[match.start() : match.start() + MAX_WORDS]
    parts = {part for part, pattern in _LONG.items() if pattern.search(words)}
    return CreativeCommons(frozenset(parts | {"by"}))
