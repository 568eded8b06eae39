"""Forms that are sent as an address, as HTML text: Dash has no element to tick or to hide."""

from collections.abc import Iterable
from typing import Final

from layouts.ui.xml_text import escape

# Browsers without scripts send the form by it.
SUBMIT: Final = '<button type="submit" class="without-script">Show</button>'


def hidden(name: str, value: str) -> str:
    """Return a value that is sent along; nothing for an empty one."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">' if value else ""


def select(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Return a select in its label; `options` are (value, words)."""
    return f'<label>{escape(label)} <select name="{name}">{option_list(options, chosen)}</select></label>'


def option_list(options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Return the options of a select, the first with the chosen value selected."""
    written, is_found = [], False
    for value, words in options:
        is_chosen = value == chosen and not is_found
        is_found = is_found or is_chosen
        mark = " selected" if is_chosen else ""
        written.append(f'<option value="{escape(value)}"{mark}>{escape(words)}</option>')
    return "".join(written)


def tick(
    name: str,
    value: str,
    label: str,
    *,
    is_on: bool,
    form: str = "",
    reason: str = "",
    about: str = "",
) -> str:
    """Return a box to tick in its label; `form` is the id of its form elsewhere.

    With a `reason` it cannot be ticked; `about` completes the label for screen readers.
    """
    mark = " checked" if is_on else ""
    mark += " disabled" if reason else ""
    mark += f' form="{form}"' if form else ""
    words = escape(f"{label}: {reason}" if reason else label)
    words += f'<span class="visually-hidden"> {escape(about)}</span>' if about else ""
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{escape(value)}"{mark}> '
        f"{words}</label>"
    )


def radio(name: str, value: str, label: str, *, is_on: bool) -> str:
    """Return one of several values in its label."""
    mark = " checked" if is_on else ""
    return (
        f'<label><input type="radio" name="{name}" value="{escape(value)}"{mark}>'
        f"<span>{escape(label)}</span></label>"
    )
