"""From a file to the store and back: check, preview, load, history, undo."""
