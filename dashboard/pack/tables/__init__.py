"""The tables of slides and report, as blocks."""
