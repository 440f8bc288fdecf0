"""A news crawler that keeps only what it may keep, and can prove it."""

__version__ = "0.1.0"
