"""Cartelera: a slate, from the first announcement to the viewer's screen."""

__version__ = "0.1.0"
