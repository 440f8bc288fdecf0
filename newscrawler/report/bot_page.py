"""Who crawls, for what, and how is it turned away? What the contact's URL should show."""

from collections.abc import Iterable
from dataclasses import dataclass

from newscrawler.purpose import Purpose
from newscrawler.report.blocks import (
    Block,
    Code,
    Link,
    Page,
    Paragraph,
    Row,
    Section,
    Terms,
    Text,
    Written,
    table,
)
from newscrawler.report.view import About
from newscrawler.report.wording import Words

WAYS = (
    ("robots", ("User-agent: {agent}", "Disallow: /")),
    ("part", ("User-agent: {agent}", "Disallow: /archive/")),
    ("content_signal", ("User-agent: *", "Content-Signal: search=yes, ai-train=no, ai-input=no")),
    ("content_usage", ("User-agent: *", "Content-Usage: train-ai=n")),
    ("header", ("X-Robots-Tag: noai",)),
    ("meta", ('<meta name="robots" content="noai, noarchive">',)),
    ("tdmrep", ('[{{"location": "/", "tdm-reservation": 1}}]',)),
    ("tdm_meta", ('<meta name="tdm-reservation" content="1">',)),
)  # fmt: skip
"""Ways to turn us away, as they are written; tests put each to the gate."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What a crawler tells of itself; ``delay``: seconds between two requests.

    ``mail``: where publishers write to, None where nobody knows yet.
    ``directory`` is the origin of the key directory and ``key`` the key's id, None
    where requests are not signed.
    """

    about: About
    delay: str
    mail: str | None = None
    directory: str | None = None
    key: str | None = None


def bot_page(bot: Bot, words: Words) -> Page:
    """Return the page."""
    about = bot.about
    sections = (_who, _purposes, _tokens, _refusing, _pace, _reach, _objecting, _signed)
    return Page(
        title=words("bot.title", agent=about.agent),
        kind=words("bot.kind"),
        lead=words("bot.lead"),
        about=Terms(((words("bot.user_agent"), Code(about.user_agent)),)),
        figures=(),
        sections=tuple(one(bot, words) for one in sections),
        is_private=False,
    )


def written(lines: Iterable[str], agent: str) -> tuple[str, ...]:
    """Return the lines of a way, with our token."""
    return tuple(one.format(agent=agent) for one in lines)


def _section(name: str, words: Words, *blocks: Block) -> Section:
    return Section(name, words(f"bot.{name}"), blocks)


def _who(_: Bot, words: Words) -> Section:
    return _section("who", words, Paragraph(words("bot.who_text")))


def _purposes(bot: Bot, words: Words) -> Section:
    rows = (
        Row(
            (
                Text(words(f"purposes.{one.value}")),
                Text(words(f"bot.means_{one.value}")),
            )
        )
        for one in Purpose
        if one in bot.about.purposes
    )
    heads = words("bot.purpose"), words("bot.meaning")
    told = table(words("bot.uses"), heads, rows)
    return _section("purposes", words, Paragraph(words("bot.purposes_text")), told)


def _tokens(bot: Bot, words: Words) -> Section:
    text = words("bot.tokens_text", agent=bot.about.agent)
    return _section("tokens", words, Paragraph(text))


def _refusing(bot: Bot, words: Words) -> Section:
    rows = [
        Row(
            (
                Text(words(f"bot.way_{name}")),
                Written(written(lines, bot.about.agent)),
                Text(words(f"bot.does_{name}")),
            )
        )
        for name, lines in WAYS
    ]
    notice = words("bot.way_notice"), words("bot.notice"), words("bot.does_notice")
    rows.append(Row((Text(notice[0]), Text(notice[1]), Text(notice[2]))))
    heads = words("bot.way"), words("bot.write"), words("bot.does")
    told = table(words("bot.ways"), heads, rows)
    return _section("refusing", words, Paragraph(words("bot.refusing_text")), told)


def _pace(bot: Bot, words: Words) -> Section:
    text = words("bot.pace_text", delay=bot.delay)
    return _section("pace", words, Paragraph(text))


def _reach(bot: Bot, words: Words) -> Section:
    if bot.mail is None:
        none = Paragraph(words("bot.no_contact"), is_warning=True)
        return _section("contact", words, none)
    where = Terms(((words("report.operator"), Text(bot.mail)),))
    return _section("contact", words, Paragraph(words("bot.reach")), where)


def _objecting(_: Bot, words: Words) -> Section:
    blocks = (
        Paragraph(words("objecting.meaning")),
        Paragraph(words("objecting.after")),
    )
    return Section("objecting", words("objecting.title"), blocks)


def _signed(bot: Bot, words: Words) -> Section:
    if bot.directory is None or bot.key is None:
        return _section("signed", words, Paragraph(words("bot.unsigned")))
    pairs = (
        (words("bot.directory"), Link(bot.directory)),
        (words("bot.key"), Code(bot.key)),
    )
    return _section("signed", words, Paragraph(words("bot.signed_text")), Terms(pairs))
