"""What is remembered of a site that says more than can be?"""

from dataclasses import replace

from newscrawler.page import Page
from newscrawler.policy.hearing import DAY
from newscrawler.policy.model import Place, Preference, Scope, Statement
from newscrawler.policy.site_memory import MOST, MOST_DOUBTFUL, SiteMemory
from tests.policy.asked import AI_TRAIN, NOTICE, NOW, SITE, page

HOST = "gazette.example"


def said(quote: str, at: Page, preference: Preference, scope: Scope) -> Statement:
    return Statement(
        signal="notice",
        purposes=AI_TRAIN,
        preference=preference,
        scope=scope,
        document=at.url,
        quote=quote,
        spec="test",
        place=Place(selector="p"),
    )


def test_a_new_notice_is_remembered_however_many_there_were() -> None:
    memory, at = SiteMemory(), page()
    for number in range(MOST):
        old = said(f"{number}", at, Preference.DISALLOWED, Scope.SITE)
        memory.learn(HOST, at, [old], NOW + number)

    new = said(NOTICE, at, Preference.DISALLOWED, Scope.SITE)
    memory.learn(HOST, at, [new], NOW + 3 * DAY)

    assert memory.recall(HOST, NOW + 3 * DAY) == [new]
    assert len(memory.recall(HOST, NOW)) == MOST
    other = SiteMemory()
    other.learn(HOST, at, [replace(new, quote="Another")], NOW + 3 * DAY)
    other.restore(HOST, memory.remembered(HOST))
    assert len(other.recall(HOST, NOW)) == MOST


def test_a_sentence_is_counted_however_many_there_were() -> None:
    memory = SiteMemory()
    often, *others = (f"Doubt {number}" for number in range(MOST_DOUBTFUL + 1))
    pairs = [one for sentence in others for one in (sentence, sentence)]
    for sentence in (often, often, often, *pairs, NOTICE, NOTICE):
        at = page(url=f"{SITE}/{len(memory.pages_with(HOST, sentence))}")
        one = said(sentence, at, Preference.UNKNOWN, Scope.PAGE)
        memory.learn(HOST, at, [one], NOW)

    assert len(memory.pages_with(HOST, NOTICE)) == 2
    assert len(memory.pages_with(HOST, often)) == 3
    assert memory.pages_with(HOST, others[0]) == ()
