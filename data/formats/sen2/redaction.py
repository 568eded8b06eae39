"""Blank what is never read of a SEN2 file, so that not even a waiting file has it."""

from dataclasses import replace

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

from data.common.progress import unwatched
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.files.csv_writer import csv_at_row_numbers
from data.formats.sen2.csv_reader import read_csv_tables, table_of_file
from data.formats.sen2.tables import READ, TABLES, columns_of, fold_heading
from data.formats.sen2.xml_reader import read_xml_tables


def blanked_table(file: ExtractFile) -> ExtractFile:
    """Return a table with its headings and rows, blank in every column that is not read.

    UnreadableFileError where its rows cannot be parsed.
    """
    columns_by_heading = columns_of(table_of_file(file))
    issues = read_csv_tables([file], unwatched).issues
    if issues:
        raise UnreadableFileError(issues)
    raw = _rows_or_none(file)
    if raw is None:
        return file
    uses = [columns_by_heading.get(fold_heading(heading), ("", ""))[1] for heading in raw.names]
    cells = raw.cells.copy()
    for place, use in enumerate(uses):
        if use != READ:
            cells.isetitem(place, "")
    return replace(file, content=csv_at_row_numbers(replace(raw, cells=cells)))


def _rows_or_none(file: ExtractFile) -> RawExtract | None:
    """Return the rows of a table; None where it has only its headings."""
    try:
        return read_extract(file)
    except UnreadableFileError:
        return None


def blanked_document(file: ExtractFile) -> ExtractFile:
    """Return a return in XML with its elements, blank in every one that is not read.

    UnreadableFileError where it is no return, or breaks off.
    """
    issues = read_xml_tables(file, unwatched).issues
    if issues:
        raise UnreadableFileError(issues)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(file.content, parser)
    read = {name for table in TABLES for name, (_, use) in columns_of(table).items() if use == READ}
    for element in root.iter(etree.Element):
        element.attrib.clear()
        element.tail = None
        if len(element) or fold_heading(element.tag.rpartition("}")[2]) not in read:
            element.text = None
    return replace(file, content=etree.tostring(root, encoding="utf-8", xml_declaration=True))
