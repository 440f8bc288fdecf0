"""``explain`` of a saved image file: what the file says of itself."""

import json
from pathlib import Path

import pytest

from tests.policy.images import app1, chunk, jpeg, mining, png, store
from tests.wire.running import run

GIVEN = ("--url", "https://paper.test/a.jpg", "--purpose", "ai-train")
ASSERTED = store(
    {"cawg.training-mining": {"entries": {"cawg.ai_training": {"use": "notAllowed"}}}}
)
DENIED = {
    "a.jpg": (jpeg(app1(mining("PROHIBITED-AIMLTRAINING"))), "XMP plus:DataMining"),
    "a.png": (png(chunk(b"caBX", ASSERTED)), "C2PA cawg.training-mining"),
}


def saved(folder: Path, name: str, body: bytes) -> tuple[str, ...]:
    (folder / name).write_bytes(body)
    (folder / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    return (name, "--robots", "robots.txt", *GIVEN)


@pytest.mark.parametrize("name", DENIED)
def test_a_file_that_forbids_training_is_refused_in_its_own_words(
    tmp_path: Path, name: str
) -> None:
    body, place = DENIED[name]
    ran = run(tmp_path, "explain", *saved(tmp_path, name, body))

    assert ran.code == 3, ran.err
    assert place in ran.out
    assert "image-metadata" in ran.out


def test_a_file_that_says_nothing_waits_for_its_site_alone(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", *saved(tmp_path, "a.jpg", jpeg()), "--json")

    record = json.loads(ran.out)

    assert ran.code == 4
    assert record["usage"]["ai-train"] == "unknown"
    assert {one["problem"] for one in record["faults"]} == {"not asked for: offline"}


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", *saved(tmp_path, "a.jpg", jpeg()[:-5]))

    assert ran.code == 3
    assert "cut off before its picture" in ran.out
