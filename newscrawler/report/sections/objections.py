"""Who has objected, to what, and since when?"""

from newscrawler.policy.objection import Objection
from newscrawler.report.blocks import Code, Row, Section, Text, day
from newscrawler.report.listing import listing
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View, concerns

COLUMNS = ("who", "since", "scope")


def _objections(view: View) -> Section:
    every, host = view.about.objections, view.chosen.host
    found = (one for one in every if concerns(one.scope, host))
    return listing(view.words, "objections", COLUMNS, map(_row, found))


def _row(one: Objection) -> Row:
    return Row((Text(one.who), day(one.when), Code(" ".join(one.scope))))


SECTION = Maker({On.REPORT: 48, On.PUBLISHER: 55}, _objections)
