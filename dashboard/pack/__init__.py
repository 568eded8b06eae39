"""The meeting: what a pack holds, how it is frozen, and the slides and pages made of it."""
