"""Which host may this crawl talk to now?"""
