"""What does the page say?"""

from newscrawler.article.checks import content_hash, own_canonical, problems
from newscrawler.article.extract import extract
from newscrawler.article.hints import Hints
from newscrawler.article.near_duplicates import Sketch, article_sketch
from newscrawler.article.rules import RuleReport, rule_reports
from newscrawler.article.schema_org import from_schema_org, to_schema_org
from newscrawler.article.versions import Change, body_diff, changes

__all__ = [
    "Change",
    "Hints",
    "RuleReport",
    "Sketch",
    "article_sketch",
    "body_diff",
    "changes",
    "content_hash",
    "extract",
    "from_schema_org",
    "own_canonical",
    "problems",
    "rule_reports",
    "to_schema_org",
]
