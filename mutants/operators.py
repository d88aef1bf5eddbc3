"""The faults that each node of a syntax tree can have.

A fault is (operator, begin, end, text): these bytes of the source become that text. One that does not
compile, or that the compiler makes the same code of, is thrown away later.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Fault = tuple[str, int, int, bytes]

RELATIONAL = {
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "==": ["!="],
    "!=": ["=="],
}
ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "&",
}  # fmt: skip
LOGICAL = {"&&": "||", "||": "&&"}
STEPS = {"++": "--", "--": "++"}
NEITHER_ORDER = {"min", "max"}  # functions that give the same for swapped arguments
SEMICOLON = re.compile(rb"\s*;")


def span(node: Node) -> tuple[int, int]:
    """First byte of a node and the one behind its last."""
    begin, length, _ = map(int, node["src"].split(":"))
    return begin, begin + length


def text(source: bytes, node: Node) -> bytes:
    """Source of a node."""
    begin, end = span(node)
    return source[begin:end]


def kind(node: Node) -> str:
    """Type of an expression."""
    return str((node.get("typeDescriptions") or {}).get("typeString") or "")


def binary(node: Node, source: bytes) -> Iterator[Fault]:
    """Another operator, or one side of a conjunction alone."""
    left, right, sign = node["leftExpression"], node["rightExpression"], node["operator"]
    begin = source.index(sign.encode(), span(left)[1])
    place = (begin, begin + len(sign))
    for other in RELATIONAL.get(sign, []):
        yield ("relational", *place, other.encode())
    if sign in ARITHMETIC:
        yield ("arithmetic", *place, ARITHMETIC[sign].encode())
    if sign in LOGICAL:
        yield ("logical", *place, LOGICAL[sign].encode())
        for side in (left, right):
            yield ("logical", *span(node), text(source, side))


def unary(node: Node, source: bytes) -> Iterator[Fault]:
    """No negation; a step in the other direction."""
    begin, end = span(node)
    operand = text(source, node["subExpression"])
    if node["operator"] in ("!", "~", "-"):
        yield ("unary", begin, end, operand)
    if node["operator"] in STEPS:
        other = STEPS[node["operator"]].encode()
        yield ("unary", begin, end, other + operand if node["prefix"] else operand + other)


def assignment(node: Node, source: bytes) -> Iterator[Fault]:
    """Taken away instead of added, or put in the place of what was there."""
    sign = node["operator"]
    if sign == "=":
        return
    begin = source.index(sign.encode(), span(node["leftHandSide"])[1])
    if sign[:-1] in ARITHMETIC:
        yield ("assignment", begin, begin + len(sign), (ARITHMETIC[sign[:-1]] + "=").encode())
    yield ("assignment", begin, begin + len(sign), b"=")


def condition(node: Node, source: bytes) -> Iterator[Fault]:
    """The other branch. Of == and ! there is one already."""
    test = node["condition"]
    if test["nodeType"] == "UnaryOperation" or test.get("operator") in ("==", "!="):
        return
    yield ("condition", *span(test), b"!(" + text(source, test) + b")")


def statement(node: Node, source: bytes) -> Iterator[Fault]:
    """Nothing in the place of a call, an assignment, an event or a refusal."""
    begin, end = span(node)
    semicolon = SEMICOLON.match(source, end)
    yield ("statement", begin, semicolon.end() if semicolon else end, b"{}")


def modifier(node: Node, _: bytes) -> Iterator[Fault]:
    """Anybody instead of those whom a modifier lets through."""
    if node.get("kind") == "modifierInvocation":
        yield ("modifier", *span(node), b"")


def returned(node: Node, source: bytes) -> Iterator[Fault]:
    """Nothing, or the opposite, instead of the answer."""
    value = node.get("expression")
    if value is None or value["nodeType"] == "Literal":
        return
    place, type_ = span(value), kind(value)
    if type_ == "bool":
        yield ("return", *place, b"!(" + text(source, value) + b")")
    elif re.fullmatch(r"u?int\d+", type_):
        yield ("return", *place, b"0")
    elif type_ == "address" or re.fullmatch(r"bytes\d+", type_):
        yield ("return", *place, type_.encode() + b"(0)")


def literal(node: Node, source: bytes) -> Iterator[Fault]:
    """One more, one less."""
    place, value = span(node), text(source, node)
    if node["kind"] == "bool":
        yield ("constant", *place, b"false" if value == b"true" else b"true")
    elif node["kind"] == "number" and value == b"0":
        yield ("constant", *place, b"1")
    elif node["kind"] == "number":
        for sign in (b"+", b"-"):
            yield ("constant", *place, b"(" + value + b" " + sign + b" 1)")


def call(node: Node, source: bytes) -> Iterator[Fault]:
    """Neighbouring arguments of one type in the other order."""
    name = node["expression"].get("memberName") or node["expression"].get("name")
    if node["kind"] != "functionCall" or node["names"] or name in NEITHER_ORDER:
        return
    for first, second in zip(node["arguments"], node["arguments"][1:], strict=False):
        one, other = text(source, first), text(source, second)
        if kind(first) == kind(second) and one != other:
            between = source[span(first)[1] : span(second)[0]]
            yield ("arguments", span(first)[0], span(second)[1], other + between + one)


def member(node: Node, enums: dict[str, list[str]]) -> Iterator[Fault]:
    """The next value of an enum."""
    values, name = enums.get(kind(node).removeprefix("enum "), []), node["memberName"]
    if name in values:
        _, end = span(node)
        following = values[(values.index(name) + 1) % len(values)]
        yield ("enum", end - len(name), end, following.encode())


FAULTS: dict[str, Callable[[Node, bytes], Iterator[Fault]]] = {
    "BinaryOperation": binary,
    "UnaryOperation": unary,
    "Assignment": assignment,
    "IfStatement": condition,
    "Conditional": condition,
    "ExpressionStatement": statement,
    "EmitStatement": statement,
    "RevertStatement": statement,
    "ModifierInvocation": modifier,
    "Return": returned,
    "Literal": literal,
    "FunctionCall": call,
}
