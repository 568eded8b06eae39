"""What is made once, before the server starts."""
