"""What must stand on the chain before a stage.

standing ── something does not stand ── nothing is verified | all stands ── what verify found
"""

from typing import Any

import pytest

from deployment.findings import Findings
from stages import conditions
from stages.conditions import Condition, standing

ANY: Any = None


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> Findings:
    """What verify finds: one comparison."""
    found = Findings()
    monkeypatch.setattr(conditions, "verify", lambda *_: found)
    return found


def stands(monkeypatch: pytest.MonkeyPatch, *, met: bool) -> list[Condition]:
    deployed = [Condition("the bootstrap is closed", met=met, detail="as the test says")]
    monkeypatch.setattr(conditions, "deployed", lambda *_: deployed)
    return deployed


def test_standing__open_bootstrap__keeps_from_verifying(
    monkeypatch: pytest.MonkeyPatch, findings: Findings
) -> None:
    deployed = stands(monkeypatch, met=False)
    found, compared = standing(ANY, ANY, ANY)
    assert (found, compared.checks) == (deployed, Findings().checks)


@pytest.mark.parametrize(
    ("found", "met", "detail"),
    [(5, True, "1 comparisons"), (6, False, "supply: total is 6, not 5")],
)
def test_standing__all_stands__sets_what_verify_found(
    monkeypatch: pytest.MonkeyPatch, findings: Findings, found: int, met: bool, detail: str
) -> None:
    deployed = stands(monkeypatch, met=True)
    findings.equal("supply", "total", 5, found)
    stood, compared = standing(ANY, ANY, ANY)
    assert stood == [*deployed, Condition("verify finds no difference", met=met, detail=detail)]
    assert compared is findings
