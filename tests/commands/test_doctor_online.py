"""With ``doctor --online``: does the contact answer, and is the clock right?"""

from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from newscrawler.commands.doctor_online import skew
from newscrawler.page import Page
from tests.commands.doctoring import STORE, doctor, of, paper
from tests.wire.world import OPEN, World

CONTACT = ("-s", "NEWSCRAWLER_CONTACT=https://desk.test/crawler.html")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return paper(tmp_path)


def test_the_contact_page_is_asked_online_alone(world: World) -> None:
    at = format_datetime(datetime.now(UTC), usegmt=True)
    headers = f'["/crawler.html".headers]\nDate = "{at}"\n'
    pages = {"robots.txt": OPEN, "crawler.html": "<h1>Our crawler</h1>"}
    world.site("desk.test", pages, headers)
    ran = doctor(world, "--online", *CONTACT)

    assert ran.code == 0, ran.out + ran.err
    assert of(ran, "contact") == [
        "ok   contact: https://desk.test/crawler.html answers"
    ]
    assert of(ran, "clock")[1].startswith("ok   clock: it is ")
    assert of(doctor(world, *CONTACT), "contact") == []
    assert not (world.folder / STORE).exists()


def test_a_contact_page_that_is_not_there_fails(world: World) -> None:
    world.site("desk.test", {"robots.txt": OPEN})
    ran = doctor(world, "--online", *CONTACT)

    assert ran.code == 1
    (told,) = of(ran, "contact")
    assert told.startswith("fail contact: https://desk.test/crawler.html: ")
    assert "bot-page" in told


@pytest.mark.parametrize(
    ("headers", "standing", "words"),
    [
        ({"Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, "ok", "it is 0 s behind"),
        ({"Date": "Mon, 23 Nov 2026 11:58:20 GMT"}, "warn", "it is 100 s ahead of"),
        ({"Date": "Mon, 23 Nov 2026 11:58:20 GMT", "Age": "100"}, "ok", "it is 0 s"),
        ({"Date": "Mon, 23 Nov 2026 13:00:00 GMT"}, "fail", "it is 3600 s behind"),
        ({"Date": "soon"}, "warn", "tells no Date"),
        ({}, "warn", "tells no Date"),
    ],
)
def test_the_clock_is_held_to_the_date_of_an_answer(
    headers: dict[str, str], standing: str, words: str
) -> None:
    page = Page.from_html(b"", "https://desk.test/", headers)
    (found,) = skew(page, datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp())

    assert found.standing.value == standing
    assert words in found.words
