"""What a reader without rights can work out of the numbers that are hidden."""
