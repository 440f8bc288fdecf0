"""How are pages written to WARC files, and read from them?"""
