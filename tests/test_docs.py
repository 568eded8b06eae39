"""What README and docs promise: every variable, link, path and command in them is there."""

import ast
import re
import shlex
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sqlalchemy.pool import QueuePool

from data.cli.main import main
from data.loading.history import extract_history
from data.schema.registry import CASE_KINDS
from data.store import account_tables, audit, waiting_files  # noqa: F401 - they declare their tables
from data.store.case_tables import SNAPSHOT_TABLES, extract_scopes, snapshots
from data.store.databases.engine import make_engine
from data.store.tables import ID_TABLES, KIND_TABLES, metadata
from layouts.pages.about import SOURCE
from tests.stores import MakeStore, address, opened

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
DOCS: Final = ROOT / "docs"
OPERATIONS: Final = DOCS / "operations.md"
ROOMS: Final = ("callbacks", "dashboard", "data", "layouts")
PAGES: Final = (README, *sorted(DOCS.rglob("*.md")), SOURCE)
# Paths that the product makes.
MADE: Final = {"data/send.sqlite3"}
# What commands in the docs read and no command before them has written.
FILES: Final = {
    "mine.csv": "Area_code,Period start,Period end,Plans in time,Team\nE09000014,2023-04-01,2023-04-30,61%,North\n",
    "scorecard.csv": "Measure,Jan-23,Feb-23,Mar-23\nEHC plans issued within 20 weeks,75%,78%,82%\n",
    "cases.csv": "name,upn,date_of_birth,request_date\nAnn Lee,A123456789012,01/02/2015,03/10/2022\n",
}

_OF_CASES: Final = (*SNAPSHOT_TABLES, extract_scopes, snapshots)
_STORE: Final = "python -m data "
_SECTIONS: Final = re.compile(r"docs/definitions\.md sections? (\d+(?:(?:, | and )\d+)*)")
_TABLE: Final = re.compile(r"^\| variable \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)
_DECISION: Final = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n(?P<date>\d{4}-\d\d-\d\d) · Status: (?P<status>.+)\n\n"
    r"\*\*Context\.\*\* [^*]+\*\*Decision\.\*\* [^*]+\*\*Consequences\.\*\* [^*]+"
)
_PATH: Final = re.compile(
    r"(?<![\w/.-])(?:assets|callbacks|dashboard|data|docs|layouts|tests|\.ci)/[\w./-]*"
)
# How a row begins of what is stored, and its tables: whatever else files bring has a row of its own.
_STORED_AS: Final[dict[str, tuple[str, ...]]] = {
    "rows of cases": (),
    "figures worked out from cases": tuple(table.name for table in _OF_CASES),
    "figures, plans, targets": ("extract_notes",),
    "names or roles": ("extracts", "store_changes", "audit_entries", "case_list_views"),
    "headlines, remarks": (
        "commentary", "exceptions", "headlines", "recommendations", "scrutiny_questions",
    ),
    "accounts, roles": ("users", "user_roles"),
    "sessions, links": ("sessions", "reset_links", "failed_sign_ins"),
    "a key": ("login_keys",),
    "packs": ("packs", "pack_agendas", "pack_steps"),
    "PDFs and": ("file_jobs",),
    "uploaded files": ("waiting_files",),
}  # fmt: skip
_VARIABLE: Final = re.compile(r"`([A-Z][A-Z_]+)`")


def test_the_tables_name_every_environment_variable_that_is_read_and_no_other():
    of_server, of_tools = map(_named, _TABLE.findall(OPERATIONS.read_text(encoding="utf-8")))
    assert set(of_server + of_tools) == _read_in_code() | _read_in_tools()
    assert len(of_server + of_tools) == len({*of_server, *of_tools})
    (in_readme,) = map(_named, _TABLE.findall(README.read_text(encoding="utf-8")))
    assert sorted(in_readme) == sorted(of_server)


def test_of_every_table_it_is_said_how_long_its_rows_are_kept():
    section = OPERATIONS.read_text(encoding="utf-8").partition("## What is stored, and how long")[2]
    told = [line[2:] for line in section.partition("\n## ")[0].splitlines() if line[:2] == "| "]
    for start in _STORED_AS:
        assert sum(line.startswith(start) for line in told) == 1, start
    named = [name for tables in _STORED_AS.values() for name in tables]
    cases = {kind.name for kind in CASE_KINDS}
    brought = {*KIND_TABLES, *(table.name for table in ID_TABLES.values())} - {*named, *cases}
    assert sorted([*named, *cases, *brought]) == sorted(metadata.tables)


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


def test_every_link_leads_to_a_file_and_a_heading_in_it():
    broken = [
        f"{page.name}: {link}" for page in PAGES for link in _links(page) if not _leads(page, link)
    ]
    assert not broken


def test_every_command_of_the_store_does_what_it_is_shown_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_sqlite: MakeStore,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    store = make_sqlite("shipped")
    monkeypatch.setenv("DATABASE_URL", address(store))
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    lines = dict.fromkeys(line for page in PAGES for line in _code_lines(page))
    for command in (line for line in lines if line.startswith(_STORE)):
        line, _, output = command.removeprefix(_STORE).partition(" > ")
        arguments = shlex.split(line)
        if arguments[0] == "undo":
            with opened(store) as engine:
                arguments[1] = str(extract_history(engine)[0].extract_id)
        code = main(arguments)
        printed = capsys.readouterr()
        assert code == 0, f"{command}\n{printed.out}{printed.err}"
        if output:
            (tmp_path / output).write_text(printed.out)


def test_every_target_of_make_and_every_module_that_is_run_is_there():
    lines = {line for page in PAGES for line in (*_code_lines(page), *_inline_code(page))}
    lines |= set((ROOT / "Procfile").read_text().splitlines())
    targets = {word for line in lines if line.startswith("make ") for word in line.split()[1:]}
    assert targets >= {"run", "test"}
    done = subprocess.run(
        ["make", "--dry-run", *sorted(targets)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = {
        name for line in lines for name in re.findall(r"(?:-m |python:)([a-z_.]+[a-z])", line)
    }
    assert "data" in modules
    assert not {name for name in modules if not _is_module(name)}


def test_every_path_of_code_that_is_named_is_there():
    named = {
        path.rstrip(".")
        for page in PAGES
        for code in (*_code_lines(page), *_inline_code(page))
        for path in _PATH.findall(code)
    }
    assert len(named) > 20
    assert not {path for path in named - MADE if not (ROOT / path).exists()}


def test_every_package_of_the_rooms_is_described():
    rooms = [ROOT / room for room in ("callbacks", "dashboard", "data", "layouts")]
    packages = {
        folder.parent.relative_to(ROOT).as_posix()
        for room in rooms
        for folder in room.glob("*/__init__.py")
    }
    rows = re.findall(r"^\| `([a-z/]+)` \|", (ROOT / "docs/house.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(packages)


def _is_module(name: str) -> bool:
    """Return whether `python -m` finds a name; our own packages are not imported for it."""
    path = ROOT.joinpath(*name.split("."))
    is_ours = path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()
    return is_ours or ("." not in name and find_spec(name) is not None)


def _links(page: Path) -> Iterator[str]:
    for token in _tokens(page, "link_open", "image"):
        link = str(token.attrGet("href") or token.attrGet("src"))
        if not link.startswith(("http://", "https://")):
            yield link


def _leads(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    path = page.parent / name if name else page
    return path.is_file() and (not anchor or anchor in _anchors(path))


def _tokens(page: Path, *types: str) -> Iterator[Token]:
    for block in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        yield from (token for token in (block, *(block.children or ())) if token.type in types)


def _anchors(page: Path) -> set[str]:
    """Return the headings of a page as they are written in addresses."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _code_lines(page: Path) -> list[str]:
    """Return the lines of blocks of code, without what follows a #."""
    blocks = _tokens(page, "code_block", "fence")
    return [line.partition(" #")[0].strip() for one in blocks for line in one.content.splitlines()]


def _inline_code(page: Path) -> list[str]:
    return [token.content for token in _tokens(page, "code_inline")]


def test_of_how_many_connections_a_worker_opens_operations_says_what_its_engine_does():
    pool = make_engine("postgresql://host/name").pool
    assert isinstance(pool, QueuePool)
    kept, more = pool.size(), pool._max_overflow
    words = f"at most {kept + more} connections: {kept} that it keeps and {more} more"
    assert words in OPERATIONS.read_text()
