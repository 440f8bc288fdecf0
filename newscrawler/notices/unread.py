"""What would a sentence refuse that no rule reads? Whether it does, the weights say."""

from collections.abc import Mapping

from newscrawler.notices.acts import is_for_ai_alone, topics
from newscrawler.notices.model import Act
from newscrawler.notices.reading import Reading
from newscrawler.notices.refusal import Refusal
from newscrawler.notices.term import OPERATORS, Term

_ROUGHLY: Mapping[Term, Act] = {
    Term.AI: Act.AI_INPUT,
    Term.TRAIN: Act.AI_TRAIN,
    Term.MODEL: Act.AI_TRAIN,
    Term.INDEX: Act.INDEX,
    Term.ARCHIVE: Act.ARCHIVE,
}
"""What words stand for where the rules see no act in them. It is collecting at the
least: fail closed.
"""


def unread(reading: Reading, *, is_part: bool, in_words: bool) -> Refusal | None:
    """Return what a sentence would refuse, by the acts that it names.

    ``is_part``: it is one of many on all matters, and has to name acts that rules see.
    ``in_words``: it has to have words for refusing.
    """
    if in_words and not reading.has(*OPERATORS, Term.EXCEPTION):
        return None
    acts = frozenset(topic.act for topic in topics(reading))
    if not acts and not is_part:
        acts = frozenset(act for term, act in _ROUGHLY.items() if reading.has(term))
        acts = acts or frozenset((Act.CRAWL,))
    return Refusal(acts, is_for_ai_alone(reading), None) if acts else None
