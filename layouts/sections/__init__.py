"""Sections of pages, each with its heading, text and tables."""
