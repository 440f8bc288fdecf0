"""By which software and rules was it decided, and is this report made?"""

import platform

from newscrawler import __version__
from newscrawler.report.blocks import (
    Code,
    Number,
    Paragraph,
    Row,
    Section,
    Terms,
    Text,
    day_at,
    table,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import RulesRow, runs_by_rules
from newscrawler.storage.rules import rules_version

COLUMNS = ("version", "rules", "runs", "first", "last")


def _versions(view: View) -> Section | None:
    words = view.words
    pairs = (
        ("newscrawler", Text(__version__)),
        ("Scrapy", Text(view.about.scrapy)),
        ("Python", Text(platform.python_version())),
        (words("versions.now"), Code(rules_version())),
    )
    told = table(
        words("versions.caption"),
        [words(f"versions.{one}") for one in COLUMNS],
        (_row(view, one) for one in runs_by_rules(view.connection)),
    )
    meaning = Paragraph(words("versions.meaning"))
    blocks = (meaning, Terms(pairs), told)
    return Section("versions", words("versions.title"), blocks)


def _row(view: View, one: RulesRow) -> Row:
    rules = Text(view.words("versions.unknown"))
    return Row(
        (
            Text(one.policy_version),
            rules if one.rules is None else Code(one.rules),
            Number(one.runs),
            day_at(one.first),
            day_at(one.last),
        )
    )


SECTION = Maker({On.REPORT: 90}, _versions)
