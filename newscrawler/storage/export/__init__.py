"""In which forms do articles leave? JSON Lines, CSV and Parquet."""
