"""``sources import`` and ``sources export``: OPML in and out."""

from pathlib import Path

import pytest

from newscrawler.sources import read_registry
from tests.commands.registering import COURIER, registry, run

LIST = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="World">
<outline text="The Harbour &amp; Co" type="rss" xmlUrl="https://harbour.example/feed" htmlUrl="https://www.harbour.example/"/>
<outline text="Harbour sport" type="rss" xmlUrl="https://harbour.example/sport" htmlUrl="https://harbour.example/sport/"/>
<outline text="Gazette" type="rss" xmlUrl="https://gazette.example/feed" htmlUrl="https://www.gazette.example/"/>
<outline text="Broken" type="rss" xmlUrl="javascript:alert(1)"/>
</outline></body></opml>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "sources"
    found.mkdir()
    (tmp_path / "mine.opml").write_text(LIST, "utf-8")
    return registry(found)


def test_each_site_of_a_file_becomes_a_source(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", str(folder.parent / "mine.opml"), "-o", str(folder)) == 0

    out, err = capsys.readouterr()
    assert out == f"{folder}/harbour-example.toml\n"
    assert err == (
        "sources: https://www.gazette.example/: www.gazette.example is listed"
        " already, by gazette\n"
        "sources: 1 written, 1 left out\n"
    )
    source = read_registry(folder).source("harbour-example")
    assert (source.name, source.domains) == ("The Harbour & Co", ("harbour.example",))
    assert source.feeds == (
        "https://harbour.example/feed",
        "https://harbour.example/sport",
    )


def test_a_feed_that_does_not_say_its_site_is_to_be_looked_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder.parent / "bare.opml"
    outline = '<outline text="A" xmlUrl="https://feeds.example/a"/>'
    file.write_text(f"<opml><body>{outline}</body></opml>", "utf-8")

    assert run("import", str(file), "-o", str(folder)) == 0

    assert (
        "sources: https://feeds.example/a: no htmlUrl; https://feeds.example/ is taken"
        " for its site, look at it\n"
    ) in capsys.readouterr().err


def test_a_host_that_is_named_for_a_feed_alone_may_be_listed(folder: Path) -> None:
    fed = COURIER + 'feeds = ["https://harbour.example/courier"]\n'
    (folder / "courier.toml").write_text(fed, "utf-8")

    assert run("import", str(folder.parent / "mine.opml"), "-o", str(folder)) == 0

    found = read_registry(folder).for_url("https://harbour.example/a")
    assert found is not None
    assert found.id == "harbour-example"


def test_what_is_there_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("import", str(folder.parent / "mine.opml"))
    run(*arguments, sources=str(folder))
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    capsys.readouterr()

    assert run(*arguments, sources=str(folder)) == 0

    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_a_file_of_the_same_name_is_not_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = COURIER.replace("courier", "elsewhere")
    (folder / "harbour-example.toml").write_text(other, "utf-8")

    assert run("import", str(folder.parent / "mine.opml"), "-o", str(folder)) == 0

    assert (folder / "harbour-example.toml").read_text("utf-8") == other
    assert "harbour-example.toml is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html/>", "is no OPML"),
        ("<!DOCTYPE opml [<!ENTITY x 'y'>]><opml>&x;</opml>", "has a DOCTYPE"),
        ("<opml/>", "lists no feed and no site"),
    ],
)
def test_what_is_no_list_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    file = tmp_path / "x.opml"
    file.write_text(text, "utf-8")

    assert run("import", str(file), "-o", str(tmp_path / "new")) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert not (tmp_path / "new").exists()


def test_a_wrong_registry_is_not_added_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "courier.toml").write_text("id = 3", "utf-8")

    assert run("import", str(folder.parent / "mine.opml"), "-o", str(folder)) == 2

    assert "mend this first" in capsys.readouterr().err
    assert not (folder / "harbour-example.toml").exists()


def test_what_is_exported_is_imported_again(folder: Path, tmp_path: Path) -> None:
    run("import", str(tmp_path / "mine.opml"), "-o", str(folder))
    file = tmp_path / "out.opml"

    assert run("export", str(folder), "-o", str(file)) == 0
    assert run("import", str(file), "-o", str(tmp_path / "again")) == 0

    before = {one.home: one.feeds for one in read_registry(folder).sources}
    after = {one.home: one.feeds for one in read_registry(tmp_path / "again").sources}
    assert before == after


def test_export_is_opml_on_stdout_and_never_overwrites(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", sources=str(folder)) == 0
    exported = capsys.readouterr().out
    assert run("list", "--opml", sources=str(folder)) == 0
    assert capsys.readouterr().out == exported
    assert 'text="The [b]Gazette[/b]"' in exported

    file = tmp_path / "out.opml"
    file.write_text("mine", "utf-8")
    assert run("export", str(folder), "-o", str(file)) == 2
    assert file.read_text("utf-8") == "mine"
    assert "File exists; name another file" in capsys.readouterr().err
