"""Ground floor: what people said, as received."""
