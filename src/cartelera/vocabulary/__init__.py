"""Words and errors that every room shares, as small frozen types."""
