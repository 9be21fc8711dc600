"""The four front doors: office, press, screen, api."""
