"""In which words does a page speak? One TOML file a language in ``words/``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a language by "section.name"; a text that is missing is our mistake."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **given: object) -> str:
        """Return a text with what it speaks of put in; whole numbers are grouped."""
        told = {
            name: self.number(one) if isinstance(one, int) else one
            for name, one in given.items()
        }
        return self.texts[key].format_map(told)

    def find(self, key: str) -> str | None:
        """Return a text, None where there is none."""
        return self.texts.get(key)

    def number(self, number: int) -> str:
        """Return a whole number as the language groups its digits."""
        return f"{number:,}".replace(",", self.texts["page.thousands"])

    def signal(self, name: str | None) -> str:
        """Return what a signal is called, its own name where nobody named it."""
        return self.texts.get(f"signals.{name}", name or self.texts["page.none"])


def languages() -> tuple[str, ...]:
    """Return the languages that there are words in."""
    found = (one.name for one in _folder().iterdir())
    return tuple(sorted(one[:-5] for one in found if one.endswith(".toml")))


def read_words(language: str) -> Words:
    """Return the words of a language."""
    text = (_folder() / f"{language}.toml").read_text("utf-8")
    return Words(language, dict(_flat(tomllib.loads(text))))


def _folder() -> Traversable:
    return files("newscrawler.report") / "words"


def _flat(tables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, texts in tables.items():
        assert isinstance(texts, dict), f"{name} is a table of texts"
        for key, text in texts.items():
            yield f"{name}.{key}", " ".join(str(text).split())
