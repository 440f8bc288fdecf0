"""Is nothing of Scrapy loaded that stays switched off, and all that is switched on?"""

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.tuning.idle_parts import SWITCHED, leave_out_idle

MIDDLEWARES = "DOWNLOADER_MIDDLEWARES_BASE"
COOKIES = next(iter(SWITCHED[MIDDLEWARES]))

LOADED = """
import sys
from newscrawler.__main__ import main
store, switch = sys.argv[1:]
try:
    main(["crawl", "fixtures", "-s", f"NEWSCRAWLER_STORE={store}", "-s", switch])
finally:
    print(sorted({"aiohttp", "tldextract", "twisted.conch"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("chosen", "is_there"), [("False", 0), ("True", 1), ("perhaps", 1)]
)
def test_what_is_switched_on_stays(chosen: str, is_there: int) -> None:
    settings = Settings({"COOKIES_ENABLED": chosen})
    before = dict(settings[MIDDLEWARES])

    leave_out_idle(settings, off={})

    assert len(before) - len(settings[MIDDLEWARES]) == 1 - is_there
    assert (COOKIES in settings[MIDDLEWARES]) == is_there


def test_what_may_not_be_switched_on_is_left_out() -> None:
    settings = Settings({"TELNETCONSOLE_ENABLED": True})

    leave_out_idle(settings, off={"TELNETCONSOLE_ENABLED": False})

    assert not [one for one in settings["EXTENSIONS_BASE"] if "telnet" in one.lower()]


def test_every_part_is_one_of_scrapys() -> None:
    for listed, parts in SWITCHED.items():
        for part, switch in parts.items():
            assert part in Settings()[listed], part
            assert switch in Settings(), switch


@pytest.mark.parametrize(
    ("setting", "loaded"),
    [("COOKIES_ENABLED=False", "[]"), ("COOKIES_ENABLED=True", "['tldextract']")],
)
def test_a_crawl_loads_no_idle_part(setting: str, loaded: str, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    command = [sys.executable, "-c", LOADED, store, setting]

    said = subprocess.run(command, check=False, capture_output=True, text=True)

    assert said.stdout.splitlines()[-1:] == [loaded], said.stderr
