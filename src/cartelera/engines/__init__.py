"""Decisions and arithmetic: values in, values out."""
