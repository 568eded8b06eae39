"""Statistics: control charts, confidence intervals, a robust line."""
