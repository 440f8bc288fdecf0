"""Make the README's picture of a report: ``python docs/picture.py [FILE.png]``.

Crawls the fixture sites, writes the report and photographs its first screens in
Chromium, with a fixed size; nothing leaves the machine.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.looking import NAMES, browser  # noqa: E402  of this clone
from tests.programs import found  # noqa: E402  of this clone

WIDTH, HEIGHT = 1240, 1460
CONTACT = "https://crawler.newsroom.test/bot"


def newscrawler(folder: Path, *words: str) -> None:
    """Run a command in a folder, over the fixtures."""
    settings = {
        "NEWSCRAWLER_STORE": f"sqlite:///{folder / 'newscrawler.db'}",
        "NEWSCRAWLER_SOURCES": str(ROOT / "fixtures" / "sources"),
        "NEWSCRAWLER_CONTACT": CONTACT,
    }
    options = [part for one in settings.items() for part in ("-s", "=".join(one))]
    command = [sys.executable, "-m", "newscrawler", *words, *options]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603  our own command


def photograph(page: Path, picture: Path) -> None:
    """Photograph the first screens of a page, without what only a reader at it uses."""
    program = found(*NAMES)
    if program is None:
        sys.exit("picture: no Chromium here: apt-get install chromium")
    with browser(program) as started:
        size = {"width": WIDTH, "height": HEIGHT}
        shown = started.new_page(viewport=size)  # type: ignore[arg-type]  # a size
        shown.goto(page.as_uri())
        shown.evaluate("document.querySelector('form.filter').hidden = true")
        shown.screenshot(path=picture)


def main() -> None:
    """Make the picture."""
    name = sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "report.png"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        newscrawler(folder, "crawl", "fixtures")
        newscrawler(folder, "report", "-o", "report.html")
        photograph(folder / "report.html", Path(name))


if __name__ == "__main__":
    main()
