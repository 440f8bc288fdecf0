"""How does a request go out, and what may come back?"""
