"""The measures of each service: which cases count, and on which day."""
