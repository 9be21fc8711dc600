"""Reading an announcement: a press text in, productions out, each value with its words."""
