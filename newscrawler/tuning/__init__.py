"""What of Python and of Scrapy costs a crawl for nothing?"""
