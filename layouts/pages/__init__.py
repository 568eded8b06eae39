"""One module a page, and what only that page shows."""
