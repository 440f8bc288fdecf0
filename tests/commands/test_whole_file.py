"""A disk that is full leaves what was there, no half a file, and one line."""

import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from newscrawler.commands.whole_file import write_new, write_whole
from tests.wire.running import CONTACT, run_program

FULL = """
import resource
from newscrawler.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, ({many}, {many}))
main()
"""
"""No file may grow beyond so many bytes: as a full disk, but for the error's words."""

OPML = """<opml version="2.0"><body>
<outline text="A" htmlUrl="https://a.example/" xmlUrl="https://a.example/feed"/>
</body></opml>
"""
SOURCE = """
id = "gazette"
name = "The Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
"""
LISTED = ("-s", "NEWSCRAWLER_SOURCES=listed", "-s", CONTACT)


@pytest.mark.parametrize(
    ("write", "many", "line"),
    [
        (
            ("bot-page", "--mail", "desk@desk.test", "-o", "old.html", *LISTED),
            900,
            "bot-page: ",
        ),
        (
            ("bot-page", "--mail", "desk@desk.test", "-o", "new.html", *LISTED),
            900,
            "bot-page: ",
        ),
        (("init", ".", "--yes"), 900, "init: "),
        (
            ("sources", "add", "https://kabarcepat.example/", "-o", "mine", *LISTED),
            90,
            "sources: mine/",
        ),
        (("sources", "import", "list.opml", "-o", "mine"), 90, "sources: mine/"),
        (("sources", "export", "-o", "new.opml", *LISTED), 90, "sources: new.opml"),
    ],
    ids=lambda one: " ".join(one[:2]) if isinstance(one, tuple) else "",
)
def test_a_full_disk_leaves_no_half_a_file(
    write: tuple[str, ...], many: int, line: str, tmp_path: Path
) -> None:
    (tmp_path / "old.html").write_text("old", "utf-8")
    (tmp_path / "list.opml").write_text(OPML, "utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "listed").mkdir()
    (tmp_path / "listed" / "gazette.toml").write_text(SOURCE, "utf-8")
    before = {one.name for one in tmp_path.iterdir()} | {"mine"}
    ran = run_program(tmp_path, sys.executable, "-c", FULL.format(many=many), *write)

    assert ran.code == 2, ran.err
    told = [one for one in ran.lines if "File too large" in one]
    assert len(told) == 1, ran.err
    assert told[0].startswith(line)
    assert "Traceback" not in ran.err
    assert "None" not in ran.err
    assert (tmp_path / "old.html").read_text("utf-8") == "old"
    assert {one.name for one in tmp_path.iterdir()} <= before
    for folder in ("sources", "mine"):
        assert list((tmp_path / folder).glob("*")) == []


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "new" / "one.toml"
    write_new(file, "a = 1\n")

    with pytest.raises(FileExistsError):
        write_new(file, "b = 2\n")
    assert file.read_text("utf-8") == "a = 1\n"
    assert list(file.parent.iterdir()) == [file]


def test_what_a_link_leads_to_is_written_and_keeps_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "one.html", tmp_path / "link.html"
    file.write_text("old", "utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, "new")

    assert file.read_text("utf-8") == "new"
    assert S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
