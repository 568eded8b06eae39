"""The SQL tables of accounts: who signs in, what they may do, and since when they are signed in.

Neither a password nor the text of a cookie or a link stands in them, only what each can be checked by.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from data.store.tables import UtcTime, metadata

# Of a login, and of the name that histories show.
LONGEST_NAME = 60

users = Table(
    "users",
    metadata,
    Column("user_id", Integer, primary_key=True),
    # In lower case; of an account of a provider its issuer and subject.
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    # As argon2 writes it; none until it is set by a link, and none where a provider signs in.
    Column("password", Text),
    Column("is_disabled", Boolean, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
user_roles = Table(
    "user_roles",
    metadata,
    Column("user_id", ForeignKey(users.c.user_id), primary_key=True),
    Column("role", Text, primary_key=True),
    # "" for every area.
    Column("area_code", Text, primary_key=True),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("user_id", ForeignKey(users.c.user_id), nullable=False, index=True),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    # When a provider last vouched for whose it is; none where a password opened it.
    Column("vouched_at", UtcTime),
)
reset_links = Table(
    "reset_links",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("user_id", ForeignKey(users.c.user_id), nullable=False, index=True),
    Column("expires_at", UtcTime, nullable=False),
)
# Of a login or an address that was refused: so several servers count together.
failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("failure_id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("failed_at", UtcTime, nullable=False),
)
# One row: what logins that were typed are digested with.
login_keys = Table("login_keys", metadata, Column("key", String(64), primary_key=True))
Index(None, failed_sign_ins.c.source, failed_sign_ins.c.failed_at)
