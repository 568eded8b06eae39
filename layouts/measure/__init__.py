"""The card of a measure with its controls, facts and chart, and the tabs under it."""
