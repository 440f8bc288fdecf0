"""How does a page come out of a template? Escaped, whatever the web wrote into it."""

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from newscrawler.browse.asked import Answer, address
from newscrawler.policy.record import iso_time
from newscrawler.report.harmless import harmless, web_url

_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def page(template: str, status: int = 200, **values: object) -> Answer:
    """Return a page of a template and what it shows."""
    html = environment().get_template(template).render(values)
    return Answer(html.encode("utf-8", "replace"), status)


@cache
def environment() -> Environment:
    """Return the templates; all that they show is escaped, and what is missing raises."""
    found = Environment(
        loader=PackageLoader("newscrawler.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=plain,
    )
    found.globals["address"] = address
    found.filters |= {
        "web": web_url,
        "moment": moment,
        "day": day,
        "language": language,
        "many": lambda number: f"{number:,}",
    }
    return found


def plain(value: object) -> object:
    """Return a text with nothing in it that a browser would obey instead of showing.

    >>> plain("a\u202eb") == "a\ufffdb"
    True
    """
    if value is None:
        return "\u2013"
    if isinstance(value, str) and not hasattr(value, "__html__"):  # a macro's
        return harmless(value)
    return value


def moment(seconds: float | None) -> str | None:
    """Return a time in UTC to the second, as people read it.

    >>> moment(0.0)
    '1970-01-01 00:00:00 UTC'
    """
    if seconds is None:
        return None
    date, _, clock = iso_time(seconds)[:19].partition("T")
    return f"{date} {clock} UTC"


def day(seconds: float | None) -> str | None:
    """Return the day of a time, in UTC."""
    return None if seconds is None else iso_time(seconds)[:10]


def language(tag: object) -> str | None:
    """Return a language as an attribute may name it, None where it is none."""
    if not isinstance(tag, str):
        return None
    return tag if _LANGUAGE.fullmatch(tag) else None


def style() -> Answer:
    """Return how pages look."""
    text = files("newscrawler.browse").joinpath("templates/style.css").read_bytes()
    return Answer(text, media_type="text/css; charset=utf-8")
