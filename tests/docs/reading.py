"""What stands in the documents: blocks of code, and commands in running text?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if page.parent != DOCS / "reference"),
)
"""All pages but the reference, which is made of the code."""

_FENCE = re.compile(
    r"^```(?P<kind>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"#.*\bexit code (\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code; ``title``: the file that it is, "" for none."""

    kind: str
    title: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """A line to type, and the exit code with which it ends."""

    text: str
    code: int
    line: int


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> tuple[Block, ...]:
    text = page.read_text("utf-8")
    return tuple(
        Block(
            found["kind"],
            found["title"] or "",
            found["text"],
            text.count("\n", 0, found.start()) + 2,
        )
        for found in _FENCE.finditer(text)
    )


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def commands(block: Block) -> Iterator[Command]:
    """Yield the lines to type; one that ends in a backslash goes on below."""
    for at, line in enumerate(block.text.replace("\\\n", " \0").splitlines()):
        written, _, _ = line.partition("  #")
        words = " ".join(written.replace("\0", "").split())
        code = _EXIT.search(line)
        if words and not words.startswith("#"):
            yield Command(words, int(code[1]) if code else 0, block.line + at)
