"""Syntaxes that several signals share."""
