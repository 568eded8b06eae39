"""A pack as slides: their content and order, and what fits on each."""
