"""The two shapes in which a SEN2 return comes."""

from data.formats.base import Format
from data.formats.sen2.reader import read_document, read_tables
from data.formats.sen2.tables.csv_reader import is_table
from data.formats.sen2.tables.redaction import blanked_document, blanked_table
from data.formats.sen2.tables.xml_reader import is_xml

SEN2_TABLES = Format(
    "sen2_tables", "SEN2 return (COLLECT export)", is_table, read_tables, True, blanked_table
)
# Nothing else that is read here is XML: a document of another kind is refused in its words.
SEN2_XML = Format("sen2_xml", "SEN2 return (XML)", is_xml, read_document, False, blanked_document)
