"""What Hypothesis draws for the laws of a decision."""

from hypothesis import strategies as st

from newscrawler.policy import (
    Decision,
    Fault,
    Preference,
    Profile,
    Purpose,
    Scope,
    Stage,
    Statement,
    Terms,
    WhenSilent,
)
from newscrawler.policy.model import Place
from newscrawler.policy.operator import TYPES, Operator
from newscrawler.policy.proxy import Share
from tests.policy.asked import ROBOTS, URL

PURPOSES = st.frozensets(st.sampled_from(Purpose))
TEXTS = st.text(max_size=20)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TIMES = st.floats(0, 4e9).map(lambda value: round(value, 3))
RESTRAINING = (Preference.CONDITIONAL, Preference.DISALLOWED)


def statements(*preferences: Preference) -> st.SearchStrategy[Statement]:
    signals = ["content-usage", "robots-rules", "robots-tag", "notice", "tdmrep", "permission", "reading", "listing"]  # fmt: skip
    places = [Place(), Place(line=3), Place(selector="p"), Place(header="x")]
    return st.builds(
        Statement,
        signal=st.sampled_from(signals),
        purposes=PURPOSES,
        preference=st.sampled_from(preferences),
        scope=st.sampled_from(Scope),
        document=st.sampled_from([URL, ROBOTS]),
        quote=WORDS,
        spec=WORDS,
        sha256=st.none() | st.just("0" * 64),
        fetched_at=st.none() | TIMES,
        place=st.sampled_from(places),
        condition=st.none() | st.sampled_from(["attribution", "excerpt", "pay"]),
        holder=st.none() | st.sampled_from(["Gazette", "Wire"]),
        salvaged=st.booleans(),
    )


RESTRAINTS = statements(*RESTRAINING)
FAULTS = st.builds(Fault, WORDS, WORDS, st.none() | TIMES)
TERMS = st.builds(
    Terms,
    agent=st.just("newscrawler"),
    purposes=PURPOSES.filter(bool),
    profile=st.sampled_from(Profile),
    when_silent=st.sampled_from(WhenSilent),
    meets=st.frozensets(st.sampled_from(["attribution", "excerpt", "pay"])),
    proxy=st.integers(1, 99) | st.sampled_from(Share),
    operator=st.builds(
        Operator,
        country=st.sampled_from([None, "DE"]),
        types=st.none() | st.frozensets(st.sampled_from(TYPES)),
        commercial=st.none() | st.booleans(),
    ),
)
DECISIONS = st.builds(
    Decision,
    url=st.just(URL),
    stage=st.sampled_from(Stage),
    terms=TERMS,
    statements=st.lists(statements(*Preference), max_size=5).map(tuple),
    faults=st.lists(FAULTS, max_size=2).map(tuple),
    source=st.none() | WORDS,
    decided_at=TIMES,
    policy_version=st.just("1"),
)
