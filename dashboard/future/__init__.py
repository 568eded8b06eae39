"""What is coming: numbers years ahead, what is planned for them, and scenarios."""
