"""The client's classes are what subgraph/schema.graphql says: every type, every stored field, every enum."""

from typing import Annotated, Any, get_args

import pytest
from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    ListTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    parse,
)

from deployment.parameters import ROOT
from offchain.subgraph.entity import Fact
from offchain.subgraph.values import BigInt, Bytes, Many, To
from tests.keepers.support.classes import CLASSES, MODULES

DEFINITIONS = parse((ROOT / "subgraph/schema.graphql").read_text(encoding="utf-8")).definitions
TYPES = {one.name.value: one for one in DEFINITIONS if isinstance(one, ObjectTypeDefinitionNode)}
ENUMS = {
    one.name.value: tuple(value.name.value for value in one.values)
    for one in DEFINITIONS
    if isinstance(one, EnumTypeDefinitionNode)
}
SCALARS = {"ID": str, "String": str, "Bytes": Bytes, "BigInt": BigInt, "Int": int, "Boolean": bool}
CHOICES = {name: get_args(one) for module in MODULES for name, one in vars(module).items() if name in ENUMS}


def is_derived(field: FieldDefinitionNode) -> bool:
    return any(directive.name.value == "derivedFrom" for directive in field.directives)


def annotation(kind: TypeNode) -> Any:
    """A type of the schema as a class's annotation."""
    if isinstance(kind, NonNullTypeNode):
        return required(kind.type)
    return required(kind) | None


def required(kind: TypeNode) -> Any:
    if isinstance(kind, ListTypeNode):
        return Many[annotation(kind.type)]  # type: ignore[misc]
    name = kind.name.value  # type: ignore[attr-defined]
    if name in ENUMS:
        return next(vars(module)[name] for module in MODULES if name in vars(module))
    return SCALARS.get(name) or Annotated[str, To(name)]


def test_types__of_the_schema__have_one_class_each() -> None:
    assert CLASSES.keys() == TYPES.keys()


def test_enums__of_the_schema__have_the_same_values() -> None:
    assert CHOICES == ENUMS


@pytest.mark.parametrize("name", sorted(TYPES))
def test_fields__of_a_type__are_the_schemas(name: str) -> None:
    expected = {one.name.value: annotation(one.type) for one in TYPES[name].fields if not is_derived(one)}
    found = {
        field.alias: Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        for field in CLASSES[name].model_fields.values()
    }
    assert found == expected


@pytest.mark.parametrize("name", sorted(TYPES))
def test_facts__of_the_schema__are_facts(name: str) -> None:
    interfaces = [one.name.value for one in TYPES[name].interfaces]
    assert interfaces == (["Fact"] if issubclass(CLASSES[name], Fact) else [])
