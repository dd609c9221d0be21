"""Reading back what was captured: lists with filters, a page at a time or all as a stream."""
