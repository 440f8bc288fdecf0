"""Which of the languages that may read a sentence is it likely to be in?"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from newscrawler.notices.language import Language, languages
from newscrawler.notices.reading import Reading, is_label, read
from newscrawler.notices.trigger import languages_marked

_HINT = 6
"""Letters of its words that a sentence need not have in the stated language."""

_PLAINLY = 0.2
"""Part of a sentence that marks of its language fill, if it is plainly in it."""

_COMPARED = 6
"""Languages that are compared by what they leave unread: our choice. Words that more
of them share are of none.
"""


def likely_readings(
    lower: str, hint: str, able: Sequence[str], speaking: Sequence[str]
) -> Iterator[Reading]:
    """Return readings in the languages that it may be in, the likeliest first.

    A language that has no word for refusing in it may still be the likeliest.
    """
    known = languages()
    marked = languages_marked(lower)
    likely = {code: _likeness(lower, code, hint, marked) for code in able}
    best = max(likely.values(), default=0)
    if best < _PLAINLY * len(lower):
        others = (_likeness(lower, code, hint, marked) for code in speaking)
        best = max(best, *others)
        if len(likely) <= _COMPARED:
            return iter(_of_few_marks(lower, likely, best))
    ranked = sorted(likely.items(), key=lambda one: (-one[1], one[0]))
    return (read(lower, known[code]) for code, one in ranked if 2 * one >= best)


def _of_few_marks(lower: str, likely: Mapping[str, int], best: int) -> list[Reading]:
    """Return readings of a sentence that has hardly a mark of any language.

    The one that leaves the fewest letters unread is the likeliest.
    """
    found = []
    for code in sorted(likely):
        language, is_likely = languages()[code], 2 * likely[code] >= best
        if not is_likely and not is_label(lower, language):
            continue
        reading = read(lower, language)
        left = sum(map(len, reading.others()))
        if is_likely or not left:
            found.append((left - likely[code], reading))
    return [reading for _, reading in sorted(found, key=itemgetter(0))]


def likeliest(
    lower: str, hint: str, codes: Iterable[str], *, least: int = 0
) -> list[Language]:
    """Return the languages of which no other is likelier.

    ``least``: letters of its words that a sentence must have to be in any.
    """
    marked = languages_marked(lower)
    likely = {code: _likeness(lower, code, hint, marked) for code in codes}
    best = max(least, *likely.values()) if likely else least
    return [languages()[code] for code in sorted(likely) if likely[code] == best]


def _likeness(lower: str, code: str, hint: str, marked: Container[str]) -> int:
    hinted = _HINT if code == hint else 0
    if code not in marked:
        return hinted
    marks = languages()[code].mark_pattern.finditer(lower)
    return sum(len(match[0]) for match in marks) + hinted
