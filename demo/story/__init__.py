"""The story of the pilot that stalled, told from a seed and a last day. Pure: no Django, no clock."""
