"""Files in a folder that only the server's own user can open, shared by the workers of a machine."""

import fcntl
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class PrivateFolder:
    """Files under names in such a folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes) -> None:
        """Write a file in place of an earlier one, which is read until this one is whole."""
        self._make()
        part = self._folder / f"{name}.{secrets.token_hex(4)}"
        made = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(made, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(content)
        part.replace(self._folder / name)

    def read(self, name: str) -> bytes | None:
        """Return a file; None where there is none."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    @contextmanager
    def locked(self, name: str) -> Iterator[bool]:
        """Lock a name while this is open, and yield whether no other process has it locked."""
        self._make()
        with (self._folder / name).open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_locked = True
            except BlockingIOError:
                is_locked = False
            yield is_locked

    def drop(self, *names: str) -> None:
        """Delete files."""
        for name in names:
            (self._folder / name).unlink(missing_ok=True)

    def drop_older(self, seconds: float) -> None:
        """Delete every file that was written longer ago than that."""
        eldest = time.time() - seconds
        for path, status in self._files():
            if status.st_mtime < eldest:
                path.unlink(missing_ok=True)

    def total_bytes(self) -> int:
        """Return how much the folder holds."""
        return sum(status.st_size for _, status in self._files())

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._folder.glob("*"):
            # Another request, or another worker, may have moved or deleted it.
            with suppress(FileNotFoundError):
                yield path, path.stat()

    def _make(self) -> None:
        """Make the folder, or see that the one that is there is ours alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = self._folder.lstat()
        is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        if not is_ours:
            message = f"{self._folder} is not a folder of the user who runs the server."
            raise PermissionError(message)
        if stat.S_IMODE(status.st_mode) & 0o077:
            self._folder.chmod(0o700)
