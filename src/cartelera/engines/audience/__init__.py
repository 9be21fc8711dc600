"""Arithmetic of audiences: what was watched, and what a title may reach."""
