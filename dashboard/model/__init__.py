"""The nouns of the dashboard: codes, points, series, panels, selections."""
