"""The screen door."""
