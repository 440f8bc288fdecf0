"""How does the drawing of the layers come to be? ``python docs/architecture.py``.

It is drawn from the table that tests/test_layers.py keeps, so that it cannot lie; a
test holds docs/architecture.svg equal to what is returned here.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.test_layers import CORE, MODULES, SHELVES, WORDS, part  # noqa: E402  of this clone

PICTURE = Path(__file__).parent / "architecture.svg"
WIDTH, LINE, PAD = 960, 22, 16
BAND = 92
GAP = 26

SAYS = {
    "policy": "May we?",
    "discovery": "What is there?",
    "article": "What does it say?",
    "sources": "What may be crawled?",
    "storage": "Where does it go?",
    "report": "What happened?",
    "notices": "Which sentences reserve rights?",
}
"""The question of a part; the others are told by their names."""

STYLE = """
  text { font: 15px system-ui, sans-serif; fill: #1c1c1c }
  .name { font-weight: 600 } .small { font-size: 13px }
  .band { fill: #f2f2f2; stroke: #767676 } .box { fill: #ffffff; stroke: #767676 }
  .down { stroke: #444444; fill: none; stroke-width: 2 } .head { fill: #444444 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f0f0 } .band { fill: #2a2a2e } .box { fill: #18181b }
    .down { stroke: #c8c8c8 } .head { fill: #c8c8c8 }
  }
"""


def bands() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return name, rule and parts of each layer, the edge first."""
    parts = {part(module) for module in MODULES}
    edge = parts - WORDS - CORE - SHELVES
    shown = (
        "commands",
        "spiders",
        "middlewares",
        "pipelines",
        "extensions",
        "settings",
    )
    rest = "and more"  # a number would change with every new module
    assert edge.issuperset(shown)
    words = sorted(WORDS - {"__init__"})
    return (
        ("L3 edge", "Only here: Scrapy, sockets, the clock", (*shown, rest)),
        ("L2 shelves", "Blocking files and database; report reads storage", tuple(sorted(SHELVES))),
        ("L1 core", "Pure; none of the three imports another", tuple(sorted(CORE))),
        ("L0 words", "Pure: no Scrapy, socket, file or clock", tuple(words)),
    )  # fmt: skip


def drawing() -> str:
    """Return the layers as SVG that is read without network, in light and dark."""
    found = bands()
    height = PAD + len(found) * (BAND + GAP)
    title = "The layers of newscrawler: imports go down only"
    said = "; ".join(f"{name}: {', '.join(parts)}" for name, _, parts in found)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            ' role="img" aria-labelledby="title desc">'
        ),
        f'<title id="title">{title}</title>',
        f'<desc id="desc">{escape(said)}. Each layer imports those below it.</desc>',
        f"<style>{STYLE}</style>",
    ]
    for at, (name, rule, parts) in enumerate(found):
        top = PAD + at * (BAND + GAP)
        lines += _band(top, name, rule, parts)
        if at + 1 < len(found):
            lines += _arrow(top + BAND)
    return "\n".join((*lines, "</svg>", ""))


def _band(top: int, name: str, rule: str, parts: Iterable[str]) -> Iterator[str]:
    inside = WIDTH - 2 * PAD
    yield f'<rect class="band" x="{PAD}" y="{top}" width="{inside}" height="{BAND}" rx="6"/>'
    yield f'<text class="name" x="{2 * PAD}" y="{top + LINE}">{name}</text>'
    yield f'<text class="small" x="{2 * PAD + 110}" y="{top + LINE}">{escape(rule)}</text>'
    boxes = tuple(parts)
    width = (inside - PAD) // len(boxes)
    for at, one in enumerate(boxes):
        yield from _box(2 * PAD + at * width, top + LINE + 12, width - 8, one)


def _box(left: int, top: int, width: int, name: str) -> Iterator[str]:
    yield f'<rect class="box" x="{left}" y="{top}" width="{width}" height="48" rx="4"/>'
    middle, says = left + width // 2, SAYS.get(name)
    fits = says is not None and len(says) * 7 < width
    kind = "name" if len(name) * 9 < width else "small"
    at = top + (20 if fits else 29)
    yield f'<text class="{kind}" x="{middle}" y="{at}" text-anchor="middle">{name}</text>'
    if fits:
        yield (
            f'<text class="small" x="{middle}" y="{top + 39}" text-anchor="middle">'
            f"{escape(str(says))}</text>"
        )


def _arrow(top: int) -> Iterator[str]:
    middle, end = WIDTH // 2, top + GAP
    yield f'<path class="down" d="M{middle} {top}V{end - 8}"/>'
    points = f"{middle - 6},{end - 9} {middle + 6},{end - 9} {middle},{end - 1}"
    yield f'<polygon class="head" points="{points}"/>'


if __name__ == "__main__":
    PICTURE.write_text(drawing(), "utf-8")
