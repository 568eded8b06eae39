"""The tables of a pack as a workbook."""
