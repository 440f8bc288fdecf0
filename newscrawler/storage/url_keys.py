"""Under which form is a URL remembered, and by which hash?"""

from newscrawler.address import canonical_form
from newscrawler.storage.text import text_hash


def url_form(url: str) -> str:
    """Return the form under which a URL is remembered: itself if it is no URL."""
    try:
        return canonical_form(url)
    except ValueError:
        return url


def url_key(url: str) -> str:
    """Return the hash by which a URL is known."""
    return text_hash(url_form(url))
