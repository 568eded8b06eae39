"""The two shapes in which a SEN2 return comes."""

from data.formats.sen2.csv_tables import is_table
from data.formats.sen2.reading import read_document, read_tables
from data.formats.sen2.xml_tables import is_xml
from data.formats.shapes import Format

SEN2_TABLES = Format("sen2_tables", "SEN2 return (COLLECT export)", is_table, read_tables, True)
# Nothing else that is read here is XML: a document of another kind is refused in its words.
SEN2_XML = Format("sen2_xml", "SEN2 return (XML)", is_xml, read_document)
