"""Packs, commentary, headlines and the scrutiny log in the store."""
