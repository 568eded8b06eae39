"""Scorecards of councils: a measure a row, a month a column."""
