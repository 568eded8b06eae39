"""Make numbers that stand for a child and lead nobody without the key back to it."""

import hmac
import os
import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from data.common.errors import CommandError, UnreadableCellError
from data.privacy.identifiers import has_nhs_number, has_upn
from data.schema.cell_parsers import parse_date

KEY_BYTES = 32
# 128 bits: no two children of a country share one by chance.
_DIGITS = 32


def make_key(path: Path) -> None:
    """Write a new key that only its owner can read; CommandError where the file is there already."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(KEY_BYTES))
    except FileExistsError:
        raise CommandError(
            f"{path} is there already. With another key the same child gets another number: keep it."
        ) from None
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error


def read_key(path: Path) -> bytes:
    """Return the key in a file; CommandError where it is too short to keep anything secret."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    if len(key) < KEY_BYTES:
        raise CommandError(f"{path} holds no key of {KEY_BYTES} bytes: make one with --make-key.")
    return key


def pseudonym(key: bytes, basis: str, value: str) -> str:
    """Return the number of a child: the same for the same key, basis and value, in any file."""
    message = f"{basis}\x1f{value}".encode()
    return hmac.new(key, message, sha256).hexdigest()[:_DIGITS]


def normalise_upn(text: str) -> str:
    """Return a UPN as it is given out, or nothing where its check letter does not fit."""
    written = re.sub(r"[^A-Z0-9]", "", text.upper())
    return written if len(written) == 13 and has_upn(written) else ""


def normalise_nhs_number(text: str) -> str:
    """Return the ten digits of an NHS number, or nothing where its check digit does not fit."""
    written = re.sub(r"[^0-9]", "", re.sub(r"\.0+$", "", text.strip()))
    return written if len(written) == 10 and has_nhs_number(written) else ""


def normalise_person_name(*parts: str) -> str:
    """Return a name in one form however its parts are ordered, capitalised or accented."""
    folded = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    # O'Neill and Oneill are one name, Ann-Marie and Ann Marie too.
    return " ".join(sorted(re.findall(r"[^\W\d_]+", re.sub(r"['’]", "", letters))))


def normalise_day(text: str) -> str:
    """Return a day as YYYY-MM-DD, or nothing where it cannot be read."""
    try:
        return parse_date(text.strip().replace(".", "/")) if text.strip() else ""
    except UnreadableCellError:
        return ""


def age_on(birth: str, day: str) -> str:
    """Return the age in whole years on a day, or nothing where either is unknown or it comes first."""
    if not birth or not day or day < birth:
        return ""
    years = int(day[:4]) - int(birth[:4])
    return str(years - (day[5:] < birth[5:]))
