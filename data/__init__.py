"""The cellar: extracts in, frames out. Everything about files and SQL lives here."""
