"""How well are reservations told from their like? ``python benchmarks/notices_corpus.py
[--show] [--hint] [--studied|--unseen] [LANGUAGE ...]``.

Asks ``find_notices`` for every text of ``fixtures/notices/corpus`` and prints precision,
recall and F1 by language, their mean, what it comes to by kind, and how often the
purposes and the rest of a found reservation are right. A text counts as found if there
is one notice in it, whatever the notice quotes. ``--hint`` gives the language along;
``--show`` lists what was missed, what was found without reason, and whose purposes are
wrong. Who mends the detector reads one half of these texts (``--studied``: those whose
hash is even). The other half teaches the weights, so that how well it is answered tells
little; ``--show`` does not print it. ``--unseen`` asks for other texts, which taught
nothing and nobody: what is new is answered so. Texts have no place here: what a page
makes of a doubtful one is not measured.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from newscrawler.notices import Act, Notice, Scope, find_notices
from tests.notices.corpus import (
    CORPUS,
    UNSEEN,
    LabelledText,
    is_studied,
    languages,
    texts_of,
)

OPTIONS = {"--show", "--hint", "--studied", "--unseen"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A text, and what the detector found in it."""

    asked: LabelledText
    found: tuple[Notice, ...]

    @property
    def purposes(self) -> frozenset[Act]:
        """What is refused by one notice or another."""
        return frozenset().union(*(one.purposes for one in self.found))

    @property
    def is_ai_only(self) -> bool:
        """Whether every notice that forbids collecting does so for AI alone."""
        ways = {Act.CRAWL, Act.INDEX}
        collecting = [one.ai_only for one in self.found if one.purposes & ways]
        return bool(collecting) and all(collecting)

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the notices speak of."""
        return frozenset(one.scope for one in self.found)


@dataclass(frozen=True, slots=True)
class Score:
    """How many answers are right; the rates are 0 to 1."""

    hits: int
    misses: int
    alarms: int
    rejections: int

    @property
    def precision(self) -> float:
        """Of what was found, how much reserves: 1 where nothing was found."""
        found = self.hits + self.alarms
        return self.hits / found if found else 1.0

    @property
    def recall(self) -> float:
        """Of what reserves, how much was found: 1 where nothing does."""
        reserving = self.hits + self.misses
        return self.hits / reserving if reserving else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where nothing was found."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if self.hits else 0.0


def answers(chosen: Iterable[str], options: Collection[str]) -> Iterator[Answer]:
    """Yield what the detector says of the texts of the chosen languages."""
    folder = UNSEEN if "--unseen" in options else CORPUS
    for language in chosen:
        hint = language if "--hint" in options else None
        for asked in texts_of(language, folder):
            if "--studied" in options and not is_studied(asked):
                continue
            yield Answer(asked, tuple(find_notices(asked.text, language=hint)))


def score(given: Sequence[Answer]) -> Score:
    """Return how many answers are right."""
    reserving = [one for one in given if one.asked.reserves]
    others = [one for one in given if not one.asked.reserves]
    hits = sum(bool(one.found) for one in reserving)
    alarms = sum(bool(one.found) for one in others)
    return Score(hits, len(reserving) - hits, alarms, len(others) - alarms)


def share(right: Sequence[bool]) -> str:
    """Return how many of them are right, as "7 of 8 (.88)"."""
    if not right:
        return "none asked"
    return f"{sum(right)} of {len(right)} ({sum(right) / len(right):.2f})"


def by_language(given: Sequence[Answer]) -> Iterator[str]:
    """Yield a line a language, then the mean F1 and the sum of all texts."""
    names = sorted({one.asked.language for one in given})
    scores = {
        name: score([one for one in given if one.asked.language == name])
        for name in names
    }
    yield f"{'language':10} {'refuse':>6} {'pass':>5}     P     R    F1  purposes"
    for name, own in scores.items():
        texts = [one for one in given if one.asked.language == name]
        yield f"{name:10} {_row(own)}  {share(purposes_right(texts))}"
    mean = sum(own.f1 for own in scores.values()) / len(scores)
    yield f"{'all':10} {_row(score(given))}  {share(purposes_right(given))}"
    yield f"macro-F1 over {len(scores)} languages: {mean:.3f}"


def _row(own: Score) -> str:
    counts = f"{own.hits + own.misses:6} {own.alarms + own.rejections:5}"
    return f"{counts}  {own.precision:.2f}  {own.recall:.2f}  {own.f1:.2f}"


def by_kind(given: Sequence[Answer]) -> Iterator[str]:
    """Yield how much of each kind was found: rightly, then without reason."""
    for reserves, said in ((True, "found"), (False, "found, of what is none")):
        texts = [one for one in given if one.asked.reserves is reserves]
        yield f"\n{'kind':16} {said}"
        for kind in sorted({one.asked.kind for one in texts}):
            own = [bool(one.found) for one in texts if one.asked.kind == kind]
            yield f"{kind:16} {share(own)}"


def hits_of(given: Iterable[Answer]) -> list[Answer]:
    """Return the answers that rightly found something."""
    return [one for one in given if one.asked.reserves and one.found]


def purposes_right(given: Iterable[Answer]) -> list[bool]:
    """Tell of each hit whether exactly its purposes were read."""
    return [one.purposes == one.asked.purposes for one in hits_of(given)]


def details(given: Sequence[Answer]) -> Iterator[str]:
    """Yield how often the parts of a hit are right."""
    hits = hits_of(given)
    wide = [one.purposes >= one.asked.purposes for one in hits]
    scoped = [one for one in hits if one.asked.scope is not None]
    ways = {Act.CRAWL, Act.INDEX}
    collecting = [one for one in hits if one.asked.purposes & ways]
    excepted = [
        any(each.exception for each in one.found) is one.asked.exception for one in hits
    ]
    yield f"\npurposes right    {share(purposes_right(given))}"
    yield f"none lacking      {share(wide)}"
    yield f"scope right       {share([one.asked.scope in one.scopes for one in scoped])}"
    yield f"exception right   {share(excepted)}"
    qualified = [one.is_ai_only is one.asked.ai_only for one in collecting]
    yield f"ai_only right     {share(qualified)}"


def wrong(given: Iterable[Answer]) -> Iterator[str]:
    """Yield a line for each text that was answered wrongly."""
    for one in given:
        asked = one.asked
        said = f"{asked.language} {asked.kind}: {asked.text!r}"
        if asked.reserves is not bool(one.found):
            yield f"{'miss' if asked.reserves else 'ALARM'} {said}"
        elif one.found and one.purposes != asked.purposes:
            yield f"purposes {_named(one.purposes)}, not {_named(asked.purposes)} {said}"


def _named(acts: Iterable[Act]) -> str:
    return "+".join(sorted(act.value for act in acts))


def main(arguments: Sequence[str]) -> int:
    """Print the tables."""
    chosen = [one for one in arguments if not one.startswith("--")]
    unknown = set(chosen) - set(languages()) or (set(arguments) - set(chosen) - OPTIONS)
    if unknown:
        sys.stderr.write(f"not known: {', '.join(sorted(unknown))}\n{__doc__}\n")
        return 2
    given = list(answers(chosen or languages(), arguments))
    parts = [by_language(given), by_kind(given), details(given)]
    if "--show" in arguments:
        studied = (one for one in given if is_studied(one.asked))
        parts.append(wrong(() if "--unseen" in arguments else studied))
    for part in parts:
        sys.stdout.writelines(f"{line}\n" for line in part)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
