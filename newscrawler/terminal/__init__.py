"""How is a command found, run, and what does it say to a person?"""
