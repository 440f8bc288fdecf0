"""What will the kept articles be used for?"""

from enum import Enum


class Purpose(Enum):
    """A use of an article: the closed set that preferences are stated for."""

    SEARCH = "search"
    """Index it; show a link and a short excerpt, no generated summary."""
    ARCHIVE = "archive"
    """Keep a full copy and show it again."""
    AI_INPUT = "ai-input"
    """Feed it to a model that answers: retrieval, grounding, summaries."""
    AI_TRAIN = "ai-train"
    """Train or fine-tune a model."""
    TDM = "tdm"
    """Text and data mining, Directive (EU) 2019/790 article 4."""
    TDM_RESEARCH = "tdm-research"
    """Text and data mining by a research organisation, article 3."""


UNDECLARED = frozenset(Purpose) - {Purpose.TDM_RESEARCH}
"""What we assume until the operator says what the articles are for: everything,
so that any "no AI" refuses. Ours; research alone must be declared."""


def in_order(purposes: frozenset[Purpose]) -> tuple[Purpose, ...]:
    """Return the purposes in the order of their definition."""
    return tuple(purpose for purpose in Purpose if purpose in purposes)
