"""The record's arithmetic: checks, identifiers, posters, maps."""
