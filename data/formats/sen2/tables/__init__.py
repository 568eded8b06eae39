"""The tables of a SEN2 return, from CSV and from XML."""
