"""What all entities are: frozen, complete, and read by the names of subgraph/schema.graphql."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from offchain.subgraph.errors import MalformedAnswer
from offchain.subgraph.values import BigInt, Bytes, link


def _name(field: str) -> str:
    return to_camel(field.rstrip("_"))  # from_ and class_, which Python keeps for itself


class Part(BaseModel):
    """A part of an answer, without unknown or missing fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=_name)

    @classmethod
    def read(cls, raw: Any) -> Self:
        """From an answer; raises MalformedAnswer with the field and what is wrong with it."""
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = raw.get("id") if isinstance(raw, dict) else None
            what = " ".join(filter(None, (cls.__name__, name if isinstance(name, str) else None)))
            field = ".".join(map(str, first["loc"])) or "answer"
            raise MalformedAnswer(what, f"{field}: {first['msg'].removeprefix('Value error, ')}") from None


class Entity(Part):
    """An entity with all its fields but the derived lists; of another entity it has the id."""

    singular: ClassVar[str]
    plural: ClassVar[str]
    """As queries name one and all of them."""
    id: str

    def __init_subclass__(cls, plural: str | None = None, **options: Any) -> None:
        """`plural` where it is not the name with an s."""
        super().__init_subclass__(**options)
        cls.singular = f"{cls.__name__[0].lower()}{cls.__name__[1:]}"
        cls.plural = plural or f"{cls.singular}s"

    @classmethod
    def selection(cls) -> str:
        """What a query asks for."""
        # Pydantic keeps a field's own metadata apart from its type.
        fields = ((one.alias, link(one.annotation, *one.metadata)) for one in cls.model_fields.values())
        return " ".join(f"{name} {{ id }}" if linked else str(name) for name, linked in fields)


class Fact(Entity):
    """What an event said; never changed."""

    id: Bytes
    block: BigInt
    timestamp: BigInt
    """Of the block, in seconds since 1970."""
    transaction: Bytes
    log_index: int
