"""Shoots, their breakdown, boards and papers."""
