"""Who has objected, to what, and since when?"""

from newscrawler.policy.objection import Objection
from newscrawler.report.blocks import Code, Paragraph, Row, Section, Text, day, table
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View, concerns

COLUMNS = ("who", "since", "scope")


def _objections(view: View) -> Section | None:
    words, host = view.words, view.chosen.host
    found = [one for one in view.about.objections if concerns(one.scope, host)]
    title, meaning = words("objections.title"), Paragraph(words("objections.meaning"))
    if not found:
        none = Paragraph(words("objections.nothing"))
        return Section("objections", title, (meaning, none))
    heads = [words(f"objections.{one}") for one in COLUMNS]
    told = table(words("objections.caption"), heads, map(_row, found))
    return Section("objections", title, (meaning, told))


def _row(one: Objection) -> Row:
    return Row((Text(one.who), day(one.when), Code(" ".join(one.scope))))


SECTION = Maker({On.REPORT: 48, On.PUBLISHER: 55}, _objections)
