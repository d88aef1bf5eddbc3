"""GraphQL's values as Python has them, taken strictly: what is not as the schema says is refused."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BeforeValidator, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")
_DECIMAL = re.compile(r"0|-?[1-9][0-9]*")
_HEX = re.compile(r"0x([0-9a-f]{2})*")


def _from_decimal(value: Any) -> int:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise ValueError(f"{value!r} is no decimal number in a string")
    return int(value)


def _from_hex(value: Any) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value.lower()):
        raise ValueError(f"{value!r} is no hex string of whole bytes")
    return value.lower()


BigInt = Annotated[int, BeforeValidator(_from_decimal)]
Bytes = Annotated[str, BeforeValidator(_from_hex)]  # lower-case hex with 0x, as addresses compare
Many = Annotated[tuple[T, ...], Strict(False)]  # JSON has lists alone


@dataclass(frozen=True)
class To:
    """Marks a field that holds the id of another entity, of this type."""

    entity: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take the id out of what GraphQL answers."""
        return core_schema.no_info_before_validator_function(_id_of, handler(source))


def _id_of(value: Any) -> Any:
    if not isinstance(value, dict) or value.keys() != {"id"}:
        raise ValueError(f"{value!r} is no entity's id alone")
    return value["id"]


def link(*annotations: Any) -> str | None:
    """The entity that a field refers to, through lists and what may be missing; None for other fields."""
    for one in annotations:
        if found := one.entity if isinstance(one, To) else link(*get_args(one)):
            return found
    return None
