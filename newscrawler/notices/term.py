"""Which kinds of words make a notice a notice, and what unmakes one?"""

from enum import Enum


class Term(Enum):
    """A kind of words in a language file; the values are the keys of the files."""

    __hash__ = object.__hash__  # members are single; Enum's own hash is slow

    # What is refused.
    AI = "ai"
    MODEL = "model"
    """What is trained: AI beside a word for training only."""
    TRAIN = "train"
    """Training, of whatever: refused beside AI, a model or training data."""
    AI_TRAIN = "ai-train"
    """Words that mean training a model by themselves."""
    ANSWER = "answer"
    """Summaries, answers, grounding: refused beside AI."""
    AI_INPUT = "ai-input"
    FEED = "feed"
    """Put into AI, for whatever it does: hides training and answering in it there."""
    CRAWL = "crawl"
    """Words that mean collecting by machine by themselves."""
    SCRAPE = "scrape"
    """Words that mean it in the company of a site, contents or machines."""
    BOT = "bot"
    AUTO = "auto"
    """By machine, in bulk: makes collecting, indexing and archiving an act."""
    COLLECT = "collect"
    TDM = "tdm"
    STATUTE = "statute"
    INDEX = "index"
    ARCHIVE = "archive"
    SEARCH = "search"
    """A search engine: what "chatbots may not" is set against."""

    USE = "use"
    """Use of whatever kind beside training: "training and use by AI"."""
    ASSISTANT = "assistant"
    """AI that answers people: refused alone, it is refused the answering alone."""
    TOWARD = "toward"
    """Beside "AI": that it is who uses, not what is used ("for", "by")."""
    AND = "and"
    """Joins: what stands on the other side is another thing."""

    # How it is refused.
    BAN = "ban"
    """Impersonal: "is forbidden", "may not"."""
    BAR = "bar"
    """Personal, of the publisher alone: "prohibits"."""
    OPPOSE = "oppose"
    """Personal or without a subject: "objects to", "does not consent"."""
    RESERVE = "reserve"
    REQUIRE = "require"
    """Only with permission: refused, with an exception."""
    NONE = "none"
    """Before the act, at the head of a clause: "no …", "not for …"."""
    NAY = "nay"
    """After the act, at the end of a clause of few words: "chatbots no"."""
    EXCEPTION = "exception"
    INCLUDES = "includes"
    """What goes on with the rights that the sentence before reserves: "including"."""
    FOREGOING = "foregoing"
    """Acts that the sentence before names: "such use"."""

    FOLLOWING = "following"
    """A list that a ban stands over: "the following acts"."""

    CITATION = "citation"
    """What a section of law is cited with, and is no news beside it: "under", "par."."""

    # Whose.
    SITE = "site"
    PAGE = "page"
    ASSET = "asset"
    CREDIT = "credit"
    """What a picture's line begins with: "Photo:"."""
    BYLINE = "byline"
    """What a supplier's line under its text begins with: "Text:"."""
    OURS = "ours"
    """The publisher's contents as its own: "our articles"."""
    HOLDER = "holder"
    """The publisher as it names itself: "the publisher", "we"."""
    CONTENT = "content"
    FIRST = "first"
    """Who speaks of itself, in whatever word: "we", "our"."""
    NAMED = "named"
    """What stands before a rights holder's name: "written permission of"."""

    # What unmakes it.
    UNBAN = "unban"
    """Hides the words in it: "does not prohibit", "no longer"."""
    LIFTED = "lifted"
    """Unmakes its part of a sentence: "the ban was withdrawn"."""
    LAW = "law"
    """What a statute says of everybody: "lawful access", "this paragraph"."""
    TECHNICAL = "technical"
    """What a manual says of a program: "parameter", "requests per second"."""
    IDIOM = "idiom"
    """Hides the words in it: "AI-generated", "training camp"."""
    TOOL = "tool"
    """AI as what is used, which says nothing of contents: "use the chatbot"."""
    FORMAL = "formal"
    """Hides news in it: "in accordance with the law", "companies that …"."""
    PERMIT = "permit"
    CONTRAST = "contrast"
    """Parts a sentence into what is allowed and what is not: "but"."""
    REPORTED = "reported"
    NARRATIVE = "narrative"
    """News about others: courts, lawsuits, bills, studies."""
    PAST = "past"
    """What was or may be: news, unless the publisher speaks of its own."""
    CONDITION = "condition"
    """What is only supposed: "if all newspapers banned …"."""
    QUESTION = "question"
    NEWSROOM = "newsroom"
    """How the publisher itself works with AI."""
    UPLOAD = "upload"
    """Rules for what users send in."""
    YOURS = "yours"
    """Users' data: a promise, not a reservation."""
    PERSONAL = "personal"
    """What people tell of themselves: "survey", "phone number". It weighs, no more."""


TOPICS = frozenset(
    (
        Term.AI,
        Term.AI_TRAIN,
        Term.AI_INPUT,
        Term.ASSISTANT,
        Term.CRAWL,
        Term.SCRAPE,
        Term.BOT,
        Term.AUTO,
        Term.TDM,
        Term.STATUTE,
    )
)
"""Without one of these words no sentence is a notice."""

OPERATORS = frozenset(
    (
        Term.BAN,
        Term.BAR,
        Term.OPPOSE,
        Term.RESERVE,
        Term.REQUIRE,
        Term.NONE,
        Term.NAY,
        Term.STATUTE,
    )
)
"""Nor without one of these."""
