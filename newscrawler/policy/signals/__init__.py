"""The ways in which a site can state a preference: one module each."""
