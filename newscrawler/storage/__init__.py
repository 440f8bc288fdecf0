"""Where kept articles and decisions go."""
