"""What before and after a title is the site's name, or its section's?"""

import re
from collections.abc import Iterable

from newscrawler.article.plain import key

MOST_OF = 0.45
"""How much of an affix a site's name must be: "Metro News" is Metro's, our choice."""

_SEPARATOR = re.compile(
    r"\s+[|‖·•»›«‹–—:~-]{1,2}\s+|\s*[|｜:：ㅣ]\s+|\s*[｜|ㅣ]\s*|(?<=\S)[_＿](?=\S)|\s+::\s+"
    r"|(?<=[^\x00-\u024f])[-:](?=[^\x00-\u024f]|[a-z]+[^\x00-\u024f])"
)
_SPACE = re.compile(r"\s+")


def without_site(
    title: str, sites: frozenset[str], sections: frozenset[str] = frozenset()
) -> str:
    """Return a title without the site's name and section before or after it.

    >>> without_site("Kebun Raya Dibuka - Harian Contoh", frozenset({"harian contoh"}))
    'Kebun Raya Dibuka'
    """
    while match := _last(_SEPARATOR.finditer(title)):
        affix = key(title[match.end() :])
        if not affix or not (affix in sections or _is_site(affix, sites)):
            break
        title = title[: match.start()].rstrip()
    first = _SEPARATOR.search(title)
    if (
        first
        and _is_site(key(title[: first.start()]), sites)
        and title[first.end() :].strip()
    ):
        title = title[first.end() :].lstrip()
    return title


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _is_site(affix: str, sites: frozenset[str]) -> bool:
    """Tell whether an affix is a site's name, or its host name without the dots."""
    joined = _SPACE.sub("", affix)
    return any(_are_alike(joined, _SPACE.sub("", site)) for site in sites)


def _are_alike(affix: str, site: str) -> bool:
    """Tell whether an affix is a site's name, or most of it is, or it is a part of it."""
    if affix == site:
        return True
    if min(len(affix), len(site)) <= 3 or len(affix) > 40:
        return False
    return affix in site or (site in affix and len(site) > MOST_OF * len(affix))
