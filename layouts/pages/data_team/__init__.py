"""The page of the data team: loading, checks, history, returns and the files that can be sent."""
