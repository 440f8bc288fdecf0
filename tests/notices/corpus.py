"""Which texts is the notice detector measured on, and what is each?"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from newscrawler.notices import Act, Scope

FIXTURES = Path(__file__).parents[2] / "fixtures" / "notices"
CORPUS = FIXTURES / "corpus"
"""Half of it is read when the detector is mended; the other half tells the weights how
far the rules are to be believed.
"""
JUDGED = FIXTURES / "judged"
"""Texts that nobody read who wrote the rules: they are for the weights alone."""
UNSEEN = FIXTURES / "unseen"
"""Texts that teach nothing: what is measured on them is so of texts that are new."""

LABELS = ("refuse", "pass")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text, whether it reserves, and what it reserves if it does."""

    language: str
    text: str
    reserves: bool
    kind: str
    """A name of ``corpus-kinds.toml``."""
    purposes: frozenset[Act]
    scope: Scope | None
    """None: the text leaves it open, and nobody is asked."""
    exception: bool
    ai_only: bool


def languages() -> tuple[str, ...]:
    """Return the languages of the corpus, in order of their names."""
    return tuple(sorted(path.stem for path in CORPUS.glob("*.toml")))


def texts_of(language: str, folder: Path = CORPUS) -> Iterator[LabelledText]:
    """Yield the texts of a language; KeyError or ValueError for a form not ours."""
    document = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    for row in document["text"]:
        yield _labelled(language, row)


def is_studied(text: LabelledText) -> bool:
    """Tell whether a text is of the half that is read when the detector is mended."""
    return sha256(text.text.encode()).digest()[0] % 2 == 0


def kinds() -> dict[str, frozenset[str]]:
    """Return the names of the kinds by label."""
    text = (FIXTURES / "corpus-kinds.toml").read_text("utf-8")
    return {label: frozenset(names) for label, names in tomllib.loads(text).items()}


KEYS = frozenset({"text", "label", "kind", "purposes", "scope", "exception", "ai_only"})


def _labelled(language: str, row: Mapping[str, object]) -> LabelledText:
    purposes, scope = row.get("purposes", []), row.get("scope")
    if row["label"] not in LABELS or not row.keys() <= KEYS:
        raise ValueError(f"{language}: {row}")
    assert isinstance(purposes, list), "purposes are a list"
    return LabelledText(
        language=language,
        text=str(row["text"]),
        reserves=row["label"] == "refuse",
        kind=str(row["kind"]),
        purposes=frozenset(map(Act, purposes)),
        scope=None if scope is None else Scope(scope),
        exception=bool(row.get("exception", False)),
        ai_only=bool(row.get("ai_only", False)),
    )
