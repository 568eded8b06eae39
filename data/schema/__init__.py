"""Kinds of extract: columns, checks, templates, and how a file is recognised."""
