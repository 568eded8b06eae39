"""Files that a page offers."""
