"""Which styles of a document run: those that it came with, by their hashes, and no others."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

_STYLES: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NOTHING_ELSE: Final = (
    "default-src 'none'; style-src-elem {hashes}; style-src-attr 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


def style_hashes(text: str) -> str:
    """Return the hashes of the style elements of an HTML text, as a policy lists them."""
    return " ".join(map(_source, _STYLES.findall(text)))


def of_file(text: str) -> str:
    """Return the element by which a file that loads nothing says so to a browser."""
    policy = _NOTHING_ELSE.format(hashes=style_hashes(text))
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
