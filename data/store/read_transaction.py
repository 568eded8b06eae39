"""One read transaction for everything that an answer shows, and what is cached by data version."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, wraps
from threading import Condition
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from data.store.current_rows import kinds_behind
from data.store.databases.engine import SCHEMA_REVISION, StoreNotReadyError, ready_connection
from data.store.databases.replica import replica_connection
from data.store.tables import extracts, store_changes

Parameters = ParamSpec("Parameters")
# The newest extract of a kind, how many of it were undone, and the rows of all.
KindVersion = tuple[int, int, int]
_NO_EXTRACT: Final[KindVersion] = (0, 0, 0)
Result = TypeVar("Result")
# The migration that the store is at, which alembic notes.
_SCHEMA: Final = (
    sa.select(sa.column("version_num")).select_from(sa.table("alembic_version")).scalar_subquery()
)


class Store(Protocol):
    """What rows are read from: an engine, or one transaction of it."""

    def connect(self) -> AbstractContextManager[Connection]:
        """Return a connection to read with."""
        ...


class ReadTransaction:
    """One transaction, in which all reads see the store at one data version.

    `version` changes with every load, undo, restore and purge. In a transaction that writes, which only its own
    connection sees, what is built is not shared with others: it goes with this object.
    """

    def __init__(
        self, connection: Connection, *, writes: bool = False, engine: Engine | None = None
    ) -> None:
        self._connection = connection
        # That of the store, also where a replica of it is read.
        self.engine = engine or connection.engine
        with_schema = _version_statement().add_columns(_SCHEMA)
        *version, self.schema = connection.execute(with_schema).one()
        self.version = _version_text(version)
        self._token = version[-1]
        self.own_cache: dict[Hashable, Any] | None = {} if writes else None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend the connection, and leave it open."""
        yield self._connection

    def version_of(self, kinds: Iterable[str]) -> tuple[str, tuple[KindVersion, ...]]:
        """Return what changes with every load and undo of some kinds, and with every restore and purge."""
        return self._token, tuple(self._kind_versions.get(kind, _NO_EXTRACT) for kind in kinds)

    @cached_property
    def _kind_versions(self) -> Mapping[str, KindVersion]:
        statement = sa.select(
            extracts.c.kind,
            sa.func.max(extracts.c.extract_id),
            sa.func.count(extracts.c.undone_at),
            sa.func.sum(extracts.c.row_count),
        ).group_by(extracts.c.kind)
        rows = self._connection.execute(statement)
        return {kind: (newest, undone, count) for kind, newest, undone, count in rows}


@contextmanager
def read_transaction(engine: Engine) -> Iterator[ReadTransaction]:
    """Open a transaction that sees no load or undo committed after its first read.

    StoreNotReadyError where the store is not set up.
    """
    with replica_connection(engine) as replica:
        transaction = None if replica is None else _of_replica(replica, engine)
        if transaction is not None:
            yield transaction
            return
    with ready_connection(engine) as connection:
        transaction = ReadTransaction(_at_one_state(connection))
        if transaction.schema != SCHEMA_REVISION:
            raise StoreNotReadyError(transaction.schema)
        yield transaction


def _of_replica(replica: Connection, engine: Engine) -> ReadTransaction | None:
    """Return a transaction of a replica; None unless it has what the store has now."""
    try:
        transaction = ReadTransaction(_at_one_state(replica), engine=engine)
    except ProgrammingError:
        # It has no tables yet.
        return None
    is_same = transaction.version == data_version(engine)
    return transaction if is_same and transaction.schema == SCHEMA_REVISION else None


def _at_one_state(connection: Connection) -> Connection:
    """Let a connection read one state; on SQLite a transaction does, from its first read on."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def cached_by_version(
    maxsize: int,
) -> Callable[
    [Callable[Concatenate[ReadTransaction, Parameters], Result]],
    Callable[Concatenate[ReadTransaction, Parameters], Result],
]:
    """Cache what a function builds from a transaction, by data version and its other arguments.

    Of several threads that need the same thing at once one builds it and the others wait.
    """
    return _cached(maxsize, lambda transaction: transaction.version)


def cached_by_kinds(
    maxsize: int, kinds: Iterable[str]
) -> Callable[
    [Callable[Concatenate[ReadTransaction, Parameters], Result]],
    Callable[Concatenate[ReadTransaction, Parameters], Result],
]:
    """Cache what a function reads of some kinds alone: a load of others leaves it as it is."""
    behind = sorted(frozenset[str]().union(*map(kinds_behind, kinds)))
    return _cached(maxsize, lambda transaction: transaction.version_of(behind))


def _cached(
    maxsize: int, version_of: Callable[[ReadTransaction], Hashable]
) -> Callable[
    [Callable[Concatenate[ReadTransaction, Parameters], Result]],
    Callable[Concatenate[ReadTransaction, Parameters], Result],
]:
    def decorate(
        build: Callable[Concatenate[ReadTransaction, Parameters], Result],
    ) -> Callable[Concatenate[ReadTransaction, Parameters], Result]:
        def key(transaction: ReadTransaction, *arguments: Any, **options: Any) -> Hashable:
            return hashkey(transaction.engine, version_of(transaction), *arguments, **options)

        shared = cached(LRUCache(maxsize), key=key, condition=Condition())(build)

        @wraps(build)
        def load(
            transaction: ReadTransaction, *arguments: Parameters.args, **options: Parameters.kwargs
        ) -> Result:
            own = transaction.own_cache
            if own is None:
                return shared(transaction, *arguments, **options)
            own_key = hashkey(build, *arguments, **options)
            if own_key not in own:
                own[own_key] = build(transaction, *arguments, **options)
            return own[own_key]

        return load

    return decorate


def data_version(engine: Engine) -> str:
    """Return a text that changes with every load, undo, restore and purge."""
    with ready_connection(engine) as connection:
        return version_before(connection)


def version_before(connection: Connection, own: Sequence[int | None] = ()) -> str:
    """Return the data version, without some extracts if `own` lists any."""
    statement = _version_statement()
    if own:
        statement = statement.where(extracts.c.extract_id.not_in(own))
    return _version_text(connection.execute(statement).one())


def _version_statement() -> sa.Select[Any, Any, Any]:
    newest = sa.func.coalesce(sa.func.max(extracts.c.extract_id), 0)
    newest_change = sa.select(store_changes.c.token).order_by(store_changes.c.change_id.desc())
    token = sa.func.coalesce(newest_change.limit(1).scalar_subquery(), "")
    return sa.select(newest, sa.func.count(extracts.c.undone_at), token)


def _version_text(parts: Sequence[int | str]) -> str:
    return ".".join(map(str, parts))
