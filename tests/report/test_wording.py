"""Every language says the same things, and names all that a page can tell."""

import re

from newscrawler.policy.model import Preference, Verdict
from newscrawler.policy.signals import all_signals
from newscrawler.purpose import Purpose
from newscrawler.report.history import UNHEARD
from newscrawler.report.wording import languages, read_words
from newscrawler.sources.standing import Standing

WORDS = read_words("en")


def test_every_language_says_the_same_things() -> None:
    texts = {one: read_words(one).texts for one in languages()}
    fields = re.compile(r"\{\w+\}|#")

    assert {"en", "id"} <= texts.keys()
    for name, found in texts.items():
        assert found.keys() == WORDS.texts.keys(), name
        for key, text in found.items():
            expected = sorted(fields.findall(WORDS.texts[key]))
            assert sorted(fields.findall(text)) == expected, f"{name}: {key}"
            assert text, f"{name}: {key}"


def test_every_state_and_signal_has_a_name() -> None:
    keys = {f"signals.{one.name}" for one in all_signals()}
    keys |= {f"signals.{one}" for one in ("fault", "silence", "listing", "withdrawn")}
    keys |= {f"preferences.{one.value}" for one in Preference}
    keys |= {f"preferences.{UNHEARD}"} | {f"verdicts.{one.value}" for one in Verdict}
    keys |= {f"purposes.{one.value}" for one in Purpose}
    keys |= {f"standing.{one.value}" for one in Standing}

    assert keys <= WORDS.texts.keys()
