"""``export``: by the real command, over a store that a real crawl left."""

import json
import shutil
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.storage.database import open_store
from newscrawler.storage.export_rows import exports_of
from newscrawler.storage.kept_rows import kept_pages
from tests.storage.ledgers import tamper
from tests.wire.running import ROOT, Ran, run

STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db")
SOURCES = ("-s", f"NEWSCRAWLER_SOURCES={ROOT / 'fixtures' / 'sources'}")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the fixture sites were crawled."""
    folder = tmp_path_factory.mktemp("crawled")
    assert run(folder, "crawl", "fixtures", *STORE).code == 0
    return folder


@pytest.fixture
def copy(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def exported(folder: Path, *words: str, name: str = "out.jsonl") -> Ran:
    return run(folder, "export", "-o", name, *words, *SOURCES, *STORE)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_what_is_kept_leaves_with_its_rights(copy: Path) -> None:
    ran = exported(copy, "--purpose", "search")

    assert ran.code == 0, ran.err
    items = lines(copy / "out.jsonl")
    with closing(open_store(f"sqlite:///{copy / 'newscrawler.db'}")) as store:
        kept = {one.url: one for one in store.articles()}
    assert {one["url"] for one in items} == set(kept)
    for one in items:
        assert one["decision"] == kept[str(one["url"])].decision
        assert one["purpose"] == "search"
        assert dict(one["usage"])["search"] in ("allowed", "unknown", "conditional")  # type: ignore[call-overload]  # of JSON
        assert {"permission", "conditions", "notice", "heardAt"} <= one.keys()
    assert lines(copy / "out.jsonl.excluded.jsonl") == []
    assert not list(copy.glob("*.part"))


def test_what_a_site_took_back_stays_and_the_reason_is_told(copy: Path) -> None:
    item = (exported(copy, "--purpose", "tdm"), lines(copy / "out.jsonl")[0])[1]
    host = str(item["url"]).split("/")[2]
    change = f"UPDATE hearings SET status = 403 WHERE url = 'https://{host}/robots.txt'"
    tamper(copy / "newscrawler.db", change)

    ran = exported(copy, "--purpose", "tdm", "--json", name="again.jsonl")

    told = json.loads(ran.out)
    excluded = lines(copy / "again.jsonl.excluded.jsonl")
    assert {str(one["url"]).split("/")[2] for one in excluded} == {host}
    assert item["url"] not in {one["url"] for one in lines(copy / "again.jsonl")}
    assert told["excluded"] == len(excluded) == sum(told["left_out"].values())
    for one in excluded:
        assert (one["verdict"], one["signal"]) == ("refuse", "robots-fetch")
        assert "403" in str(one["words"])
        assert "articleBody" not in one


def test_each_export_is_in_the_ledger(copy: Path) -> None:
    ran = exported(copy, "--purpose", "archive", "--json")

    told = json.loads(ran.out)
    file = copy / "out.jsonl"
    assert sha256(file.read_bytes()).hexdigest() == told["sha256"]
    verified = run(copy, "ledger", "verify", "--json", *STORE)
    assert (verified.code, json.loads(verified.out)["runs"]) == (0, 2)
    with closing(open_store(f"sqlite:///{copy / 'newscrawler.db'}")) as store:
        numbers = [one.number for page in kept_pages(store) for one in page]
        with store.reading() as connection:
            found = list(exports_of(connection, numbers))
    assert [number for number, _ in found] == numbers
    assert {one.sha256 for _, one in found} == {told["sha256"]}
    assert {one.run for _, one in found} == {told["run"]}


def test_one_source_alone_is_exported(copy: Path) -> None:
    every = exported(copy, "--purpose", "search")
    source = str(lines(copy / "out.jsonl")[0]["source"])

    ran = exported(copy, "--purpose", "search", "--source", source, name="one.csv")

    assert (every.code, ran.code) == (0, 0)
    expected = [one for one in lines(copy / "out.jsonl") if one["source"] == source]
    assert f"one.csv: {len(expected)} articles" in ran.err


def test_of_texts_that_are_nearly_the_same_one_leaves(copy: Path) -> None:
    exported(copy, "--purpose", "search")
    every = lines(copy / "out.jsonl")
    kept_first, _, kept_later = (str(one["canonicalUrl"]) for one in every[:3])
    number = "(SELECT number FROM articles WHERE canonical_url = '{}')"
    pair = f"{number.format(kept_later)}, {number.format(kept_first)}"
    first, other = sorted((kept_first, kept_later))  # as we say here, however crawled
    for url, day in ((first, "01"), (other, "02")):
        tamper(
            copy / "newscrawler.db",
            "UPDATE articles SET record = json_set(record, '$.datePublished',"
            f" '2026-11-{day}') WHERE canonical_url = '{url}'",
        )
    tamper(copy / "newscrawler.db", f"INSERT INTO near_duplicates VALUES ({pair}, .93)")

    words = ("--purpose", "search", "--no-duplicates", "--json", "--ai-act")
    told = json.loads(exported(copy, *words, name="once.jsonl").out)

    (stays,) = lines(copy / "once.jsonl.excluded.jsonl")
    assert (stays["canonicalUrl"], stays["verdict"]) == (other, "allow")
    assert stays["words"] == f"says the same as {first} by 0.93"
    assert told["left_out"] == {"near-duplicate": 1}
    left = [one["canonicalUrl"] for one in lines(copy / "once.jsonl")]
    kept = [one["canonicalUrl"] for one in every]
    assert left == [url for url in kept if url != other]
    summary = json.loads((copy / "once.jsonl.ai-act.json").read_text("utf-8"))
    assert summary["optOuts"]["leftOutOfExport"] == {}


def test_of_three_the_one_published_first_leaves_whatever_was_kept_first(
    copy: Path,
) -> None:
    """Like the first and the second is the third, which was published before them."""
    exported(copy, "--purpose", "search")
    urls = [str(one["canonicalUrl"]) for one in lines(copy / "out.jsonl")[:4]]
    for url, published in zip(urls, ("02", "03", "01", None), strict=True):
        day = "NULL" if published is None else f"'2026-11-{published}T09:00:00+00:00'"
        tamper(
            copy / "newscrawler.db",
            f"UPDATE articles SET record = json_set(record, '$.datePublished', {day})"
            f" WHERE canonical_url = '{url}'",
        )
    number = "(SELECT number FROM articles WHERE canonical_url = '{}')"
    for later, earlier, likeness in ((2, 0, 0.91), (2, 1, 0.95), (3, 2, 0.92)):
        pair = f"{number.format(urls[later])}, {number.format(urls[earlier])}"
        insert = f"INSERT INTO near_duplicates VALUES ({pair}, {likeness})"
        tamper(copy / "newscrawler.db", insert)

    ran = exported(copy, "--purpose", "search", "--no-duplicates", name="once.jsonl")

    assert ran.code == 0, ran.err
    left_out = lines(copy / "once.jsonl.excluded.jsonl")
    assert {str(one["canonicalUrl"]): one["words"] for one in left_out} == {
        urls[0]: f"says the same as {urls[2]} by 0.91",
        urls[1]: f"says the same as {urls[2]} by 0.95",
        urls[3]: f"says the same as {urls[2]} by 0.92",
    }


def test_nothing_allowed_is_exit_code_3(copy: Path) -> None:
    ran = exported(copy, "--purpose", "search", "-s", "NEWSCRAWLER_WHEN_SILENT=deny")

    items = lines(copy / "out.jsonl")
    assert all(dict(one["usage"])["search"] == "allowed" for one in items)  # type: ignore[call-overload]  # of JSON
    assert lines(copy / "out.jsonl.excluded.jsonl")
    assert ran.code == (0 if items else 3)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_croissant_is_valid(copy: Path, form: str) -> None:
    name = f"out.{form}"
    assert exported(copy, "--purpose", "tdm", "--croissant", name=name).code == 0

    words = (Path(sys.executable).parent / "mlcroissant", "validate", "--jsonld")
    file = copy / f"{name}.croissant.json"
    done = subprocess.run(
        (*words, file), capture_output=True, text=True, check=False, cwd=copy
    )

    assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr
    told = json.loads(file.read_text("utf-8"))
    (of_file,) = told["distribution"]
    assert of_file["sha256"] == sha256((copy / name).read_bytes()).hexdigest()
    fields = {one["name"] for one in told["recordSet"][0]["field"]}
    assert {"url", "articleBody", "decision", "permission", "notice"} <= fields


def test_the_card_says_what_and_what_not(copy: Path) -> None:
    words = ("--purpose", "tdm", "--card", "--json")
    told = json.loads(exported(copy, *words).out)

    card = (copy / "out.jsonl.card.md").read_text("utf-8")
    assert told["sha256"] in card
    assert f"{told['items']} news articles" in card
    assert "## Rights" in card
    assert "| rso-2026-001 | 2 |" in card


def test_the_inputs_of_the_ai_act_summary_are_counted(copy: Path) -> None:
    assert exported(copy, "--purpose", "tdm", "--ai-act").code == 0

    told = json.loads((copy / "out.jsonl.ai-act.json").read_text("utf-8"))
    items = lines(copy / "out.jsonl")
    assert told["crawler"]["productToken"] == "newscrawler"
    assert told["size"] == {
        "articles": len(items),
        "characters": sum(len(str(one.get("articleBody", ""))) for one in items),
    }
    sizes = [one["characters"] for one in told["domains"]]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(one["articles"] for one in told["domains"]) == len(items)
    assert len(told["topDomains"]) == -(-len(sizes) // 10)
    honoured = told["optOuts"]["refusedWhileCrawling"]
    assert honoured["notice"] > 0
    assert honoured["robots-rules"] > 0
    kept = [str(one["keptAt"]) for one in items]
    assert told["period"] == {"from": min(kept), "to": max(kept)}


MISTAKES = {
    "no purpose": (("-o", "a.csv"), "write --purpose P; known: search, archive"),
    "a typo": (("--purpose", "serach", "-o", "a.csv"), "did you mean search?"),
    "no file": (("--purpose", "search"), "write -o FILE.jsonl"),
    "no form": (("--purpose", "search", "-o", "a.xlsx"), "a.xlsx: no form has this"),
    "no folder": (("--purpose", "search", "-o", "x/a.csv"), "there is no folder x"),
    "no source": (
        ("--purpose", "search", "-o", "a.csv", "--source", "nobody"),
        "no source 'nobody'",
    ),
    "no day": (("--purpose", "tdm", "-o", "a.csv", "--since", "soon"), "--since 'soon"),
    "a word": (("--purpose", "tdm", "-o", "a.csv", "gazette"), "what is 'gazette'?"),
}


@pytest.mark.parametrize(("words", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_line(copy: Path, words: tuple[str, ...], line: str) -> None:
    ran = run(copy, "export", *words, *SOURCES, *STORE)

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.err.startswith("export: ")
    assert line in ran.err
    assert not (copy / "a.csv").exists()
