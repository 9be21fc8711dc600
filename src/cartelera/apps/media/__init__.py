"""Media: masters, and the packages made of them."""
