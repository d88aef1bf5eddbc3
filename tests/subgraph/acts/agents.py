"""What happens to agents, their wallets and their pay."""

from tests.subgraph.acts.world import AGENTS, PENDING, SUSPENDED, World
from tests.support.system import DAY, ROAD


def birth(w: World) -> None:
    w.system.registry.birth(w.body(), w.pick(range(5)), b"later".ljust(32, b"\0"), sender=w.system.registrar)


def admit(w: World) -> None:
    w.decide(w.system.registry, "admit", w.agent(PENDING))


def suspend(w: World) -> None:
    w.decide(w.system.registry, "suspend", w.agent())


def reinstate(w: World) -> None:
    w.decide(w.system.registry, "reinstate", w.agent(SUSPENDED))


def retire(w: World) -> None:
    w.decide(w.system.registry, "retire", w.pick([w.agent(), 800 + w.pick(range(20))]))


def suspend_at_once(w: World) -> None:
    w.system.registry.emergencySuspend(w.agent(), sender=w.guardian())


def lift(w: World) -> None:
    held = w.system.registry.suspendedAgents()
    w.system.registry.liftSuspension(w.pick(held or [w.agent()]), sender=w.guardian())


def rotate(w: World) -> None:
    agent, body, deadline = w.agent(), w.body(), w.now + 200
    consent = w.system.sign_wallet(agent, body, deadline)
    w.system.registry.setAgentWallet(agent, body, deadline, consent, sender=w.system.wallet_of(agent))


def request_wallet(w: World) -> None:
    agent, body, deadline = w.agent(), w.body(), w.now + DAY
    consent = w.system.sign_wallet(agent, body, deadline)
    w.system.registry.requestWallet(agent, body, deadline, consent, sender=w.system.registrar)


def _asked(w: World) -> int:
    """An agent for whom the registrar asked for a wallet, if there is any."""
    registry = w.system.registry
    asked = [one for one in AGENTS if int(registry.walletRequest(one).newWallet, 16)]
    return w.pick(asked or AGENTS)


def cancel_request(w: World) -> None:
    agent = _asked(w)
    w.system.registry.cancelWalletRequest(agent, sender=w.system.wallet_of(agent))


def complete_request(w: World) -> None:
    w.system.registry.completeWalletRequest(_asked(w), sender=w.system.stranger)


def confirm_wallet(w: World) -> None:
    w.system.registry.confirmWallet(sender=w.wallet())


def describe(w: World) -> None:
    agent = w.agent()
    owner = w.system.wallet_of(agent)
    w.system.registry.setAgentURI(agent, f"urn:walker:{w.now}", sender=owner)
    w.system.registry.setMetadata(agent, w.pick(("role", "home")), b"of one's own", sender=owner)


def pay(w: World) -> None:
    first = w.pick(range(1, 1200, 40))
    w.system.treasury.releaseBatch([*AGENTS, *range(first, first + 20)], sender=w.system.stranger)


def reward(w: World) -> None:
    w.decide(w.system.treasury, "reward", w.agent(), w.amount(1_000 * ROAD), "care")


def reward_more(w: World) -> None:
    w.decide(w.system.treasury, "rewardExceptionally", w.agent(), w.amount(100_000 * ROAD), "rescue")


def pause(w: World) -> None:
    registry, treasury = w.system.registry, w.system.treasury
    w.pick((registry.pauseBirths, registry.pauseWalletRequests, treasury.pausePayments))(sender=w.guardian())


def unpause(w: World) -> None:
    registry, treasury = w.system.registry, w.system.treasury
    held = (registry.unpauseBirths, registry.unpauseWalletRequests, treasury.unpausePayments)
    w.pick(held)(sender=w.guardian())


ACTS = (
    birth, admit, suspend, reinstate, retire, suspend_at_once, lift, rotate, request_wallet, cancel_request,
    complete_request, confirm_wallet, describe, pay, pay, reward, reward_more, pause, unpause,
)  # fmt: skip
