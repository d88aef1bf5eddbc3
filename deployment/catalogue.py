"""What agents can ask for: parameters/resources.yaml, as the constructor of ResourceAllocation takes it."""

from pathlib import Path

from pydantic import Field, ValidationError

from deployment.addresses import name_word
from deployment.errors import ParameterError
from deployment.parameters import FOLDER, Strict
from deployment.yaml_file import load_yaml

CATALOGUE = FOLDER / "resources.yaml"
WORD = 32  # bytes of a name or a unit
Terms = tuple[bytes, bytes, int, int, int]


class _Resource(Strict):
    """One resource; the contract checks the numbers further."""

    unit: str = Field(min_length=1, max_length=WORD)
    unitCost: int = Field(ge=0, lt=2**64)  # noqa: N815  the ABI's names
    capacity: int = Field(ge=0, lt=2**64)
    maxAmount: int = Field(ge=1, lt=2**64)  # noqa: N815


def load_catalogue(path: Path = CATALOGUE) -> list[Terms]:
    """Name, unit, cost of a unit, capacity and largest amount of each resource, by their numbers."""
    catalogue = []
    for name, data in load_yaml(path).items():
        if not isinstance(data, dict):
            raise ParameterError(path, str(name), "is no resource")
        if len(str(name).encode()) > WORD:
            raise ParameterError(path, name, f"is longer than {WORD} bytes")
        try:
            one = _Resource(**data)
        except ValidationError as error:
            first = error.errors()[0]
            raise ParameterError(path, f"{name}.{first['loc'][0]}", first["msg"]) from error
        catalogue.append((name_word(name), name_word(one.unit), one.unitCost, one.capacity, one.maxAmount))
    return catalogue
