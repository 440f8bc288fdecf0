"""Under which name do we ask? The product token begins every User-Agent.

robots.txt is read for the token (RFC 9309 section 2.2.1), so that who asks under another
name would be judged by rules that were not written for it.
"""

from scrapy.settings import BaseSettings

from newscrawler import __version__

DEFAULT = f"newscrawler/{__version__}"
"""What our own settings say before token and contact are known."""


def token_of(settings: BaseSettings) -> str:
    """Return our product token."""
    return str(settings["NEWSCRAWLER_TOKEN"] or "newscrawler")


def is_named(user_agent: str, token: str) -> bool:
    """Tell whether a User-Agent begins with a product token.

    >>> is_named("newscrawler/1.0 (+https://desk.test)", "newscrawler")
    True
    >>> is_named("Mozilla/5.0 (compatible; newscrawler)", "newscrawler")
    False
    """
    first = user_agent.partition("/")[0].partition(" ")[0]
    return first.lower() == token.lower()


def full_user_agent(settings: BaseSettings, chosen: str | None) -> str:
    """Return the User-Agent to send: the project's own or ours, with the contact.

    ``chosen``: what the project says, None if it does not.
    """
    contact = str(settings["NEWSCRAWLER_CONTACT"] or "").strip()
    known = contact if contact.isprintable() else ""
    name = chosen or f"{token_of(settings)}/{__version__}"
    return f"{name} (+{known})" if known and known not in name else name


def chosen_user_agent(settings: BaseSettings, least: int) -> str | None:
    """Return the User-Agent that was set at a priority or above, None if none was."""
    if (settings.getpriority("USER_AGENT") or 0) < least:
        return None
    found = str(settings["USER_AGENT"] or "").strip()
    return None if found in ("", DEFAULT) else found
