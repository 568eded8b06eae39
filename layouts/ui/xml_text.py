"""Words as XML takes them: PowerPoint, charts, drawings and the PDF all ask here."""

import html
import re
from typing import Final

# Control characters among them: Word writes soft breaks as U+000B and U+000C.
_NOT_XML: Final = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(words: str) -> str:
    """Take out what no XML may hold: a space keeps apart the words that it stood between."""
    return _NOT_XML.sub(" ", words)


def escape(words: str) -> str:
    """Write words so that they stand in XML as words and nothing else."""
    return html.escape(allowed(words))
