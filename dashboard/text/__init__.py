"""Numbers, days and periods as text."""
