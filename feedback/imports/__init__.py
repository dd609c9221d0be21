"""Answers and feedback out of another system's file: read, mapped to messages, recorded."""
