"""``versions``: by the real command, over an article that changed."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawler.items import Article
from newscrawler.storage.database import open_store
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.text import text_hash
from newscrawler.storage.withdrawing import withdraw
from tests.storage.samples import NO_TRAINING, NOW, decision
from tests.wire.running import Ran, run

URL = "https://gazette.example/2026/harbour"
OLD = "https://gazette.example/2026/ferry"
STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db")
BODY = "The harbour opens on Friday.\n\n{} people came.\n\nRain fell."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("versions")
    with closing(open_store(f"sqlite:///{found / 'newscrawler.db'}")) as store:
        number = store.begin_run("news", {}, "1", NOW)
        for place, (url, people) in enumerate(
            ((URL, "Three"), (URL, "Three hundred"), (OLD, "No"))
        ):
            headline = f"Harbour opens, {people.lower()}"
            article = Article(url, headline=headline, articleBody=BODY.format(people))
            made = decision(url, at=NOW + 60 * place)
            one = store.prepare(number, made, article, url, text_hash(people))
            replaced = Replaced(1) if place == 1 else None
            store.keep_all([replace(one, replaces=replaced)])
        withdraw(store, number, 3, decision(OLD, NO_TRAINING, at=NOW + 300))
        store.end_run(number, NOW + 400, {})
    return found


def versions(folder: Path, *words: str) -> Ran:
    return run(folder, "versions", *words, *STORE)


def test_each_version_is_a_line(folder: Path) -> None:
    ran = versions(folder, URL)

    first, second = ran.out.splitlines()
    assert ran.code == 0
    assert first.startswith("1 2023-11-14T22:13:20.125Z earlier ")
    assert first.endswith(" Harbour opens, three")
    assert second.startswith("2 2023-11-14T22:14:20.125Z current ")
    assert second.endswith(" Harbour opens, three hundred")


def test_what_changed_is_said_by_field_and_paragraph(folder: Path) -> None:
    ran = versions(folder, URL, "--diff")

    assert ran.out.splitlines() == [
        "1 → 2 2023-11-14T22:14:20.125Z",
        "  headline: 'Harbour opens, three' → 'Harbour opens, three hundred'",
        "  @@ -1,3 +1,3 @@",
        "   The harbour opens on Friday.",
        "  -Three people came.",
        "  +Three hundred people came.",
        "   Rain fell.",
    ]


def test_a_version_as_json_has_the_article(folder: Path) -> None:
    found = json.loads(versions(folder, URL, "--json").out)

    assert [(one["version"], one["current"]) for one in found] == [
        (1, False),
        (2, True),
    ]
    assert found[1]["article"]["headline"] == "Harbour opens, three hundred"


def test_of_a_withdrawn_version_why_is_said(folder: Path) -> None:
    ran = versions(folder, OLD)

    assert ran.code == 0
    assert ran.out.endswith("content-signal: Content-Signal: ai-train=no\n")
    assert " withdrawn " in ran.out
    assert versions(folder, OLD, "--diff").out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "versions: write versions URL, the address of one article"),
        (("harbour",), "versions: write versions URL, the address of one article"),
        (
            ("https://gazette.example/other",),
            "versions: https://gazette.example/other: no article is kept of it",
        ),
    ],
)
def test_a_mistake_is_one_line(folder: Path, words: tuple[str, ...], said: str) -> None:
    ran = versions(folder, *words)

    assert (ran.code, ran.out, ran.lines) == (2, "", [said])
