"""Case extracts of an area that does not exist: the same arguments give the same bytes."""
