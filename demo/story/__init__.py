"""The story of the pilot that stalled, told from a seed and its last day. Pure."""
