"""Decisions about masters, packages and who may fetch them."""
