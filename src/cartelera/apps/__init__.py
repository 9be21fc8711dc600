"""What is remembered: one Django app for each part."""
