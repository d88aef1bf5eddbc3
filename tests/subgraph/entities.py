"""Everything that Graph Node has stored, by what its own schema says of it."""

from typing import Any

from indexer.node import GraphNode

PAGE = 1000
TYPES = """
    { __schema {
        queryType { fields { name type { ...kind } args { name } } }
        types { name fields { name type { ...kind } } }
    } }
    fragment kind on __Type {
        kind name ofType { kind name ofType { kind name ofType { kind name } } }
    }
"""
LEAVES = ("SCALAR", "ENUM")


def everything(node: GraphNode) -> dict[str, list[dict[str, Any]]]:
    """All entities by the plural of their type, ordered by id; of another entity its id alone is told."""
    schema = node.query(TYPES)["__schema"]
    fields = {one["name"]: one["fields"] or [] for one in schema["types"]}
    found = {}
    for query in schema["queryType"]["fields"]:
        kind, entity = _named(query["type"])
        if kind == "OBJECT" and {"first", "where"} <= {argument["name"] for argument in query["args"]}:
            wanted = " ".join(_wanted(field) for field in fields[entity])
            found[query["name"]] = _all(node, query["name"], wanted)
    return found


def _all(node: GraphNode, name: str, wanted: str) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = []
    while True:
        after = f', where: {{id_gt: "{entities[-1]["id"]}"}}' if entities else ""
        page = node.query(f"{{ {name}(first: {PAGE}, orderBy: id{after}) {{ {wanted} }} }}")[name]
        entities += page
        if len(page) < PAGE:
            return entities


def _wanted(field: dict[str, Any]) -> str:
    """A field of a query; lists of other entities are derived from what those say, and left out."""
    kind, _ = _named(field["type"])
    if kind in LEAVES:
        return str(field["name"])
    return "" if _is_list(field["type"]) else f"{field['name']} {{ id }}"


def _is_list(kind: dict[str, Any]) -> bool:
    return kind["kind"] == "LIST" or (kind["kind"] == "NON_NULL" and _is_list(kind["ofType"]))


def _named(kind: dict[str, Any]) -> tuple[str, str]:
    """Kind and name of a type, whatever is wrapped around it."""
    while kind.get("ofType"):
        kind = kind["ofType"]
    return kind["kind"], kind["name"]
