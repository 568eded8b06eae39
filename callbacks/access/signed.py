"""What somebody sends, under the name of who is signed in, or under the one that they give."""

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, Field, model_validator

from callbacks.access.who import current_user
from callbacks.server.request_fields import Filled, Key, Name

# Nobody has checked a name that was typed.
_UNVERIFIED: Final = " (unverified)"


def _marked(name: str) -> str:
    return name if _signed_in_name() else name + _UNVERIFIED


def _signed_in_name() -> str:
    user = current_user()
    return user.name if user else ""


class Signed(BaseModel):
    """What somebody sends from a page at an address, with their name."""

    address: Key = ""
    by: Annotated[Filled[Name], AfterValidator(_marked)] = Field(
        title="The name", description="Say who you are: the history keeps it."
    )

    @property
    def account(self) -> int | None:
        """The account of who is signed in; None where nobody signs in."""
        user = current_user()
        return user.account if user else None

    @model_validator(mode="before")
    @classmethod
    def _take_name(cls, fields: dict[str, Any]) -> dict[str, Any]:
        """Put the name of who is signed in over any that was typed."""
        name = _signed_in_name()
        return {**fields, "by": name} if name else fields
