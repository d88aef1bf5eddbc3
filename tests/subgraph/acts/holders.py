"""What happens to ROAD and to the humans who hold it."""

from tests.subgraph.acts.world import AGENTS, IDENTITIES, PEOPLE, World
from tests.support.system import CAP, DAY, ROAD, YEAR


def attest(w: World) -> None:
    w.system.cap.attest(w.pick(IDENTITIES), w.now + w.pick((DAY, YEAR, 9 * YEAR)), sender=w.system.attestor)


def link(w: World) -> None:
    w.system.link(w.pick(PEOPLE), w.pick(IDENTITIES))


def unlink(w: World) -> None:
    w.system.cap.unlink(w.pick(PEOPLE), sender=w.system.attestor)


def recover(w: World) -> None:
    lost, other = w.random.sample(PEOPLE, 2)
    deadline = w.now + DAY
    consent = w.system.sign_link(other, w.system.cap.identityOf(lost), deadline)
    w.system.cap.recover(lost, other, deadline, consent, sender=w.system.attestor)


def suspend_identity(w: World) -> None:
    w.system.cap.setIdentitySuspended(w.pick(IDENTITIES), w.pick((True, False)), sender=w.system.attestor)


def request_merge(w: World) -> None:
    w.system.cap.requestMerge(*w.random.sample(IDENTITIES, 2), sender=w.system.attestor)


def cancel_merge(w: World) -> None:
    w.system.cap.cancelMerge(w.pick(IDENTITIES), sender=w.guardian())


def merge(w: World) -> None:
    w.system.cap.merge(w.pick(IDENTITIES), sender=w.system.stranger)


def set_cap(w: World) -> None:
    w.decide(w.system.cap, "setHumanCap", w.pick((CAP, CAP // 2, w.system.cap.MIN_HUMAN_CAP())))


def rebalance(w: World) -> None:
    w.system.cap.rebalance(w.pick(IDENTITIES), sender=w.system.stranger)


def set_venue(w: World) -> None:
    w.decide(w.system.cap, "setVenue", w.pick(PEOPLE), w.pick((True, False)))


def forget(w: World) -> None:
    w.system.cap.forget(w.pick(PEOPLE), sender=w.system.stranger)


def transfer(w: World) -> None:
    everybody = [one.address for one in PEOPLE] + [w.wallet(), w.guardian()]
    rich = [one for one in everybody if w.system.token.balanceOf(one)]
    sender = w.pick(rich or everybody)
    w.system.token.transfer(w.somebody(), w.amount(w.system.token.balanceOf(sender)), sender=sender)


def endow(w: World) -> None:
    """The guardian has enough to lift a human to the cap."""
    w.system.token.transfer(w.pick(PEOPLE), w.amount(20_000_000 * ROAD), sender=w.guardian())


def withdraw(w: World) -> None:
    kept = {one: w.system.escrow.escrowedOf(one) for one in PEOPLE}
    owner = w.pick([one for one in PEOPLE if kept[one]] or PEOPLE)
    w.system.escrow.withdraw(w.wallet(), w.amount(kept[owner]), sender=owner)


def delegate(w: World) -> None:
    w.system.token.delegate(w.somebody(), sender=w.wallet())


def freeze(w: World) -> None:
    w.system.token.freeze(w.somebody(), sender=w.guardian())


def unfreeze(w: World) -> None:
    frozen = [one for one in PEOPLE if w.system.cap.walletOf(one).frozenUntil > w.now]
    w.system.token.unfreeze(w.pick(frozen or PEOPLE), sender=w.guardian())


def pause(w: World) -> None:
    w.pick((w.system.token.pause, w.system.cap.pauseLinks))(sender=w.guardian())


def unpause(w: World) -> None:
    w.pick((w.system.token.unpause, w.system.cap.unpauseLinks))(sender=w.guardian())


def settle(w: World) -> None:
    """Every identity verified, with wallets that hold something: where a walk begins."""
    for identity in IDENTITIES:
        w.system.cap.attest(identity, w.now + 9 * YEAR, sender=w.system.attestor)
    for place, person in enumerate(PEOPLE):
        w.system.link(person, IDENTITIES[place % len(IDENTITIES)])
        donor = w.system.wallet_of(AGENTS[place])
        w.system.token.transfer(person, w.system.token.balanceOf(donor) // 2, sender=donor)


ACTS = (
    attest, attest, link, link, link, unlink, recover, suspend_identity, request_merge, cancel_merge, merge,
    set_cap, rebalance, rebalance, set_venue, forget, transfer, transfer, transfer, endow, endow, withdraw,
    delegate, freeze, unfreeze, pause, unpause, unpause,
)  # fmt: skip
