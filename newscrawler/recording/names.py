"""Under which name is what a URL answered written? One that can do no harm.

A site chooses its paths. Only plain ones become names of files; any other file is
named by a hash. What programs take for code or settings is never among them: pytest
runs ``conftest.py`` and ``test_a.txt``, git obeys ``.git/config``.
"""

import hashlib
import re
from urllib.parse import urlsplit

from newscrawler.address import authority
from newscrawler.downloading.fixture_site import FixtureError

LONGEST = 200
"""Characters of a plain name, at most: our choice; file systems take 255 a step."""

_STEP = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_PAGE = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,99}/){0,8}[a-z0-9][a-z0-9_-]{0,99}\.html?")
_POLICY = re.compile(
    r"(?:robots|ai|trust)\.txt|\.well-known/(?:[a-z0-9][a-z0-9_-]{0,99})\.(?:txt|json)"
)
_FOLDER = re.compile(r"[a-z0-9][a-z0-9._-]*|[0-9a-f:]+")


def site_folder(url: str) -> str:
    """Return the folder of a URL's site; FixtureError where its host makes none."""
    asked = authority(url)
    if asked is None or _FOLDER.fullmatch(asked.host) is None:
        raise FixtureError(f"{url}: its host makes no folder's name")
    return asked.host


def file_name(url: str) -> str:
    """Return the name of a URL's file, relative to its site's folder.

    >>> file_name("https://gazette.example/news/ferry")
    'news/ferry.html'
    >>> file_name("https://gazette.example/../conftest.py").startswith("hashed/")
    True
    """
    parts = urlsplit(url)
    path = parts.path.removeprefix("/")
    if not path or path.endswith("/"):
        name = f"{path}index.html"
    else:
        step = path.rpartition("/")[2]
        name = f"{path}.html" if _STEP.fullmatch(step) else path
    is_plain = _PAGE.fullmatch(name) or _POLICY.fullmatch(name)
    if is_plain and not parts.query and len(name) <= LONGEST:
        return name
    return hashed_name(url)


def hashed_name(url: str) -> str:
    """Return a name that nobody chose."""
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
    return f"hashed/{digest[:32]}.html"
