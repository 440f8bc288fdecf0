"""What is there to crawl?"""
