"""What travels as a stylesheet is used: of Bootstrap the base of elements, of ours what something has."""

import re
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"
ROOT = ASSETS.parent
# What Plotly draws has it.
OF_PLOTLY = {"main-svg"}
_COMMENT_OR_URL = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
# A class that is put together ends in what is known when it is written: f"tag-{pair}", "is-" + state.
_BEGINNING = re.compile(r"""\b([a-z]+-)(?:\{|\$\{|"|'|%d|%s)""")


def classes_of(path: Path) -> set[str]:
    """Return the classes that the selectors of a stylesheet name."""
    text = _COMMENT_OR_URL.sub("", path.read_text())
    return set(_CLASS.findall(" ".join(re.findall(r"([^{}]+)\{", text))))


def test_of_bootstrap_no_component_travels():
    (bootstrap,) = ASSETS.glob("vendor/*.css")
    assert classes_of(bootstrap) == set()


def test_every_class_of_our_stylesheets_is_one_that_something_has():
    rooms = (
        path
        for room in ("layouts", "callbacks", "dashboard")
        for path in (ROOT / room).rglob("*.py")
    )
    sources = "\n".join(path.read_text() for path in (*rooms, *ASSETS.glob("*.js")))
    words = set(re.findall(r"[A-Za-z_][\w-]*", sources))
    beginnings = tuple(set(_BEGINNING.findall(sources)))
    unused = {
        path.name: sorted(
            name
            for name in classes_of(path) - OF_PLOTLY
            if name not in words and not name.startswith(beginnings)
        )
        for path in ASSETS.glob("*.css")
    }
    assert {name: found for name, found in unused.items() if found} == {}
