"""What each profile may see, in which rows and order; and search."""
