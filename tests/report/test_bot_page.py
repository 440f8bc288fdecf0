"""What the bot page tells publishers to write does turn us away."""

import pytest

from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Purpose, Verdict
from newscrawler.policy.model import Preference
from newscrawler.report.bot_page import WAYS, written
from newscrawler.report.wording import languages, read_words
from tests.storage.samples import NOW

SITE = "https://gazette.example"
URL = f"{SITE}/archive/rain"
ROBOTS, TDMREP = f"{SITE}/robots.txt", f"{SITE}/.well-known/tdmrep.json"


def decided(
    documents: dict[str, str], headers: dict[str, str], markup: str, url: str = URL
) -> tuple[Decision, Decision]:
    """What a gate says before and after the fetch of a page of a site."""
    gate = Gate()
    body = f"{markup}<title>x</title><p>Rain."
    page = Page.from_html(body.encode(), url, headers, NOW)
    while wanted := (*gate.wants(url, NOW), *gate.wants(page, NOW)):
        for one in wanted:
            found = Document(one, NOW, 404)
            if one in documents:
                found = Document(one, NOW, 200, (), documents[one].encode())
            gate.learn(found, NOW)
    return gate.before_fetch(url, NOW), gate.after_fetch(page, NOW)


def of_way(name: str, said: str, url: str = URL) -> tuple[Decision, Decision]:
    """What a gate says where a site does what the page says of a way."""
    if name == "tdmrep":
        return decided({TDMREP: said}, {}, "", url)
    if name == "header":
        return decided({}, dict([said.split(": ", 1)]), "", url)
    if said.startswith("<"):
        return decided({}, {}, said, url)
    return decided({ROBOTS: said}, {}, "", url)


@pytest.mark.parametrize(("name", "lines"), WAYS, ids=[name for name, _ in WAYS])
def test_each_way_to_turn_us_away_does(name: str, lines: tuple[str, ...]) -> None:
    _, then = of_way(name, "\n".join(written(lines, "newscrawler")))

    assert then.verdict is Verdict.REFUSE


def test_a_way_does_no_more_than_the_page_says() -> None:
    said = {name: "\n".join(written(lines, "newscrawler")) for name, lines in WAYS}

    assert of_way("robots", said["robots"])[0].verdict is Verdict.REFUSE
    assert of_way("part", said["part"])[0].verdict is Verdict.REFUSE
    elsewhere = of_way("part", said["part"], f"{SITE}/news")
    assert [one.verdict for one in elsewhere] == [Verdict.ALLOW] * 2
    _, signal = of_way("content_signal", said["content_signal"])
    assert signal.usage[Purpose.SEARCH] is Preference.ALLOWED


@pytest.mark.parametrize("language", languages())
def test_the_sentence_to_write_is_one_that_we_hear(language: str) -> None:
    sentence = read_words(language)("bot.notice")
    footer = f"<html lang={language}><footer><p>{sentence}</p></footer>"

    _, decision = decided({}, {}, footer)

    assert [one.signal for one in decision.deciding][:1] == ["notice"]
