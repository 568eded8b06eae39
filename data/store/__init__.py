"""The SQL store: tables, current rows, inserts, frames."""
