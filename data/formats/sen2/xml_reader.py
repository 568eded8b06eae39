"""Read the XML of a SEN2 return into its tables, a person at a time, without trusting the file."""

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

import numpy as np
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from data.common.errors import Issue
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.formats.base import Note
from data.formats.sen2.tables import (
    DROP,
    READ,
    TABLES,
    ReturnTable,
    SourceReturn,
    columns_of,
    columns_read,
    dropped_note,
    fold_heading,
    table_of_cells,
    unrecognised_note,
)

# XML begins so, in any encoding; no CSV table does.
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
_CHILD_TABLES = {
    name: {each for each, (_, parent) in TABLES.items() if parent == key}
    for name, (key, _) in TABLES.items()
}
# Elements that only hold others.
_WRAPPERS = frozenset({"persons", "header", "collectiondetails", "source", "content"})
_EXPECTED = "a SEN2 return in XML"
_FIX = "Send the XML as the case system or COLLECT wrote it."
_PROGRESS_EVERY = 500
_DEEPEST = 12


class _UnreadableXmlError(Exception):
    """The file is not read; the reason repeats nothing of its content."""

    def __init__(self, actual: str, expected: str, fix: str, line: int = 0) -> None:
        super().__init__(actual)
        self.issue = Issue(line, "", actual, expected, fix)


def is_xml(file: ExtractFile) -> bool:
    """Return whether a file begins as XML does."""
    return _START.match(file.content[:1_024]) is not None


def read_xml_tables(file: ExtractFile, progress: Progress) -> SourceReturn:
    """Return the tables of a return; an issue for a document type, entities or broken XML."""
    reader = _Reader(progress)
    try:
        reader.read(file.content)
    except _UnreadableXmlError as refused:
        return SourceReturn(issues=(refused.issue,))
    except etree.XMLSyntaxError as error:
        # What the parser says may hold words of the file: its line is enough.
        actual = "XML that breaks off or is not well formed"
        issue = Issue(error.lineno or 0, "", actual, _EXPECTED, _FIX)
        return SourceReturn(issues=(issue,))
    return SourceReturn(reader.tables(), tuple(reader.notes()))


class _Reader:
    """Collects rows from elements; a row's number is its position among those of its table."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._cells = {name: {each: [] for each in columns_read(name)} for name in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        self._present: dict[str, set[str]] = defaultdict(set)
        self._dropped: dict[str, None] = {}
        self._unrecognised_tags: dict[str, dict[str, None]] = defaultdict(dict)
        self._repeats: dict[str, int] = defaultdict(int)

    def read(self, content: bytes) -> None:
        """Parse a document, and free the memory of each person after reading it."""
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
                root = _checked_root(element)
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise _UnreadableXmlError("elements within elements without end", _EXPECTED, _FIX)
            if event == "end" and (name := _folded_name(element)) in {"header", "person"}:
                self._add_row(element, "sen2" if name == "header" else "person", "")
                _free_memory(element)
        if not self._counts["person"]:
            raise _UnreadableXmlError("XML without a person in it", _EXPECTED, _FIX)

    def _add_row(self, element: etree._Element, table: str, parent: str) -> None:
        """Add the row of an element, and those of the elements within it."""
        self._counts[table] += 1
        number = str(self._counts[table])
        if table == "person" and self._counts[table] % _PROGRESS_EVERY == 0:
            self._progress("Reading the SEN2 return", self._counts[table], 0)
        own_key, parent_key = TABLES[table]
        row = {own_key: number, parent_key: parent}
        self._add_cells(row, element, table, number)
        for column, texts in self._cells[table].items():
            texts.append(row.get(column, ""))

    def _add_cells(
        self, row: dict[str, str], element: etree._Element, table: str, number: str
    ) -> None:
        for child in element.iterchildren(etree.Element):
            name = _folded_name(child)
            inner = _TABLES_BY_TAG.get(name, "")
            column, use = columns_of(table).get(name, ("", ""))
            if _is_wrapper_of(child, inner):
                self._add_cells(row, child, table, number)
            elif inner in _CHILD_TABLES[table] and len(child):
                self._add_row(child, inner, number)
            elif use == DROP:
                self._dropped[column] = None
            elif use == READ:
                self._add_cell(row, column, child.text or "", table)
            elif not column:
                self._flatten_unknown_element(row, child, table, number)

    def _flatten_unknown_element(
        self, row: dict[str, str], element: etree._Element, table: str, number: str
    ) -> None:
        """Read the content of an element that is no column as if it were in its place."""
        name = _folded_name(element)
        if name not in _WRAPPERS and _TABLES_BY_TAG.get(name) not in _CHILD_TABLES[table]:
            self._unrecognised_tags[table][_tag(element)] = None
        self._add_cells(row, element, table, number)

    def _add_cell(self, row: dict[str, str], column: str, text: str, table: str) -> None:
        self._present[table].add(column)
        if row.setdefault(column, text) is not text:
            self._repeats[f"{table} {column}"] += 1

    def tables(self) -> dict[str, ReturnTable]:
        """Return every table; one without an element in the file has no rows."""
        by_name: dict[str, ReturnTable] = {}
        for name, cells in self._cells.items():
            present = self._present[name]
            columns = present | set(TABLES[name])
            there = {column: texts for column, texts in cells.items() if column in columns}
            table = table_of_cells(name, there, np.arange(self._counts[name]) + 1)
            # The numbers that join the rows are ours, not in the file.
            by_name[name] = replace(table, present=frozenset(present))
        return by_name

    def notes(self) -> list[Note]:
        """Return notes of what was dropped, not recognised or repeated."""
        strangers = [
            unrecognised_note(table, tags) for table, tags in self._unrecognised_tags.items()
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


def _checked_root(root: etree._Element) -> etree._Element:
    """Return the root of a return; refuse other documents, and a document type (entities)."""
    if root.getroottree().docinfo.internalDTD is not None:
        fix = "Remove the DOCTYPE: a return has none, and entities are never read."
        raise _UnreadableXmlError("a document type (DOCTYPE)", "XML without one", fix)
    if _folded_name(root) not in _ROOTS:
        raise _UnreadableXmlError(
            "XML that is something else", f"{_EXPECTED}, within <Message>", _FIX
        )
    return root


def _is_wrapper_of(element: etree._Element, table: str) -> bool:
    """Return whether an element named like a table only wraps its rows, one in each element."""
    if not table:
        return False
    inner = [
        _TABLES_BY_TAG.get(_folded_name(child)) for child in element.iterchildren(etree.Element)
    ]
    return bool(inner) and all(each == table for each in inner)


def _folded_name(element: etree._Element) -> str:
    return _folded_tag(element.tag)


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


# A return has few tags, and a million elements.
@lru_cache(maxsize=1_000)
def _folded_tag(tag: str) -> str:
    return fold_heading(tag.rpartition("}")[2])


def _free_memory(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
