"""Files as bytes: encodings, CSV, zip, workbooks."""
