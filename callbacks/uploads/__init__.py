"""Files that people load."""
