"""How are crawls jobs of many machines?"""
