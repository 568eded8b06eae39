"""From a file as it was sent to a table of text, and its kind."""
