"""The release "Education, health and care plans" of the Department for Education."""
