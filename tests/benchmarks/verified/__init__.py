"""What `make bench-verified` measures."""
