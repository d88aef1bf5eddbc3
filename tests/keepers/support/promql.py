"""As much of PromQL as the alert rules use, on series of (labels, value then, value now)."""

import re
from dataclasses import dataclass
from typing import Any

import promql_parser as promql

Labels = tuple[tuple[str, str], ...]
Vector = dict[Labels, float]
OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
COMPARISONS = {
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
}


@dataclass(frozen=True)
class Sample:
    """One series: its value at the beginning of every range, and now."""

    name: str
    labels: dict[str, str]
    now: float
    then: float = 0.0


class Unsupported(Exception):
    """The rules use something that is not known here."""


def evaluate(expression: str, samples: list[Sample], time: float) -> Vector:
    """The series for which an expression holds."""
    result = _value(promql.parse(expression), samples, time)
    if not isinstance(result, dict):
        raise Unsupported("no vector")
    return result


def metrics_of(expression: str) -> set[str]:
    """Names of the metrics that an expression reads."""
    found: set[str] = set()

    def visit(node: Any) -> bool:
        if isinstance(node, promql.VectorSelector):
            found.add(str(node.name))
        return True

    promql.walk(promql.parse(expression), visit)
    return found


def _value(node: Any, samples: list[Sample], time: float) -> Any:
    if isinstance(node, promql.ParenExpr):
        return _value(node.expr, samples, time)
    if isinstance(node, promql.NumberLiteral):
        return float(node.val)
    if isinstance(node, promql.VectorSelector):
        return {_key(one.labels): one.now for one in samples if _matches(node, one)}
    if isinstance(node, promql.Call):
        return _call(node, samples, time)
    if isinstance(node, promql.BinaryExpr):
        sides = _value(node.lhs, samples, time), _value(node.rhs, samples, time)
        return _binary(str(node.op), *sides, by=_matching(node))
    raise Unsupported(type(node).__name__)


def _call(node: Any, samples: list[Sample], time: float) -> Any:
    name = node.func.name
    if name == "time":
        return time
    (argument,) = node.args
    if name == "increase":
        selector = argument.vector_selector
        return {_key(one.labels): one.now - one.then for one in samples if _matches(selector, one)}
    if name == "absent":
        if _value(argument, samples, time):
            return {}
        return {_key({one.name: one.value for one in argument.matchers.matchers}): 1.0}
    raise Unsupported(name)


def _binary(operator: str, left: Any, right: Any, by: set[str] | None) -> Any:
    if operator == "or":
        return {**right, **left}
    if operator == "and":
        known = {_part(labels, by) for labels in right}
        return {labels: value for labels, value in left.items() if _part(labels, by) in known}
    if operator in COMPARISONS:
        holds = COMPARISONS[operator]
        return {labels: a for labels, a, b in _pairs(left, right) if holds(a, b)}
    if operator in OPERATORS:
        if not isinstance(left, dict) and not isinstance(right, dict):
            return OPERATORS[operator](left, right)
        return {labels: OPERATORS[operator](a, b) for labels, a, b in _pairs(left, right)}
    raise Unsupported(operator)


def _pairs(left: Any, right: Any) -> list[tuple[Labels, float, float]]:
    if isinstance(left, dict) and isinstance(right, dict):
        return [(labels, a, right[labels]) for labels, a in left.items() if labels in right]
    if isinstance(left, dict):
        return [(labels, a, right) for labels, a in left.items()]
    return [(labels, left, b) for labels, b in right.items()]


def _matches(node: Any, sample: Sample) -> bool:
    if node.name != sample.name:
        return False
    for matcher in node.matchers.matchers:
        value, wanted = sample.labels.get(matcher.name, ""), matcher.value
        equal, kind = value == wanted, str(matcher.op).rpartition(".")[2]
        found = re.fullmatch(wanted, value) is not None
        if {
            "Equal": not equal,
            "NotEqual": equal,
            "Re": not found,
            "NotRe": found,
        }[kind]:
            return False
    return True


def _matching(node: Any) -> set[str] | None:
    matching = node.modifier.matching if node.modifier else None
    return set(matching.labels) if matching else None


def _part(labels: Labels, by: set[str] | None) -> Labels:
    return labels if by is None else tuple(one for one in labels if one[0] in by)


def _key(labels: dict[str, str]) -> Labels:
    return tuple(sorted(labels.items()))
