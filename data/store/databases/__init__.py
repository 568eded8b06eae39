"""The engines of SQLite and PostgreSQL: connections, what they refuse, replicas and bulk inserts."""
