"""The server: settings, first page, headers, static files."""
