"""YAML as this project writes it."""

import re
from pathlib import Path
from typing import Any

import yaml

from deployment.errors import UnreadableFile


class _Loader(yaml.SafeLoader):
    """YAML as people write parameters: 0x… stays text, and no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} stands twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":int")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[0-9][0-9_]*$"), list("0123456789"))


def load_yaml(path: Path) -> dict[str, Any]:
    """Read a mapping from a YAML file; raises UnreadableFile."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, None, f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableFile(path, line, f"no YAML: {error.problem}") from error
    if not isinstance(data, dict):
        raise UnreadableFile(path, None, "holds no keys")
    return data
