"""What does the page say?"""

from newscrawler.article.checks import content_hash, problems
from newscrawler.article.extract import extract
from newscrawler.article.hints import Hints

__all__ = ["Hints", "content_hash", "extract", "problems"]
