"""The press door."""
