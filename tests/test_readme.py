"""Every command of the README does what the README says, in an empty folder."""

import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
SOURCE, PERMISSION = (text for kind, text in BLOCKS if kind == "toml")
COMMANDS = [
    line.partition("#")[0].strip()
    for kind, text in BLOCKS
    if kind == "sh"
    for line in text.splitlines()
]
OURS = [one for one in COMMANDS if re.match(r"(?:\.venv/bin/)?newscrawler ", one)]
EXITS = {"kabarcepat.example": 3}

ARTICLE = """<!doctype html><html lang=en><title>Harbour opens</title>
<article><h1>The old harbour opens again</h1>
<p>By Maren Holt</p><time datetime="2026-11-20T09:00:00+00:00">20 November 2026</time>
{}</article></html>"""
PARAGRAPH = (
    "<p>The old harbour of Wexmouth opened again on Friday after two years of work on "
    "its walls, and three hundred people came to see the first boat go out.</p>\n"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>
<item><title>The old harbour opens again</title>
<link>https://gazette.example/2026/harbour.html</link></item></channel></rss>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "sites" / "gazette.example"
    (site / "2026").mkdir(parents=True)
    (site / "feed.xml").write_text(FEED, "utf-8")
    (site / "index.html").write_text("<title>Gazette</title><p>News.", "utf-8")
    other = tmp_path / "sites" / "courier.example"
    other.mkdir()
    head = "<link rel=alternate type=application/rss+xml href=/feed.xml>"
    (other / "index.html").write_text(f"<title>Courier</title>{head}", "utf-8")
    (tmp_path / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    page = ARTICLE.format(PARAGRAPH * 6)
    (site / "2026" / "harbour.html").write_text(page, "utf-8")
    letter = b"We permit it."
    documents = tmp_path / "sources" / "permissions"
    documents.mkdir(parents=True)
    (documents / "exm-2026-014.pdf").write_bytes(letter)
    permission = PERMISSION.replace("…", hashlib.sha256(letter).hexdigest())
    source = tmp_path / "sources" / "example-gazette.toml"
    source.write_text(f"{SOURCE}\n{permission}", "utf-8")
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command.removeprefix(".venv/bin/"))
    assert words[0] == "newscrawler"
    here = ["-s", "DOWNLOAD_DELAY=0"]
    if words[1] not in ("explain", "lint-site"):
        here += ["-s", f"NEWSCRAWLER_FIXTURES={folder / 'sites'}"]
    return subprocess.run(
        [sys.executable, "-m", "newscrawler", *words[1:], *here],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", OURS)
def test_a_command_ends_as_the_readme_says(command: str, folder: Path) -> None:
    result = run(command, folder)

    expected = next((code for host, code in EXITS.items() if host in command), 0)
    assert result.returncode == expected, result.stderr
    assert "Traceback" not in result.stderr
    if " crawl " in command:
        assert "1 kept, 0 refused, 0 deferred" in result.stderr
    if "items.jsonl" in command:
        assert (folder / "items.jsonl").read_text("utf-8").count("\n") == 1


def test_the_other_commands_are_the_makefiles() -> None:
    targets = (ROOT / "Makefile").read_text("utf-8")

    others = [one for one in COMMANDS if one and one not in OURS]
    assert others == ["make crawl", "make test"]
    assert all(f"\n{one.split()[1]}: venv\n" in targets for one in others)


def test_every_setting_that_the_readme_names_is_one() -> None:
    named = set(re.findall(r"NEWSCRAWLER_[A-Z_]+", README))
    code = "".join(
        path.read_text("utf-8") for path in (ROOT / "newscrawler").rglob("*.py")
    )

    assert all(f'"{name}"' in code for name in named)
