"""Nobody can talk to a running crawl: it opens no port, whatever a project sets."""

from pathlib import Path

import pytest

from newscrawler.commands.project import MODULE, project_files
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, serving
from tests.wire.sites import EVERYBODY, article

HOST = "127.0.8.2"
WATCHING = """
import sys
def note(event, args):
    if event == "socket.bind":
        with open("bound", "a") as file:
            file.write(repr(args[1]) + chr(10))
sys.addaudithook(note)
"""
"""Python tells of each address that the process takes for itself (PEP 578)."""

LATER = """
class Later:
    def update_settings(self, settings):
        for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"):
            settings.set(name, True, "cmdline")

ADDONS = {"newscrawler.addon.PolicyAddon": 300, Later: 900}
"""
EARLIER = LATER.replace("900", "100")
LISTED = """
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": 1,
    "scrapy.extensions.remote_control.RemoteControl": 2,
}
"""
SPIDERS = """
from scrapy import Spider
Spider.custom_settings = {"TELNETCONSOLE_ENABLED": True}
"""


def crawled(folder: Path, more: str | None, *settings: str, before: str = "") -> Ran:
    """Crawl a site with the settings of a project of people's own, None for ours."""
    if more is not None:
        for name, text in project_files("https://desk.test/crawler", []).items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        settings_file = folder / f"{MODULE}.py"
        settings_file.write_text(settings_file.read_text("utf-8") + more, "utf-8")
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Boat"))}
    with serving({HOST: site}) as wire:
        write_sources(folder, "http", wire.port, [HOST])
        ours = (CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={HOST}", "DOWNLOAD_DELAY=0")
        given = [part for one in (*ours, *settings) for part in ("-s", one)]
        url = f"url=http://{HOST}:{wire.port}/a.html"
        return run(
            folder, "crawl", "article", "-a", url, *given, before=WATCHING + before
        )


def bound(folder: Path) -> str:
    file = folder / "bound"
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize("more", [None, "", LISTED], ids=["ours", "project", "listed"])
def test_a_crawl_opens_no_port(tmp_path: Path, more: str | None) -> None:
    ran = crawled(tmp_path, more)

    assert ran.code == 0, ran.err
    assert len(ran.kept()) == 1
    assert bound(tmp_path) == ""


@pytest.mark.parametrize(
    "more", [EARLIER, LATER, SPIDERS], ids=["earlier", "later", "spider"]
)
def test_who_asks_for_a_port_gets_no_crawl(tmp_path: Path, more: str) -> None:
    ran = crawled(tmp_path, more)

    assert ran.code != 0
    assert "_ENABLED" in ran.err
    assert "a running crawl could be changed from outside" in ran.err
    assert "Traceback" not in ran.err
    assert bound(tmp_path) == ""


@pytest.mark.parametrize("name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"])
def test_nor_who_asks_by_the_command_line(tmp_path: Path, name: str) -> None:
    ran = crawled(tmp_path, None, f"{name}=1")

    assert ran.code != 0
    assert name in ran.err
    assert bound(tmp_path) == ""


def test_a_port_that_is_opened_would_be_seen(tmp_path: Path) -> None:
    opening = "import socket; socket.create_server(('127.0.0.1', 0)).close()\n"

    crawled(tmp_path, None, before=opening)

    assert "127.0.0.1" in bound(tmp_path)
