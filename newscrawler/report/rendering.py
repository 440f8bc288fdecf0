"""How does a page for people become one HTML file that asks nobody for anything?

Its policy (https://www.w3.org/TR/CSP3/ section 4.3.2) lets run what is in it, by hash,
and nothing else. What a site chose is escaped, led to only by http and https, and shows
what a browser would obey (directions of writing, control characters) as U+FFFD.
"""

from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from newscrawler.policy.record import iso_time
from newscrawler.report.blocks import Number, Page, Share, Table
from newscrawler.report.chart import drawing
from newscrawler.report.harmless import harmless, web_url
from newscrawler.report.wording import Words

if TYPE_CHECKING:  # imported where a page is made: other commands do without it
    from jinja2 import Environment


def html(page: Page, words: Words, now: float) -> str:
    """Return the file; ``now``: when it is made, in epoch seconds."""
    from markupsafe import Markup  # noqa: PLC0415  with Jinja

    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            words=words,
            made=moment(now),
            newline=Markup("\n"),
            csp=policy(style, script),
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
        )
    )


def policy(style: str, script: str) -> str:
    """Return the policy under which this style and this script alone have an effect."""
    parts = (
        "default-src 'none'",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(parts)


def moment(at: float, *, is_day: bool = False) -> str:
    """Return a time for people, in UTC: the same in each language.

    >>> moment(0), moment(0, is_day=True)
    ('1970-01-01 00:00', '1970-01-01')
    """
    found = datetime.fromtimestamp(at, UTC)
    return found.strftime("%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M")


def is_number(table: Table, column: int) -> bool:
    """Tell whether a column has numbers, which stand to the right."""
    cells = [row.cells[column] for row in table.rows]
    return bool(cells) and all(isinstance(one, Number | Share) for one in cells)


def is_narrow(table: Table) -> bool:
    """Tell whether a table has a name and a few numbers in each row, and no more."""
    rest = range(1, len(table.columns))
    return len(rest) <= 4 and all(is_number(table, one) for one in rest)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    def seen(value: object) -> object:
        return harmless(value) if type(value) is str else value

    found = Environment(
        loader=PackageLoader("newscrawler.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"drawing": drawing, "is_number": is_number, "moment": moment}
    found.filters |= {"is_narrow": is_narrow, "stamp": iso_time, "target": web_url}
    return found


def _asset(name: str) -> str:
    return (files("newscrawler.report") / "templates" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
