"""What do readers understand of Content-Usage and Content-Signal, and what was meant?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newscrawler.policy import Preference
from newscrawler.policy.formats.content_signals import read_content_signals, split_path
from newscrawler.policy.formats.usage_preferences import LABELS, read_usage
from newscrawler.report.published import Flaw, Published, flaw_at, robots_flaw

_PAIR = re.compile(
    r"([A-Za-z][\w-]*)(?:\s*+[=:]\s*+|\s++)\"?(\?[01]|[A-Za-z0-9]+)(?![\w-])"
)
_TRAIN = ("train", "training", "trainai", "aitrain", "traingenai", "genai", "ai")
_INPUT = ("aiinput", "aiuse", "aioutput", "inference", "input", "grounding", "rag")
_MEANT = {
    **dict.fromkeys(_TRAIN, ("train",)),
    **dict.fromkeys(_INPUT, ("input",)),
    "search": ("search",),
    "tdm": ("train", "input"),
    "bots": ("train", "input", "search"),
    "all": ("train", "input", "search"),
}
"""What publishers write, bare of hyphens, and the uses that they mean."""

_YES = ("y", "yes", "true", "1", "?1", "allow", "allowed")
_NO = ("n", "no", "none", "never", "false", "0", "?0", "disallow", "deny", "denied")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How one of the two spells uses and answers."""

    name: str
    key: str
    words: Mapping[str, str]
    yes: str
    no: str
    spec: str


USAGE = Vocabulary(
    "Content-Usage",
    "content-usage",
    {"train": "train-ai", "input": "ai-use", "search": "search"},
    "y",
    "n",
    "draft-ietf-aipref-vocab-08",
)
SIGNALS = Vocabulary(
    "Content-Signal",
    "content-signal",
    {"train": "ai-train", "input": "ai-input", "search": "search"},
    "yes",
    "no",
    "contentsignals.org",
)


def usage_values(published: Published) -> Iterator[Flaw]:
    """Find Content-Usage values of which readers understand something else."""
    yield from _flaws(published, USAGE)


def signal_values(published: Published) -> Iterator[Flaw]:
    """Find Content-Signal values of which readers understand something else."""
    yield from _flaws(published, SIGNALS)


def _flaws(published: Published, words: Vocabulary) -> Iterator[Flaw]:
    robots = published.robots
    for record in robots.records if robots is not None else ():
        if record.key.removesuffix("s") == words.key:
            path, pairs = split_path(record.value)
            found = _judged(pairs, path, words)
            if found is not None:
                yield robots_flaw(published, record, *found)
    for one in published.pages:
        value = one.page.header(words.key)
        found = _judged(value, "", words) if value is not None else None
        if value is not None and found is not None:
            wrong, meaning, mend = found
            quote, place = f"{words.name}: {value}", f"header {words.key}"
            yield flaw_at(
                one.name, place, quote, wrong=wrong, meaning=meaning, mend=mend
            )


def _judged(pairs: str, path: str, words: Vocabulary) -> tuple[str, str, str] | None:
    """Return what is wrong, what it means and the mend; None if nothing is wrong."""
    is_usage = words is USAGE
    read = _read_usage(pairs) if is_usage else _read_signals(pairs)
    meant, unknown = _meant(pairs, words)
    if read == meant and not unknown and read:
        return None
    if unknown:
        wrong = f"{', '.join(unknown)}: not in the vocabulary of {words.spec}"
    else:
        wrong = f"is not as the grammar of {words.spec} has it"
    known = ", ".join(f"{key}={value}" for key, value in read.items())
    meaning = f"readers understand {known} alone" if known else "it says nothing"
    return wrong, meaning, _mend(meant, path, words)


def _mend(meant: Mapping[str, str], path: str, words: Vocabulary) -> str:
    stated = dict(meant)
    if not stated:
        uses = list(words.words.values())
        return f"{words.name}: {uses[0]}={words.no} (uses: {', '.join(uses)})"
    pairs = ", ".join(f"{key}={value}" for key, value in stated.items())
    where = f"{path} " if path else ""
    return f"{words.name}: {where}{pairs}"


def _read_usage(pairs: str) -> dict[str, str]:
    found = read_usage(pairs, liberal=False)
    denied = Preference.DISALLOWED
    return {
        one.label: "n" if one.preference is denied else "y"
        for one in found
        if one.label in LABELS
    }


def _read_signals(pairs: str) -> dict[str, str]:
    return {one.key: one.value for one in read_content_signals(pairs, liberal=False)}


def _meant(pairs: str, words: Vocabulary) -> tuple[dict[str, str], list[str]]:
    """Return what a person reads in the pairs, and what is no word of either list."""
    found: dict[str, str] = {}
    unknown: list[str] = []
    for match in _PAIR.finditer(_without_parameters(pairs, words)):
        key, answer = match[1].lower(), match[2].lower()
        if words is SIGNALS and key == "use":
            found[key] = answer
            continue
        uses = _MEANT.get(key.replace("-", "").replace("_", ""))
        value = words.yes if answer in _YES else words.no if answer in _NO else None
        if uses is None or value is None:
            unknown.append(match[0].strip())
            continue
        for use in uses:
            word = words.words[use]
            # said twice: the stricter is meant
            found[word] = words.no if found.get(word) == words.no else value
    return found, unknown


def _without_parameters(pairs: str, words: Vocabulary) -> str:
    """Leave out what readers have to ignore: RFC 9651 section 3.1.2."""
    return re.sub(r";\s*[a-z*][\w.*-]*=[\w-]+", "", pairs) if words is USAGE else pairs


CHECKS = (usage_values, signal_values)
