"""Recorded pages: one page of a listed site, and what a crawl has to make of it."""
