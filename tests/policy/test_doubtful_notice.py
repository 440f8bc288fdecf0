"""Is a sentence amid the news kept on record, and taken for boilerplate when it is?"""

from newscrawler.page import Page
from newscrawler.policy import Gate, Preference
from newscrawler.policy.signals.notice import DOUBTFUL
from tests.policy.asked import ALLOW, NOW, REFUSE, SITE, gate, page, silent_site

SENTENCE = "No part of this text may be used to train artificial intelligence."


def article(number: int, sentence: str = SENTENCE) -> Page:
    told = (
        f"Boat {number} came home to the harbour at noon, and nobody minded the rain. "
    )
    news = f"<p>{told * 3}</p>"
    body = f"{news * 3}<p>{told * 2}{sentence} {told * 2}</p>{news * 4}"
    html = f"<title>Boat {number}</title><article>{body}</article>"
    return page(html, url=f"{SITE}/a/{number}")


def read(found: Gate, *numbers: int) -> list[object]:
    return [found.after_fetch(article(one), NOW).verdict for one in numbers]


def test_in_mid_body_it_is_kept_and_on_record() -> None:
    decision = gate(*silent_site()).after_fetch(article(1), NOW)

    (said,) = [one for one in decision.statements if one.signal == "notice"]
    assert decision.verdict is ALLOW
    assert (said.preference, said.condition) == (Preference.UNKNOWN, DOUBTFUL)
    assert SENTENCE in said.quote


def test_on_the_third_page_it_binds_the_site() -> None:
    found = gate(*silent_site())

    assert read(found, 1, 2, 3) == [ALLOW, ALLOW, REFUSE]
    refused = found.before_fetch(f"{SITE}/b", NOW)
    assert refused.verdict is REFUSE
    assert f"{SITE}/a/1" in str(refused.deciding[0].condition)


def test_one_page_that_is_read_again_and_again_is_one() -> None:
    found = gate(*silent_site())

    assert read(found, 1, 1, 1, 2) == [ALLOW] * 4


def test_the_count_outlasts_the_process() -> None:
    first, second = gate(*silent_site()), gate(*silent_site())
    read(first, 1, 2)
    for state in first.hosts.changed():
        second.hosts.restore(state)

    assert read(second, 3) == [REFUSE]


def test_other_sites_count_for_themselves() -> None:
    found = gate(*silent_site(), *silent_site("https://courier.example"))
    read(found, 1, 2)
    other = Page(article(3).body, "https://courier.example/a", fetched_at=NOW)

    assert found.after_fetch(other, NOW).verdict is ALLOW
