"""docs/keepers.md names every job, setting, exit code and metric."""

from typing import Any

import pytest
from pydantic import BaseModel

from deployment.parameters import ROOT
from offchain.exits import Exit
from offchain.metrics import COUNTERS, GAUGES, PLANNED, PREFIX
from offchain.registry import JOBS
from offchain.settings import Fees, Key, Settings

TEXT = (ROOT / "docs/keepers.md").read_text()


def fields(model: type[BaseModel], prefix: str = "") -> list[str]:
    return [prefix + name for name in model.model_fields]


SETTINGS = [one for one in fields(Settings) if one not in ("keys", "fees")]
NAMES: list[Any] = [
    *(f"| `{job}` |" for job in JOBS),
    *(f"`{name}`" for name in SETTINGS + fields(Fees, "fees.")),
    *(f"`keys.<name>.{name}`" if name != "password_file" else "`.password_file`" for name in fields(Key)),
    *(f"| {int(code)} | {code.name.lower()} |" for code in Exit),
    *(f"`{PREFIX}{name}_total`" for name in COUNTERS),
    *(f"`{PREFIX}{name}`" for name in (*GAUGES, *PLANNED)),
]


@pytest.mark.parametrize("name", NAMES)
def test_docs__name__stands_there(name: str) -> None:
    assert name in TEXT
