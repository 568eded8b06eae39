"""What people write in the browser, as fields of a request."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf
from pydantic_core import PydanticCustomError

from dashboard.records.scrutiny import LONGEST_NAME
from data.common.errors import UnreadableCellError
from data.schema.day_parser import parse_date

_LONGEST_CODE: Final = 200


def _line(value: Any) -> str:
    line = " ".join((value or "").split()) if isinstance(value, str | None) else None
    if line is None or not line.isprintable():
        raise PydanticCustomError("not_text", "cannot be read.")
    return line


def _day(value: Any) -> date | None:
    line = _line(value)
    try:
        return date.fromisoformat(parse_date(line)) if line else None
    except UnreadableCellError as unreadable:
        words = "cannot be read as a day. {fix}"
        raise PydanticCustomError("no_day", words, {"fix": unreadable.fix}) from unreadable


def code_of(codes: Collection[str]) -> AfterValidator:
    """Return the validator of a code."""

    def check(code: str) -> str:
        if code not in codes:
            one_of = {"codes": ", ".join(filter(None, codes))}
            raise PydanticCustomError("unknown_code", "is one of {codes}.", one_of)
        return code

    return AfterValidator(check)


Line = Annotated[str, BeforeValidator(_line)]
Code = Annotated[Line, Field(max_length=_LONGEST_CODE)]
Name = Annotated[Line, Field(max_length=LONGEST_NAME)]
Day = Annotated[date | None, BeforeValidator(_day)]
# What is no text names nothing, as an unknown name does.
Key = Annotated[InstanceOf[str], BeforeValidator(lambda key: key if isinstance(key, str) else "")]
Kind = TypeVar("Kind")
Filled = Annotated[Kind, Field(min_length=1)]
