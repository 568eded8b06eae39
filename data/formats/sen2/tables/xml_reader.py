"""Read the XML of a SEN2 return into its tables, a person at a time, without trusting the file."""

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

import numpy as np
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from data.common.errors import Fault
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.base import Note
from data.formats.sen2.tables.column_names import (
    DROPPED,
    READ,
    TABLES,
    columns_of,
    columns_read,
    folded,
    tellable,
)
from data.formats.sen2.tables.model import (
    SourceReturn,
    Table,
    dropped_note,
    table_of_cells,
    unrecognised_note,
)

# A file that begins so is XML, whatever its encoding; nothing else begins so that is a table.
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]|\xff\xfe<\0|\xfe\xff\0<|<\0[?A-Za-z]\0|\0<\0"
)
_ROOTS = frozenset({"message", "sen2", "sen2return"})
_TABLES_BY_TAG = {name: name for name in TABLES} | {
    "request": "requests",
    "assessments": "assessment",
    "namedplans": "namedplan",
    "plandetails": "plandetail",
    "activeplan": "activeplans",
    "placementdetails": "placementdetail",
    "senneeds": "senneed",
}
_CHILDREN = {
    name: {each for each, (_, parent) in TABLES.items() if parent == key}
    for name, (key, _) in TABLES.items()
}
# Elements that only hold others.
_WRAPPERS = frozenset({"persons", "header", "collectiondetails", "source", "content"})
_EXPECTED = "a SEN2 return in XML"
_MEND = "Send the XML as the case system or COLLECT wrote it."
_TOLD_EVERY = 500
_DEEPEST = 12


class _RefusedError(Exception):
    """Say why a file is not read, without a word of its content."""

    def __init__(self, found: str, expected: str, mend: str, line: int = 0) -> None:
        super().__init__(found)
        self.fault = Fault(line, "", found, expected, mend)


def is_xml(file: ExtractFile) -> bool:
    """Return whether a file begins as XML does."""
    return _START.match(file.content[:1_024]) is not None


def read_xml_tables(file: ExtractFile, progress: Progress) -> SourceReturn:
    """Read a return; a document type, entities, or XML that does not end are refused."""
    reader = _Reader(progress)
    try:
        reader.read(file.content)
    except _RefusedError as refused:
        return SourceReturn(faults=(refused.fault,))
    except etree.XMLSyntaxError as error:
        # What the parser says may hold words of the file: its line is enough.
        found = "XML that breaks off or is not well formed"
        fault = Fault(error.lineno or 0, "", found, _EXPECTED, _MEND)
        return SourceReturn(faults=(fault,))
    return SourceReturn(reader.tables(), tuple(reader.notes()))


class _Reader:
    """Gather rows from elements; an element's number is its place among those of its table."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._cells = {name: {each: [] for each in columns_read(name)} for name in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        self._given: dict[str, set[str]] = defaultdict(set)
        self._dropped: dict[str, None] = {}
        self._strangers: dict[str, dict[str, None]] = defaultdict(dict)
        self._repeats: dict[str, int] = defaultdict(int)

    def read(self, content: bytes) -> None:
        """Go through a document, and let go of each person that was read."""
        events = etree.iterparse(
            BytesIO(content),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = None
        depth = 0
        for event, element in events:
            if root is None:
                root = _accepted(element)
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise _RefusedError("elements within elements without end", _EXPECTED, _MEND)
            if event == "end" and (name := _name(element)) in {"header", "person"}:
                self._take(element, "sen2" if name == "header" else "person", "")
                _let_go(element)
        if not self._counts["person"]:
            raise _RefusedError("XML without a person in it", _EXPECTED, _MEND)

    def _take(self, element: etree._Element, table: str, parent: str) -> None:
        """Make a row of an element, and of every element within it that is one."""
        self._counts[table] += 1
        number = str(self._counts[table])
        if table == "person" and self._counts[table] % _TOLD_EVERY == 0:
            self._progress("Reading the SEN2 return", self._counts[table], 0)
        own_key, parent_key = TABLES[table]
        row = {own_key: number, parent_key: parent}
        self._fill(row, element, table, number)
        for column, texts in self._cells[table].items():
            texts.append(row.get(column, ""))

    def _fill(self, row: dict[str, str], element: etree._Element, table: str, number: str) -> None:
        for child in element.iterchildren(etree.Element):
            name = _name(child)
            inner = _TABLES_BY_TAG.get(name, "")
            column, use = columns_of(table).get(name, ("", ""))
            if _only_holds(child, inner):
                self._fill(row, child, table, number)
            elif inner in _CHILDREN[table] and len(child):
                self._take(child, inner, number)
            elif use == DROPPED:
                self._dropped[column] = None
            elif use == READ:
                self._keep(row, column, child.text or "", table)
            elif not column:
                self._look_within(row, child, table, number)

    def _look_within(
        self, row: dict[str, str], element: etree._Element, table: str, number: str
    ) -> None:
        """Read what an element holds that is no column, as if it stood in its place."""
        name = _name(element)
        if name not in _WRAPPERS and _TABLES_BY_TAG.get(name) not in _CHILDREN[table]:
            self._strangers[table][_tag(element)] = None
        self._fill(row, element, table, number)

    def _keep(self, row: dict[str, str], column: str, text: str, table: str) -> None:
        self._given[table].add(column)
        if row.setdefault(column, text) is not text:
            self._repeats[f"{table} {column}"] += 1

    def tables(self) -> dict[str, Table]:
        """Return every table; one that the file has no element of has no rows."""
        found: dict[str, Table] = {}
        for name, cells in self._cells.items():
            given = self._given[name]
            wanted = given | set(TABLES[name])
            there = {column: texts for column, texts in cells.items() if column in wanted}
            table = table_of_cells(name, there, np.arange(self._counts[name]) + 1)
            # The numbers that join the rows are our own: the file has none.
            found[name] = replace(table, given=frozenset(given))
        return found

    def notes(self) -> list[Note]:
        """Say what was dropped and what was not known."""
        strangers = [
            unrecognised_note(table, tags, tellable) for table, tags in self._strangers.items()
        ]
        repeats = [
            Note(
                "difference",
                place,
                f"Stands twice in an element {count:,} times; the first counts.",
            )
            for place, count in self._repeats.items()
        ]
        return [dropped_note(self._dropped), *strangers, *repeats]


def _accepted(root: etree._Element) -> etree._Element:
    """Refuse a document type, in which entities could be declared, and any other document."""
    if root.getroottree().docinfo.internalDTD is not None:
        mend = "Remove the DOCTYPE: a return has none, and entities are never read."
        raise _RefusedError("a document type (DOCTYPE)", "XML without one", mend)
    if _name(root) not in _ROOTS:
        raise _RefusedError("XML that is something else", f"{_EXPECTED}, within <Message>", _MEND)
    return root


def _only_holds(element: etree._Element, table: str) -> bool:
    """Return whether an element named for a table only holds the rows of it, one in an element."""
    if not table:
        return False
    inner = [_TABLES_BY_TAG.get(_name(child)) for child in element.iterchildren(etree.Element)]
    return bool(inner) and all(each == table for each in inner)


def _name(element: etree._Element) -> str:
    return _folded_tag(element.tag)


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


# A return has few tags, and a million elements.
@lru_cache(maxsize=1_000)
def _folded_tag(tag: str) -> str:
    return folded(tag.rpartition("}")[2])


def _let_go(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
