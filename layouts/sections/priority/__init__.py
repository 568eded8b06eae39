"""Parts of the page of a priority: its tools, panels, list, and rail."""
