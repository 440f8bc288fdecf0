"""Is a page the copy of a text that its own origin has reserved?

A notice refuses the text, not the host: who reprints it cannot lift it. Two ways to
know a copy: a fingerprint of what an origin's own notice refused (hashes of its
paragraphs, never words), and the origin that an article names, if a source lists it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy import lattice
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Scope, Stage, Statement
from newscrawler.purpose import Purpose

LETTERS = 60
WIDE_LETTERS = 25
"""Letters of a paragraph that is nobody else's by chance, in alphabets and in Chinese,
Japanese and Korean: our choice."""

MOST = 200
"""Paragraphs of a page that are looked at: our choice."""

LEAST = 3
PART = 0.5
"""Paragraphs of a refused text, and the part of them all, that make a copy: ours."""

SPEC = "house: a copy of what a notice of its origin refused; {} of {} paragraphs"


@dataclass(frozen=True, slots=True)
class RefusedText:
    """A text that its own origin's notice refused: the notice, and how long it was.

    ``paragraphs`` counts the hashes of the whole text; ``holder``: whose permission
    alone lets a copy be used.
    """

    url: str
    notice: Statement
    paragraphs: int
    holder: str


def fingerprint(page: Page) -> frozenset[int]:
    """Return the hashes of a page's paragraphs, 63 bits each; short ones left out."""
    return marks_of(node.text() for node in page.tree.css("p")[:MOST])


def marks_of(texts: Iterable[str]) -> frozenset[int]:
    """Return the hashes of paragraphs, 63 bits each; short ones left out."""
    letters = ("".join(filter(str.isalnum, text.casefold())) for text in texts)
    return frozenset(_digest(one) for one in letters if _is_long(one))


def _is_long(letters: str) -> bool:
    is_wide = len(letters) > 0 and letters[len(letters) // 2] >= "\u2e80"
    return len(letters) >= (WIDE_LETTERS if is_wide else LETTERS)


def _digest(letters: str) -> int:
    digest = blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def refused_text(
    url: str, decision: Decision, paragraphs: int, owner: str | None
) -> RefusedText | None:
    """Return what to remember of a refused URL, None if no notice of its own did it.

    ``paragraphs``: how many its fingerprint has; ``owner``: who the registry says owns
    its site.
    """
    own = (
        one
        for one in decision.deciding
        if one.signal == "notice" and one.holder is None and one.purposes
    )
    notice = next(own, None)
    if notice is None or paragraphs < LEAST or decision.stage is not Stage.USE:
        return None
    return RefusedText(url, notice, paragraphs, owner or host_of(url))


def copy_statements(
    matches: Iterable[tuple[RefusedText, int]], url: str
) -> Iterator[Statement]:
    """Return a denial for each refused text that a page repeats.

    ``matches``: the texts with the number of paragraphs found again at ``url``.
    """
    for text, again in matches:
        if again >= LEAST and again >= PART * text.paragraphs and text.url != url:
            yield replace(
                text.notice,
                signal="copy",
                scope=Scope.PAGE,
                spec=SPEC.format(again, text.paragraphs),
                holder=text.holder,
            )


def bound_by_canonical(decision: Decision, said: Sequence[Statement]) -> Decision:
    """Return the decision on a page with what is reserved at its canonical URL.

    House rule: rules of paths name that one, and mean the article. ``said``: the
    statements at that URL. What was said of the page itself stands as it was.
    """
    denials = [
        replace(one, signal=f"canonical: {one.signal}")
        for one in _denials(said, decision)
        if one not in decision.statements
    ]
    return replace(decision, statements=(*decision.statements, *denials))


def bound_by_origin(
    decision: Decision, said: Sequence[Statement], holder: str
) -> Decision:
    """Return the decision on a copy with what its origin is known to refuse.

    ``said``: the statements at the origin's URL, its permissions among them; ``holder``:
    whose permission alone lifts the rest.
    """
    denials = [
        replace(one, signal=f"origin: {one.signal}", holder=one.holder or holder)
        for one in _denials(said, decision)
    ]
    return replace(decision, statements=(*decision.statements, *denials))


def _denials(said: Sequence[Statement], decision: Decision) -> list[Statement]:
    """Return what of statements keeps anybody from a use."""
    everything = replace(decision.terms, purposes=frozenset(Purpose))
    found = lattice.deciding(Stage.USE, said, everything)
    return [one for one in found if one.purposes]
