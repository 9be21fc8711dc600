"""Work: jobs under a lease, and the audit of what staff did."""
