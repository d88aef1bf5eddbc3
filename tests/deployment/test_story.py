"""The story that `ape run story` tells, played in the tests' own node."""

import io

import pytest
from rich.console import Console

from deployment.chain import Chain
from deployment.events import Silent
from deployment.inputs import Inputs
from deployment.release import first_payday
from deployment.system import deploy_inputs
from scripts.story import play
from story.stage import Stage

TOLD = (
    "'Admit P1251' is Executed; P1251 is active: yes",
    "'Appoint another registrar' is Canceled",
    "at once it fails: DelayNotOver(",
    "25 members are seated",
    "13 of 25 members elect P3 atlas, P5 sage, P1 cece",
    "gpu has spent 30,000 dollars of 100,000 dollars this month",
    "it is above the budget: BudgetExceeded(amount=80000000000, left=70000000000)",
    "'Suspend P1200 specialized-1200', which no agent opposes, waits 14.0 days",
    "'Suspend P600 archetype-600', which they oppose, waits 43.7 days",
    "'Suspend P600 archetype-600' is Executed, after its long delay",
    "the named successor accepts: epoch 2",
    "served: P1 cece (copilot), P11 lucidia (foundation), P1188 specialized-1188 (specialized), "
    "P1247 codefix (service), P15 archetype-15 (archetype)",
    "the research lab has 500 of 500 seats taken, 20 wait",
    "P100 archetype-100 leaves; P1 cece, a copilot and the last to come, takes the seat",
)


@pytest.mark.slow
def test_story__played__tells_of_every_guarantee(chain: Chain, inputs: Inputs, undone: None) -> None:
    system = deploy_inputs(chain, inputs, None, Silent())
    first_payday(chain, system, Silent())
    heard = io.StringIO()
    play(Stage(chain, system, Console(file=heard, width=400)))
    for sentence in TOLD:
        assert sentence in heard.getvalue()
