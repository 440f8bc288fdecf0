"""How is the body written as minimal, safe HTML?"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from newscrawler.article.blocks import Block, Span
from newscrawler.article.plain import seen

TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "pre",
        "a",
        "strong",
        "em",
        "code",
        "sub",
        "sup",
    ]
)
"""Every tag that ``body_html`` writes; the only attribute is an absolute href."""


def body_html(blocks: Sequence[Block], absolute: Callable[[str], str | None]) -> str:
    """Return the blocks as HTML; ``absolute`` resolves a link, None where it is none."""
    parts: list[str] = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        inner = [_inline(block, absolute) for block in run]
        parts.append(_run(kind, inner))
    return "\n".join(parts)


def _run(kind: str, inner: Iterable[str]) -> str:
    """Return neighbouring blocks of one kind: items share a list, cells a table."""
    if kind == "li":
        return f"<ul>{''.join(f'<li>{text}</li>' for text in inner)}</ul>"
    if kind == "td":
        return (
            f"<table>{''.join(f'<tr><td>{text}</td></tr>' for text in inner)}</table>"
        )
    tag = {"div": "p", "figcaption": "p", "h1": "h2"}.get(kind, kind)
    return "\n".join(f"<{tag}>{text}</{tag}>" for text in inner)


def _inline(block: Block, absolute: Callable[[str], str | None]) -> str:
    if block.kind == "pre" or not any(link or mark for _, link, mark in block.pieces):
        return escape(block.text, quote=False)
    pieces: list[str] = []
    for (href, mark), run in groupby(block.spans, key=_style):
        raw = "".join(span.text for span in run)
        pieces.append(_styled(raw, mark, absolute(href) if href else None))
    return "".join(pieces).strip()


def _style(span: Span) -> tuple[str, str]:
    return span.href, span.mark


def _styled(raw: str, mark: str, url: str | None) -> str:
    """Return a run of text in its tags, the spaces at its ends outside them."""
    text = escape(seen(raw), quote=False)
    if not text:
        return " " if raw else ""
    if mark:
        text = f"<{mark}>{text}</{mark}>"
    if url:
        text = f'<a href="{escape(url)}">{text}</a>'
    return f"{' ' if raw[0].isspace() else ''}{text}{' ' if raw[-1].isspace() else ''}"
