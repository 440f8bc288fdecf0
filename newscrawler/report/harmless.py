"""What somebody else wrote: what of it may a page for people show, and lead to?"""

from unicodedata import category

from newscrawler.address import authority

KEPT = "\n\t\u200c\u200d"
"""What nobody sees and a page needs: lines, and the joiners of Persian and Hindi."""

OBEYED = "\ufffd"
"""What is shown in the place of controls, of what turns the direction of the text after
it, of letters that nobody sees and of those that no alphabet has yet."""


def harmless(text: str) -> str:
    """Return a text with nothing in it that a browser would obey instead of showing.

    >>> harmless("a\u202eb") == "a\ufffdb"
    True
    """
    if text.isprintable():
        return text
    return "".join(one if _is_shown(one) else OBEYED for one in text)


def _is_shown(one: str) -> bool:
    """Tell whether a character is one to show: a space of any width is."""
    return one.isprintable() or one in KEPT or category(one) == "Zs"


def web_url(text: object) -> str | None:
    """Return an address that may be led to, None where it is none of the web: a link
    would run it.

    >>> web_url("https://a.example/"), web_url("javascript:alert(1)")
    ('https://a.example/', None)
    """
    if not isinstance(text, str) or harmless(text) != text:
        return None
    site = authority(text)
    is_web = site is not None and site.scheme in ("http", "https")
    return text if is_web else None
