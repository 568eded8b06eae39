"""What pages ask of the store."""
