"""What does a log of JSON hold, line by line, and what never?"""

import json
import logging
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.watching.json_logs import JsonFormatter
from tests.wire.running import run

CRAWL = (
    *("crawl", "fixtures", "-a", "source=closed-courier"),
    *("-s", "NEWSCRAWLER_LOG_JSON=1"),
)


def test_a_log_is_one_object_a_line_from_the_first_to_the_summary(
    tmp_path: Path,
) -> None:
    ran = run(tmp_path, *CRAWL, "-L", "DEBUG")
    found = [json.loads(line) for line in ran.lines]

    assert ran.code == 3
    assert all({"time", "level", "logger", "message"} <= one.keys() for one in found)
    decided = [one for one in found if "verdict" in one]
    assert {(one["verdict"], one["signal"], one["source"]) for one in decided} == {
        ("allow", None, "closed-courier"),
        ("refuse", "robots-rules", "closed-courier"),
    }
    urls = {one["url"] for one in decided}
    assert {url.split("/")[2] for url in urls} == {
        "closed-courier.example",
        "feeds.pressroom.test",
    }
    summaries = [one["summary"] for one in found if "summary" in one]
    assert [one["refused"] for one in summaries] == [1]


def test_a_log_goes_where_scrapys_settings_say(tmp_path: Path) -> None:
    ran = run(tmp_path, *CRAWL, "--logfile", "out.log")

    lines = (tmp_path / "out.log").read_text("utf-8").splitlines()
    assert ran.err == ""
    assert [set(json.loads(line)) >= {"summary"} for line in lines] == [True]


def record(
    words: str, argument: str, told: dict[str, object] | None = None
) -> logging.LogRecord:
    one = logging.LogRecord("paper", 20, "file", 1, words, (argument,), None)
    one.told = told or {}
    return one


HOSTILE = "\x1b[2J\x07\u202e\x9b\x7f\nsecond line"


@given(st.text() | st.just(HOSTILE))
def test_a_line_holds_nothing_that_a_terminal_obeys(words: str) -> None:
    line = JsonFormatter().format(record("%s", words, told={"url": words}))

    assert line.isprintable()
    assert line.isascii()
    assert json.loads(line)["url"] == json.loads(line)["message"]


def test_no_credentials_of_a_url_are_written() -> None:
    url = "https://me:hunter2@gazette.example/a?b=1#c"
    told: dict[str, object] = {"url": url, "summary": {"reasons": [{"where": url}]}}
    one = record("fetching <%s> and postgresql://you:pass@host/db", url, told)
    error = ValueError(url)
    one.exc_info = type(error), error, None
    line = JsonFormatter().format(one)

    assert not [word for word in ("hunter2", "pass@", "me:", "you:") if word in line]
    assert json.loads(line)["url"] == "https://gazette.example/a?b=1#c"
