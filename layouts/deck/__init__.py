"""The slides of a pack in the browser."""
