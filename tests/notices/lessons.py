"""From which texts are the weights learnt?

Letters from all but those of ``unseen``; the weights of kinds of words from the texts
that nobody read who wrote the rules.
"""

import tomllib
from collections.abc import Iterator

from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.learn import Text
from tests.notices.corpus import JUDGED, is_studied, texts_of
from tests.notices.corpus import languages as corpus_languages
from tests.notices.sentences import FOLDER, cases, trials


def lessons() -> Iterator[Text]:
    """Yield our texts, and whether each is a reservation."""
    for language in corpus_languages():
        yield from ((t.text, t.reserves) for t in texts_of(language) if is_studied(t))
    yield from sure()
    yield from _groups("lessons.toml")


def sure() -> Iterator[Text]:
    """Yield the sentences that tests ask for, and whether each is a reservation."""
    for known in map(language_file, codes()):
        yield from ((text, True) for text in known.must_refuse)
        yield from ((text, False) for text in known.must_pass)
    yield from ((case.text, True) for case in cases())
    yield from ((text, refuses) for _, text, refuses in trials())
    yield from _groups("structure.toml")


def judged() -> Iterator[Text]:
    """Yield texts that nobody read who wrote the rules, and whether each reserves."""
    for language in corpus_languages():
        others = (one for one in texts_of(language) if not is_studied(one))
        for one in (*others, *texts_of(language, JUDGED)):
            yield one.text, one.reserves


def _groups(name: str) -> Iterator[Text]:
    table = tomllib.loads((FOLDER / name).read_text("utf-8"))
    for group in table.values():
        yield from ((text, True) for text in group.get("refuses", ()))
        yield from ((text, False) for text in group.get("passes", ()))
