"""May we? The gate, its evidence and its verdicts."""
