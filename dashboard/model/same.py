"""A value as the key of a cache where it is large: equal to itself alone, and never compared with another.

What is loaded anew keeps the objects of which nothing changed, so that what was built of them is still right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Same(Generic[Value]):
    """One object."""

    value: Value

    def __eq__(self, other: object) -> bool:
        """Return whether the other is of the very same object."""
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        """Return what tells the object apart while it lives, which is as long as this one does."""
        return id(self.value)


def cached_by_object(
    maxsize: int,
) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """Cache what a function makes of an object, for as long as the very same one comes again."""

    def decorate(make: Callable[[Value], Result]) -> Callable[[Value], Result]:
        cached = lru_cache(maxsize)(lambda of: make(of.value))
        return wraps(make)(lambda value: cached(Same(value)))

    return decorate
