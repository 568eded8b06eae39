"""Minis: the smallest pictures of a series, without an axis, chosen by what its figures can show.

Everything is drawn in one box that the stylesheet stretches to the size of its place: strokes keep
their width, and dots are strokes without a length, so that they stay round.
"""
