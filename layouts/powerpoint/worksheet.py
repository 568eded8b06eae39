"""The worksheet behind a chart, which is what somebody edits: five small parts of a ZIP file.

XlsxWriter takes 1.0 ms for one of 40 rows and adds a theme: 5.5 kB in the file of the slides, where
there may be 50. These parts take 0.1 ms and 1.5 kB.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from layouts.ui.xml_text import escape

# The earliest day of a ZIP entry.
ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FIRST_DAY: Final = date(1899, 12, 30)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONSHIP: Final = '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>'
_DAY_STYLE: Final = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="d mmm yyyy"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
    'builtinId="0"/></cellStyles>'
)


def _relationships(*targets: tuple[str, str]) -> str:
    rels = "".join(
        _RELATIONSHIP % (number, _OFFICE, kind, target)
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rels}</Relationships>'


_PARTS: Final = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sheet.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _relationships(
        ("worksheet", "sheet.xml"), ("styles", "styles.xml")
    ),
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">{_DAY_STYLE}</styleSheet>',
}
_SHEET: Final = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="%d" width="18" customWidth="1"/>'
    "</cols><sheetData>%s</sheetData></worksheet>"
)
Cell = str | float | date | None


def serial(day: date) -> int:
    """Return the number of a day in a worksheet."""
    return (day - _FIRST_DAY).days


def worksheet_bytes(name: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet, its parts not compressed."""
    written = "".join(f"<row>{''.join(map(_cell, row))}</row>" if row else "<row/>" for row in rows)
    widest = max(map(len, rows), default=1)
    parts = {**_PARTS, "xl/workbook.xml": _PARTS["xl/workbook.xml"] % escape(name)}
    parts["xl/sheet.xml"] = _SHEET % (widest, written)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as target:
        for part, content in parts.items():
            target.writestr(ZipInfo(part, ZIP_EPOCH), content)
    return made.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, date):
        return f'<c s="1"><v>{serial(cell)}</v></c>'
    return f"<c><v>{cell!r}</v></c>"
