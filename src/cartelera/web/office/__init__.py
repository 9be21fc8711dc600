"""The office: the staff's rooms."""
