"""What does a store hold? Pages of it, for a browser on this machine."""
