"""What may be crawled: the registry."""
