"""The meeting pack: its content, how it is frozen, and the slides and report made of it."""
