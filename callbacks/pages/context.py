"""What a page is asked for, and what it is answered from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.model.selection import Selection
from data.store.engine import Engine


@dataclass(frozen=True)
class RequestContext:
    """A resolved selection and what it is answered from; `shows_small` for the data team alone."""

    engine: Engine
    selection: Selection
    today: date
    shows_small: bool = False

    def load(self, loader: Callable[..., Any], *arguments: Any) -> Any:
        """Load something of the selection that small numbers may have to be hidden in."""
        return loader(
            self.engine, self.selection, *arguments, self.today, shows_small=self.shows_small
        )
