"""Parts of the overview: what stands above its measures, tiles, list, what changed."""
