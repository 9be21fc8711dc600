"""Announcements received, the drafts read from them, and what an editor accepted."""
