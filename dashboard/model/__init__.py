"""Codes, points, series, panels, selections: the values that all else is made from."""
