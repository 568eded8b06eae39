"""The highlight report as a page, a PDF and one HTML file."""
