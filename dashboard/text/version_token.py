"""Marks by which a version that somebody has seen is told from any other."""

from hashlib import sha256


def hash_token(content: object) -> str:
    """Give a short text that differs wherever anything that is told does."""
    return sha256(repr(content).encode()).hexdigest()[:16]
