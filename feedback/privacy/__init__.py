"""What keeps personal data out of what is stored."""
