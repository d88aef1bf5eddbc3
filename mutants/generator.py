"""All mutants of a source, from its syntax tree."""

from collections.abc import Iterator
from typing import Any

from mutants.mutant import Edit, Mutant, mutants_of
from mutants.operators import FAULTS, Node, member, span

# Nodes in which nothing is done: declarations, and assembly, whose nodes are of another language.
SILENT = {
    "EnumDefinition", "ErrorDefinition", "EventDefinition", "ImportDirective", "InlineAssembly",
    "OverrideSpecifier", "PragmaDirective", "StructDefinition", "StructuredDocumentation",
    "UserDefinedTypeName", "UsingForDirective",
}  # fmt: skip
# What an explanation quotes: the smallest of these around an edit, or else the condition of a branch.
STATEMENTS = {
    "EmitStatement", "ExpressionStatement", "ModifierInvocation", "Return", "RevertStatement",
    "VariableDeclaration", "VariableDeclarationStatement",
}  # fmt: skip


def generate(file: str, source: bytes, tree: Node, enums: dict[str, list[str]]) -> list[Mutant]:
    """All mutants of a file, in the order of the source."""
    edits = {(edit.begin, edit.end, edit.text): edit for edit in _walk(tree, [], source, enums)}
    return mutants_of(file, source, [edits[place] for place in sorted(edits)])


def enums_of(trees: dict[str, Node]) -> dict[str, list[str]]:
    """Values of all enums, by name."""
    found: dict[str, list[str]] = {}
    for tree in trees.values():
        for node in tree["nodes"]:
            for one in (node, *node.get("nodes", [])):
                if one["nodeType"] == "EnumDefinition":
                    found[one["canonicalName"]] = [value["name"] for value in one["members"]]
    return found


def _walk(node: Node, above: list[Node], source: bytes, enums: dict[str, list[str]]) -> Iterator[Edit]:
    type_ = node["nodeType"]
    if type_ in SILENT:
        return
    above = [*above, node]
    faults = list(FAULTS[type_](node, source)) if type_ in FAULTS else []
    if type_ == "MemberAccess":
        faults += member(node, enums)
    for operator, begin, end, text in faults:
        around = _around([*above, node["condition"]] if type_ == "IfStatement" else above)
        yield Edit(operator, begin, end, text, _function(above), (min(begin, around[0]), max(end, around[1])))
    for name, child in node.items():
        if type_ == "ForStatement" and name == "loopExpression":
            continue  # its faults are loops that never end
        for one in child if isinstance(child, list) else [child]:
            if isinstance(one, dict) and "nodeType" in one:
                yield from _walk(one, above, source, enums)


def _around(above: list[Node]) -> tuple[int, int]:
    """The smallest statement, or the whole test of a branch."""
    for node, outer in zip(reversed(above), reversed([{}, *above[:-1]]), strict=True):
        if node["nodeType"] in STATEMENTS:
            return span(node)
        if outer.get("condition") is node and outer["nodeType"] != "Conditional":
            return span(node)
    raise AssertionError(above[-1]["src"])


def _function(above: list[Node]) -> str:
    names: list[Any] = [
        node.get("name") or node.get("kind")
        for node in above
        if node["nodeType"] in ("ContractDefinition", "FunctionDefinition", "ModifierDefinition")
    ]
    return ".".join(names)
