"""The slides of a pack as a PowerPoint file."""
