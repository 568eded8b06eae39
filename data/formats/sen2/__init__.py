"""The SEN2 return, as COLLECT exports it in tables and as authorities send it in XML."""
