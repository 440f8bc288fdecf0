"""A contact is somebody whom a publisher can reach: one check for settings and init."""

from argparse import Namespace
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.commands.init import Command
from newscrawler.configuring.configuration import network_problem, read_configuration

HOLLOW = (
    "@",
    "x@@y",
    "a@b",
    "me@",
    "@desk.test",
    "me@localhost",
    "me@desk..test",
    "me@192.168.0.1",
    "me at@desk.test",
    "https://",
    "http://desk/bot",
    "http://localhost/x",
    "http://192.168.0.1/",
    "http://0x7f.1/",
    "https://[::1]/",
    "https://desk.test:99999/",
    "https://crawler.newsroom.test/b ot",
    "ftp://desk.test/",
    "me@example.org",
    "https://desk.test/\nX-Bot: 1",
    "https://desk:secret@desk.test/",
)
REACHED = (
    "desk@newsroom.test",
    "The desk <desk@newsroom.test>",
    "https://crawler.newsroom.test/bot",
    "https://desk.test/@bot",
    "http://redaksi.newsroom.test:8080/bot?a=b",
    "https://bücher.test/bot",
)


def told(contact: str) -> str | None:
    settings = Settings({"NEWSCRAWLER_CONTACT": contact})
    return network_problem(read_configuration(settings), settings)


def begun(folder: Path, contact: str) -> int:
    command = Command()
    given = Namespace(yes=True, contact=contact, purposes=None, json=True)
    command.run([str(folder)], given)
    return command.exitcode


@pytest.mark.parametrize("contact", HOLLOW)
def test_without_a_contact_that_is_reached_nothing_is_asked(
    contact: str, tmp_path: Path
) -> None:
    said = told(contact)

    assert said is not None
    assert said.startswith("NEWSCRAWLER_CONTACT: ")
    assert said.endswith(", or nothing is asked of the network")
    assert begun(tmp_path / "new", contact) == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("contact", REACHED)
def test_a_contact_that_is_reached_is_taken(contact: str, tmp_path: Path) -> None:
    assert "CONTACT" not in (told(contact) or "")
    assert begun(tmp_path / "new", contact) == 0
