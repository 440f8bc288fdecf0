"""Who looks at a crawl, and what do they see?"""
