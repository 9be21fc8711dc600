"""What each viewer is offered: the page, what to watch next, and search."""
