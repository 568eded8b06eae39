"""What README and docs promise: every variable, link, path and command in them is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
DOCS: Final = ROOT / "docs"
OPERATIONS: Final = DOCS / "operations.md"
ROOMS: Final = ("callbacks", "dashboard", "data", "layouts")

_SECTIONS: Final = re.compile(r"docs/definitions\.md sections? (\d+(?:(?:, | and )\d+)*)")
_TABLE: Final = re.compile(r"^\| variable \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)
_DECISION: Final = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n(?P<date>\d{4}-\d\d-\d\d) · Status: (?P<status>.+)\n\n"
    r"\*\*Context\.\*\* [^*]+\*\*Decision\.\*\* [^*]+\*\*Consequences\.\*\* [^*]+"
)
_VARIABLE: Final = re.compile(r"`([A-Z][A-Z_]+)`")


def test_the_tables_name_every_environment_variable_that_is_read_and_no_other():
    of_server, of_tools = map(_named, _TABLE.findall(OPERATIONS.read_text(encoding="utf-8")))
    assert set(of_server + of_tools) == _read_in_code() | _read_in_tools()
    assert len(of_server + of_tools) == len({*of_server, *of_tools})
    (in_readme,) = map(_named, _TABLE.findall(README.read_text(encoding="utf-8")))
    assert sorted(in_readme) == sorted(of_server)


def test_every_section_of_the_definitions_that_code_cites_is_there():
    written = re.findall(r"^## (\d+)\. ", (DOCS / "definitions.md").read_text(), re.MULTILINE)
    assert written == [str(number) for number in range(1, len(written) + 1)]
    cited: dict[str, set[str]] = {}
    for path in (path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py")):
        text = " ".join(path.read_text(encoding="utf-8").replace("\n# ", "\n").split())
        for numbers in _SECTIONS.findall(text):
            cited.setdefault(path.name, set()).update(re.findall(r"\d+", numbers))
    assert {"status.py", "trend.py"} <= set(cited)
    assert not {name: numbers for name, numbers in cited.items() if not numbers <= set(written)}


def test_decisions_are_numbered_listed_and_linked_to_those_that_supersede_them():
    folder = DOCS / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    paths = sorted(folder.glob("[0-9]*.md"))
    lines, supersedes, superseded = [], set(), set()
    for number, path in enumerate(paths, 1):
        found = _DECISION.fullmatch(path.read_text(encoding="utf-8"))
        assert found, path.name
        assert path.name.startswith(f"{number:04d}-")
        assert int(found["number"]) == number
        code, status = path.name[:4], found["status"]
        lines.append(f"| [{code}]({path.name}) | {found['title']} | {found['date']} | {status} |")
        supersedes |= {(code, old) for old in re.findall(r"supersedes \[(\d+)\]", status)}
        superseded |= {(new, code) for new in re.findall(r"superseded by \[(\d+)\]", status)}
    assert index.splitlines()[-len(paths) :] == lines
    assert supersedes == superseded != set()


def _named(rows: str) -> list[str]:
    """Return the variables in the first column of a table's rows."""
    return [name for row in rows.splitlines() for name in _VARIABLE.findall(row.split("|")[1])]


def _read_in_tools() -> set[str]:
    tools = (ROOT / ".ci" / "tools").read_text()
    make = (ROOT / "Makefile").read_text()
    return {
        *re.findall(r"\$\{([A-Z_]+):-", tools),
        *re.findall(r"^([A-Z]+) \?= ", make, re.MULTILINE),
    }


def _read_in_code() -> set[str]:
    paths = [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return {name for path in paths for name in _read_in(ast.parse(path.read_text()))}


def _read_in(module: ast.Module) -> Iterator[str]:
    """Return the variables that a module reads from `os.environ`, or a parameter `environment`."""
    constants = {
        ast.unparse(target): node.value
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(value=read, attr="get"), args=[name, *_]):
                pass
            case ast.Subscript(value=read, slice=name) | ast.Call(args=[read, name, *_]):
                pass
            case ast.Compare(left=name, ops=[ast.In() | ast.NotIn()], comparators=[read]):
                pass
            case ast.Call(func=ast.Attribute(attr="getenv") as read, args=[name, *_]):
                pass
            case _:
                continue
        if ast.unparse(read) in ("environment", "os.environ", "os.getenv"):
            value = constants.get(ast.unparse(name), name)
            if isinstance(value, ast.Constant):
                yield str(value.value)
