"""What is in the wheel is enough: in an empty folder, beside no repository."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what an installation of the wheel has."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run((sys.executable, *build), cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    installed = folder / "installed"
    ZipFile(file).extractall(installed)
    return installed


def newscrawler(
    wheel: Path, folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    known = {key: value for key, value in os.environ.items() if "SCRAPY" not in key}
    return subprocess.run(
        (sys.executable, "-m", "newscrawler", *arguments),
        cwd=folder,
        env={**known, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_demonstration_runs_and_says_what_to_try(
    wheel: Path, tmp_path: Path
) -> None:
    store = "sqlite:///shown.db"
    ran = newscrawler(wheel, tmp_path, "demo", "--store", store)
    tried = [line.split()[1:] for line in ran.stderr.splitlines() if line[:3] == "  n"]
    explain = next(words for words in tried if words[0] == "explain")
    verify = next(words for words in tried if words[0] == "ledger")

    assert ran.returncode == 0, ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["shown.db"]
    assert {words[0] for words in tried} == {"explain", "ledger", "report", "browse"}
    explained = newscrawler(wheel, tmp_path, *explain)
    assert explained.returncode == 3, explained.stderr
    assert "notice" in explained.stdout
    assert newscrawler(wheel, tmp_path, *verify).returncode == 0


def test_init_writes_a_project_that_works(wheel: Path, tmp_path: Path) -> None:
    begun = newscrawler(wheel, tmp_path, "init", "--yes")
    crawled = newscrawler(wheel, tmp_path, "crawl", "news")
    scrapys = subprocess.run(
        (sys.executable, "-m", "scrapy", "sources", "list"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert begun.returncode == 0, begun.stderr
    assert crawled.returncode == 2
    assert "newscrawler sources add URL" in crawled.stderr
    assert scrapys.returncode == 2
    assert "newscrawler sources add URL" in scrapys.stderr
