"""May we? The gate, its evidence and its verdicts."""

from newscrawler.policy.decision import Decision
from newscrawler.policy.gate import Gate
from newscrawler.policy.model import (
    Document,
    Fault,
    Preference,
    Profile,
    Scope,
    Stage,
    Statement,
    Terms,
    Verdict,
    WhenSilent,
)
from newscrawler.policy.permission import Listing, Permission, Reading
from newscrawler.purpose import Purpose

__all__ = [
    "Decision",
    "Document",
    "Fault",
    "Gate",
    "Listing",
    "Permission",
    "Preference",
    "Profile",
    "Purpose",
    "Reading",
    "Scope",
    "Stage",
    "Statement",
    "Terms",
    "Verdict",
    "WhenSilent",
]
