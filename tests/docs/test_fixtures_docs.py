"""docs/howto/fixtures.md does what it says: its commands, and then its tests."""

import shlex
import sys
from pathlib import Path

from tests.docs.reading import DOCS, blocks, commands
from tests.docs.test_recrawl_docs import ARTICLE, PARAGRAPH
from tests.wire.running import run, run_program
from tests.wire.world import OPEN, World

PAGE = DOCS / "howto" / "fixtures.md"
COMMANDS = [
    one.text for block in blocks(PAGE) if block.kind == "sh" for one in commands(block)
]
(TESTS,) = (block.text for block in blocks(PAGE) if block.kind == "python")


def test_the_commands_and_the_tests_do_what_the_text_says(tmp_path: Path) -> None:
    world = World(tmp_path)
    page = ARTICLE.format(
        PARAGRAPH * 6 + '<a href="mailto:desk@gazette.example">us</a>'
    )
    world.site("gazette.example", {"robots.txt": OPEN, "2026/harbour.html": page})
    world.source("gazette.example")
    here = ("-s", "NEWSCRAWLER_FIXTURES=sites")
    ran = [run(tmp_path, *shlex.split(one)[1:], *here) for one in COMMANDS]
    (tmp_path / "test_mine.py").write_text(TESTS, "utf-8")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py")
    tested = run_program(tmp_path, sys.executable, *words)

    assert [one.code for one in ran] == [0, 0], ran[0].err + ran[1].err
    written = tmp_path / "recorded/harbour/sites/gazette.example/2026/harbour.html"
    assert "desk@gazette.example" not in written.read_text("utf-8")
    assert (tested.code, "2 passed" in tested.out) == (0, True), tested.out
