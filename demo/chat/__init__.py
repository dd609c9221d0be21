"""A chat page that plays the host: it asks, answers, and lets the widget take the feedback."""
