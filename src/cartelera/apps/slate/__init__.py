"""Slate: the record of every title, and the gate that decides what a viewer may see."""
