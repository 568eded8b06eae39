"""Files that others make in a shape of their own, read into our kinds of extract."""
