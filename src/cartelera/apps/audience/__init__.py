"""Audience: append-only viewings, and where each viewer stopped."""
