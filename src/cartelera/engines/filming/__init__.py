"""From the screenplay to a board with a proven price, and a year across titles."""
