"""The log of what was done to the store, and by whom: nothing of a file's contents or name."""

import logging
from collections.abc import Sequence
from typing import Final

from data.common.json_lines import JsonFormatter

ACT_LOG: Final = logging.getLogger("data.acts")
LOADED, UNDONE, PACKED = "loaded", "undone", "packed"
RESTORED, PURGED = "restored", "purged"
ACTS: Final = (LOADED, UNDONE, PACKED, RESTORED, PURGED)
_LONGEST: Final = 200


def log_act(act: str, by: str, what: Sequence[object]) -> None:
    """Log that somebody did something, such as loaded these extracts, once it is stored."""
    name, things = ascii(by[:_LONGEST]), ", ".join(map(str, what))
    extra = {"act": act, "by": name, "what": things}
    ACT_LOG.info("%s by %s: %s", act, name, things, extra=extra)


def log_acts_as_json() -> None:
    """Log what a command does to standard error, as the server does with LOG_FORMAT=json."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    ACT_LOG.addHandler(handler)
    ACT_LOG.setLevel(logging.INFO)
