"""Whom does a notice name as the holder of the rights?"""

import re

from newscrawler.notices.reading import Reading, Span
from newscrawler.notices.term import TOPICS, Term

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w&.'’@+-]{0,40}+"
_SMALL = r"(?:of|the|for|and|und|für|der|die|das|des|de|del|della|di|du|da|do|dos|la|le|les|et|e|y|i|dan|en|van|&|och|og|ja)"
_NAME = re.compile(
    rf"(?:{_WORD}|\d{{2,4}})(?:\s(?:{_SMALL}\s){{0,2}}(?:{_WORD}|\d{{1,4}})){{0,7}}"
)
_ARTICLE = re.compile(
    r"\s?(?:[:,]\s?)?(?:(?:the|der|die|das|dem|den|des|von|bei|by|of|from|la|el|le|les|los|il|lo|l'|o|a|os|as|de|het|dari|pihak|milik)\s|l['’])?",
    re.IGNORECASE,
)
_UNSPACED_NAME = re.compile(
    r"[\s:：]?([^\s,.;:、。，の의은는이가を을를和与及及び或未不()（）<>「」\[\]]{2,30})"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright(?=\s?(?:©|\(c\)|by\b|(?:19|20)\d\d))|저작권자)\s?(?:©|\(c\)|by\b)?\s?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?)?[\s,]?(?:by\s)?([^\s.,|;:<>(){}\[\]\d–—-][^,|;:<>(){}\[\]\n–—。、]{1,60})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s-\s|\.\s|\.?\Z|\s(?:all|alle|tous|todos|tutti|hak|no|kein|keine|ai|ki|not|dilarang|19\d\d|20\d\d)\b.*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:all|alle|the|der|die|das|keine?|no|we|wir|ki|ai|ia|tdm|text|nutzung|right|rights|rechte|hak|not|kami|our|us|you|this|any)\b",
    re.IGNORECASE,
)


def rights_holder(reading: Reading, cased: str, around: str) -> str | None:
    """Return the name in a sentence, else in the copyright line around it.

    ``cased`` is the sentence with its capitals.
    """
    for name in (*_named(reading, cased), *_subject(reading, cased)):
        if name:
            return name
    return _copyright(cased) or _copyright(around)


def _named(reading: Reading, cased: str) -> list[str | None]:
    return [_name_after(reading, cased, span) for span in reading.spans(Term.NAMED)]


def _name_after(reading: Reading, cased: str, span: Span) -> str | None:
    if not reading.language.spaced:
        found = _UNSPACED_NAME.match(cased, span.end)
        return found[1] if found else None
    article = _ARTICLE.match(cased, span.end)
    name = _NAME.match(cased, article.end() if article else span.end)
    return _proper(name[0]) if name else None


def _subject(reading: Reading, cased: str) -> list[str | None]:
    """Return a name that a sentence begins with and that its verb follows."""
    if not reading.language.spaced:
        return []
    article = _ARTICLE.match(cased)
    name = _NAME.match(cased, article.end() if article else 0)
    if name is None:
        return []
    verbs = reading.spans(Term.BAR, Term.OPPOSE, Term.RESERVE)
    follows = any(0 <= verb.start - name.end() <= 2 for verb in verbs)
    words = Span(*name.span())
    common = any(word.overlaps(words) for word in reading.spans(*TOPICS, Term.CONTENT))
    return [_proper(name[0])] if follows and not common else []


def _copyright(cased: str) -> str | None:
    found = _COPYRIGHT.search(cased)
    return _proper(_AFTER_NAME.split(found[1], maxsplit=1)[0]) if found else None


def _proper(name: str) -> str | None:
    name = name.strip(" .-'’\"")
    return None if len(name) < 2 or _NOBODY.fullmatch(name.split()[0]) else name
