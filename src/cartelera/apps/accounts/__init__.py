"""Accounts: people who sign in, and the profiles they watch with."""
