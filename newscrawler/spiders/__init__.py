"""The crawlers."""
