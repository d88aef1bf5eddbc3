"""A payout that hangs, and a ballot that must not wait for it: each class of urgency has a key of its own."""

import json
import signal
import time

from eth_account import Account

from tests.keepers.support.proxy import Answer, Proxy, on, swallowed
from tests.keepers.support.world import ACTIVATED_AT_SLOT, World
from tests.support.actors import actor, agent_actor
from tests.support.governance import FOR, SEATED, appoint, ballot, to_voting

SEND = "eth_sendRawTransaction"
BLOCKS = 2


def test_keys__payout_hangs__ballots_land_within_two_blocks(republic: World) -> None:
    system = republic.system
    proposal = appoint(system, agent_actor(1), actor("registrar 2").address)
    to_voting(proposal)
    republic.rpc.set_storage(system.treasury.address, ACTIVATED_AT_SLOT, republic.rpc.now - 1)
    inbox = republic.folder / "inbox"
    inbox.mkdir()
    for voter, support, signature in (ballot(proposal, FOR, agent_actor(one)) for one in SEATED):
        message = {"proposalId": str(proposal.id), "support": support, "voter": voter}
        (inbox / f"{voter}.json").write_text(json.dumps({**message, "signature": "0x" + signature.hex()}))
    republic.configure(inbox=str(inbox))
    payouts = republic.keys["payouts"]["address"]

    def lost(proxy: Proxy, request: dict[str, object]) -> Answer | None:
        raw = request["params"][0]  # type: ignore[index]
        return swallowed(proxy, request) if Account.recover_transaction(raw) == payouts else None

    republic.proxy.fail(on(SEND, lost))  # type: ignore[arg-type]
    slow = republic.start("release")
    while not republic.proxy.sent:
        time.sleep(0.05)
    before = int(republic.rpc.request("eth_blockNumber"), 16)
    assert republic.run("ballots").code == 0
    assert int(republic.rpc.request("eth_blockNumber"), 16) - before <= BLOCKS
    assert all(system.ballots.hasVoted(proposal.id, agent_actor(one)) for one in SEATED)
    assert slow.poll() is None
    slow.send_signal(signal.SIGTERM)
    slow.communicate(timeout=60)
    assert slow.returncode == 143
