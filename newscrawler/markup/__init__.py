"""Which elements does a document have, and may it be parsed?"""
