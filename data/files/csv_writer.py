"""Write rows as CSV at the row numbers that they have, which issues name."""

import csv
import io

from data.files.csv_reader import RawExtract


def csv_at_row_numbers(raw: RawExtract) -> bytes:
    """Return an extract as CSV, with blank lines in the place of the rows that it lacks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    numbers = raw.numbers.tolist()
    line = max(numbers[0] - 1, 1) if numbers else 1
    text.write("\n" * (line - 1))
    writer.writerow(raw.names)
    columns = [raw.cells.iloc[:, place].astype(str).tolist() for place in range(len(raw.names))]
    for number, row in zip(numbers, zip(*columns, strict=True), strict=True):
        text.write("\n" * (number - line - 1))
        writer.writerow(row)
        line = number
    return text.getvalue().encode()
