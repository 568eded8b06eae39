"""Text for XML: PowerPoint, charts and the PDF all use it."""

import html
import re
from typing import Final

# Control characters among them: Word writes soft breaks as U+000B and U+000C.
_NOT_XML: Final = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(words: str) -> str:
    """Return text with a space for each character that no XML may hold."""
    return words if words.isprintable() else _NOT_XML.sub(" ", words)


def escape(words: str) -> str:
    """Return text escaped for XML, without characters that no XML may hold."""
    return html.escape(allowed(words))
