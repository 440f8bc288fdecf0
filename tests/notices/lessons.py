"""From which texts are the weights of letters learnt?

From the studied half of the corpus, what each language file must refuse and must pass,
the cases, the trials, the structures and the lessons; never from the held-out half.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from newscrawler.notices.language import languages
from newscrawler.notices.learn import Text
from tests.notices.corpus import is_studied, texts_of
from tests.notices.corpus import languages as corpus_languages
from tests.notices.sentences import FOLDER, cases, trials


def lessons() -> Iterator[Text]:
    """Yield our texts, and whether each is a reservation."""
    for language in corpus_languages():
        yield from ((t.text, t.reserves) for t in texts_of(language) if is_studied(t))
    for known in languages().values():
        yield from ((text, True) for text in known.must_refuse)
        yield from ((text, False) for text in known.must_pass)
    yield from ((case.text, True) for case in cases())
    yield from ((text, refuses) for _, text, refuses in trials())
    for name in ("structure.toml", "lessons.toml"):
        yield from _groups(tomllib.loads((FOLDER / name).read_text("utf-8")))


def _groups(table: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Text]:
    for group in table.values():
        yield from ((text, True) for text in group.get("refuses", ()))
        yield from ((text, False) for text in group.get("passes", ()))
