"""A pack as slides: which there are, and what fits on each."""
