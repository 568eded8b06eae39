"""The SQL store: tables, current rows, inserts and frames."""
