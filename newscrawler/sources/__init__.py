"""What may be crawled? The registry of sources, and the permissions on file."""

from newscrawler.sources.problem import Problem, RegistryError
from newscrawler.sources.reader import read_registry
from newscrawler.sources.registry import Registry
from newscrawler.sources.source import Source, listing
from newscrawler.sources.standing import Concern, Standing, concerns

__all__ = [
    "Concern",
    "Problem",
    "Registry",
    "RegistryError",
    "Source",
    "Standing",
    "concerns",
    "listing",
    "read_registry",
]
