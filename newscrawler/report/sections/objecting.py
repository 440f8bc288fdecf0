"""How does a publisher object?"""

from newscrawler.report.blocks import Lines, Paragraph, Section
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View


def _objecting(view: View) -> Section | None:
    words, contact = view.words, view.about.contact
    reach = Paragraph(words("bot.no_contact"), is_warning=True)
    if contact is not None:
        reach = Paragraph(words("objecting.reach", contact=contact))
    blocks = (
        Paragraph(words("objecting.meaning")),
        reach,
        Paragraph(words("objecting.robots")),
        Lines("robots.txt", (f"User-agent: {view.about.agent}", "Disallow: /")),
        Paragraph(words("objecting.after")),
    )
    return Section("objecting", words("objecting.title"), blocks)


SECTION = Maker({On.PUBLISHER: 60}, _objecting)
