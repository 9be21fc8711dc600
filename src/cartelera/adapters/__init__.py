"""The hands: ffmpeg, files, documents turned into text."""
