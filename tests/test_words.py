"""Names in the four rooms are the words of the field, and docstrings say what is returned."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.stores import ROOT

ROOMS: Final = ("callbacks", "layouts", "data", "dashboard")
# Each meant several things; docs/glossary.md has the words of the field.
RETIRED: Final = frozenset(
    {"asked", "beside", "doubt", "doubts", "fault", "faults", "given", "kept", "known", "mend"}
    | {"said", "standing", "stands", "still", "telling", "told", "visit", "worked"}
)
# Names that cannot change, or that are a word of the field.
EXCEPTIONS: Final = {
    "known_on": "a column of observations, and a field of points in packs that are sealed",
    "asked_on": "a column of the scrutiny log, and a field of questions in packs that are sealed",
    "worked_out": "a field of points in packs that are sealed",
}
_VERB: Final = re.compile(r"(?:Give|Say|Tell|Draw|Name|Hold|Keep)\b")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DOCUMENTED: Final = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def names_given_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement or expression makes: it does not use them, it makes them."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.arg(arg=name) | ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case _:
            pass


def is_retired(name: str) -> bool:
    words = {word.lower() for word in _WORD.findall(name)}
    return name.lower() not in EXCEPTIONS and not RETIRED.isdisjoint(words)


def retired_in(module: ast.Module) -> Iterator[str]:
    """Yield the retired names and docstrings of a module, each with its line."""
    for node in ast.walk(module):
        line = getattr(node, "lineno", 1)
        yield from (f"{line}: {name}" for name in names_given_by(node) if is_retired(name))
        if isinstance(node, _DOCUMENTED) and _VERB.match(text := ast.get_docstring(node) or ""):
            yield f"{line}: {text.splitlines()[0]}"


@cache
def modules() -> dict[Path, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def test_no_module_has_retired_words() -> None:
    paths = [str(path) for path in modules() if any(map(is_retired, path.with_suffix("").parts))]
    inside = [f"{path}:{each}" for path, module in modules().items() for each in retired_in(module)]
    assert paths + inside == []


def test_no_exception_is_needless() -> None:
    names = {
        name
        for module in modules().values()
        for node in ast.walk(module)
        for name in names_given_by(node)
    }
    assert names >= EXCEPTIONS.keys()


@pytest.mark.parametrize(
    "source",
    [
        "told = 1",
        "class FaultList: ...",
        "def _mend_all(): ...",
        "def check(*, was_kept): ...",
        "self.doubts_found = []",
        "class Row:\n    STANDING: int",
        "lines = [said for said in texts]",
        "import math as known",
        "if (visit := first()): ...",
        "try: ...\nexcept ValueError as fault: ...",
        "match row:\n    case [given, *_]: ...",
        'def text():\n    """Give the text of a row."""',
        '"""Tell rows apart."""',
    ],
)
def test_a_retired_word_is_noticed(source: str) -> None:
    assert len(list(retired_in(ast.parse(source)))) == 1


def test_words_are_whole_and_uses_are_free() -> None:
    fine = "unknown = retold.given(said=1)\ndistill = standings = default = None\nasked_on = None"
    assert list(retired_in(ast.parse(fine))) == []
