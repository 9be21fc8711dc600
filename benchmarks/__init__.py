"""Each engine measured in its field's own protocol, on files the user names."""
