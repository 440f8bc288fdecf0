"""Whoever is killed at any moment leaves evidence that verifies, and ends when begun anew.

The real commands, each killed at random moments: the same ones every time.
"""

import json
import random
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from newscrawler.items import Article
from newscrawler.storage.database import open_store
from newscrawler.storage.warc import Place
from newscrawler.storage.warc_reading import Record, WarcError, read_warc
from tests.commands.gazette import (
    HOST,
    SETTINGS,
    SITE,
    SOURCE,
    WARC,
    objection,
    page,
    sentence,
    site,
    write,
)
from tests.storage.ledgers import problems
from tests.wire.running import Ran, run

MOMENTS = 7
"""At which each of the three commands is killed: our choice."""

OTHER = "herald.example"
EACH = 13
"""Articles of each of two sites: more than go into one transaction."""

HOSTS = (HOST, OTHER)
STORE = "newscrawler.db"
COMMANDS = {
    "crawl": ("crawl", "news"),
    "purge": ("purge", "--yes", "-o", "gone.json"),
    "export": ("export", "--purpose", "search", "-o", "out.jsonl"),
}


def title(host: str, number: int) -> str:
    return f"Lantern {number} of {host}"


def set_up(folder: Path) -> None:
    """Two sites; one article in four refuses us."""
    for host in HOSTS:
        pages = {
            f"https://{host}/news/2026/11/lantern-{one}-opens.html": page(
                title(host, one),
                '<meta name="robots" content="noai">' if one % 4 == 3 else "",
            )
            for one in range(EACH)
        }
        source = SOURCE.replace(HOST, host).replace('"gazette"', f'"{host[0]}"')
        write(folder, {f"sources/{host}.toml": source, **site(host, pages)})


def command(folder: Path, name: str, last: int = 0) -> Ran:
    """Run a command that is killed at an act, 0: at none."""
    before = f"from tests.dying import doomed; doomed({last}, '.acts')"
    return run(folder, *COMMANDS[name], *SETTINGS, *WARC, before=before)


def records(folder: Path) -> list[Record]:
    """Return the records of all WARC files, each up to where it is cut off."""
    return [
        one
        for file in sorted((folder / "captures").glob("*.warc.gz*"))
        if not file.name.endswith(".erasing")
        for one in _up_to_a_cut(file)
    ]


def _up_to_a_cut(file: Path) -> Iterator[Record]:
    with suppress(WarcError):
        yield from read_warc(file)


def articles(folder: Path) -> list[Article]:
    with closing(open_store(f"sqlite:///{folder / STORE}")) as store:
        return list(store.articles())


def named(folder: Path) -> set[str]:
    """Return the records that articles name as those of their pages."""
    told = (Place.read(str(one.metadata.warc)) for one in articles(folder))
    return {one.id for one in told if one is not None}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each command, as it is when nobody kills it."""
    folders = {name: tmp_path_factory.mktemp(name) / "f" for name in ("new", *COMMANDS)}
    set_up(folders["new"])
    for name, before in zip(COMMANDS, ("new", "crawl", "crawl"), strict=True):
        shutil.copytree(folders[before], folders[name])
        if name == "purge":
            objection(folders[name], f"{HOST}/*")
        ran = command(folders[name], name)
        assert ran.code == 0, ran.err
    return folders


def killed(folder: Path, whole: dict[str, Path], name: str, moment: int) -> None:
    """Kill a command in a folder, and look at what it leaves."""
    acts = int((whole[name] / ".acts").read_text("utf-8"))
    last = random.Random(f"{name} {moment}").randrange(1, acts + 1)
    ran = command(folder, name, last)
    assert ran.code == -signal.SIGKILL, ran.err
    assert problems(folder / STORE) == []
    kinds = [one.kind for one in records(folder)]
    assert kinds.count("request") in range(
        kinds.count("response") - 1, kinds.count("response") + 1
    )


def finished(folder: Path, name: str) -> None:
    """Run it again, to its end."""
    ran = command(folder, name)
    assert ran.code == 0, ran.err
    assert problems(folder / STORE) == []
    for file in (folder / "captures").iterdir():
        if ".unfinished-" not in file.name:
            assert file.name.endswith(".warc.gz")
            assert list(read_warc(file)), "it is whole"


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_crawl_goes_on(
    tmp_path: Path, whole: dict[str, Path], moment: int
) -> None:
    folder = shutil.copytree(whole["new"], tmp_path / "f")
    killed(folder, whole, "crawl", moment)
    captured = {one.id for one in records(folder) if one.kind == "response"}
    assert captured <= named(folder), "no page is kept without its article"

    finished(folder, "crawl")

    everything = {one.url for one in articles(whole["crawl"])}
    assert {one.url for one in articles(folder)} == everything
    assert captured <= named(folder)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_purge_ends_complete(
    tmp_path: Path, whole: dict[str, Path], moment: int
) -> None:
    folder = shutil.copytree(whole["crawl"], tmp_path / "f")
    objection(folder, f"{HOST}/*")
    killed(folder, whole, "purge", moment)

    finished(folder, "purge")

    texts = [one.content or b"" for one in records(folder)]
    texts += [file.read_bytes() for file in folder.glob(f"{STORE}*")]
    for number in range(EACH):
        gone = sentence(title(HOST, number), 3).encode()
        assert not any(gone in one for one in texts)
    assert any(sentence(title(OTHER, 0), 3).encode() in one for one in texts)
    certified = json.loads((folder / "gone.json").read_text("utf-8"))
    assert len(certified["articles"]) == len(articles(whole["crawl"])) // 2
    assert {one.url.startswith(SITE) for one in articles(folder)} == {False}


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_export_is_made_again_in_whole(
    tmp_path: Path, whole: dict[str, Path], moment: int
) -> None:
    folder = shutil.copytree(whole["crawl"], tmp_path / "f")
    killed(folder, whole, "export", moment)
    out = folder / "out.jsonl"
    assert not out.exists() or len(out.read_bytes().splitlines()) == len(named(folder))

    finished(folder, "export")

    urls = {json.loads(line)["url"] for line in out.read_bytes().splitlines()}
    assert urls == {one.url for one in articles(folder)}
    assert not list(folder.glob("*.part"))
