"""What does a crawl ask for next, and what does it take up and leave?"""
