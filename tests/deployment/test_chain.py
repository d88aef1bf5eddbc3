"""What a node answers while it mines: it may not see the code that it calls.

refusals: answered as if nothing stood there | asked again
"""

import pytest

from deployment.chain import Chain
from tests.support.rpc import Rpc

REFUSING = "0x00000000000000000000000000000000000ADBAD"
SENDER = "0x000000000000000000000000000000000000F00D"
REFUSES = "0x63deadbeef5f526004601cfd"  # whatever is called, with these four bytes


@pytest.mark.usefixtures("undone")
def test_refusals__node_answers_nothing_at_first__keeps_the_refusal(
    chain: Chain, rpc: Rpc, monkeypatch: pytest.MonkeyPatch
) -> None:
    rpc.set_code(REFUSING, REFUSES)
    calls = [(SENDER, REFUSING, b"")]
    assert chain.refusals(calls) == [bytes.fromhex("deadbeef")]
    monkeypatch.setattr(chain, "_batch", lambda requests: [{"result": "0x"} for _ in requests])
    assert chain.refusals(calls) == [bytes.fromhex("deadbeef")]
