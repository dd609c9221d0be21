"""Answers and what people say of them: from a message to a stored row and a receipt."""
