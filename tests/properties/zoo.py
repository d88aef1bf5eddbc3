"""A world with wallets in every state, built by hand."""

from tests.models.economy import Economy
from tests.support.system import CAP, DAY, ROAD

from .economy import HUMANS, PEOPLE, SPARE, EconomyMachine


class Zoo(EconomyMachine):
    """At the cap and above it, expired, suspended, frozen, halted, former, retired, a venue."""

    model: Economy

    def settle_zoo(self) -> None:
        self.settle()
        office, officer = self.system.guardian, self.system.attestor
        rich, frozen, expiring, former, mute = (PEOPLE[i].address for i in (0, 1, 4, 8, 9))
        venue = SPARE[0].address
        for wallet, amount in ((rich, CAP - ROAD), (expiring, ROAD), (former, ROAD)):
            self._pay(self.model.guardian, wallet, amount, direct=True)
        self._attest(HUMANS[1], self.rpc.now + DAY)
        self._do("set_cap", CAP - 2 * ROAD, chain=("cap", "setHumanCap", CAP - 2 * ROAD), sender=office)
        self._do("unlink", former, chain=("cap", "unlink", former), sender=officer)
        self._do("freeze", mute, chain=("token", "freeze", mute), sender=office)
        self._do("freeze", frozen, chain=("token", "freeze", frozen), sender=office)
        self._do("retire", 12, chain=("registry", "retire", 12), sender=office)
        self._do("set_venue", venue, True, chain=("cap", "setVenue", venue, True), sender=office)
        self._do("emergency_suspend", 2, chain=("registry", "emergencySuspend", 2), sender=office)
        self.attempt(
            "suspend", lambda m, t: m.suspend(11), self._call("registry", "suspend", 11, sender=office)
        )
        call = self._call("cap", "setIdentitySuspended", HUMANS[2], True, sender=officer)
        self.attempt("suspend_identity", lambda m, t: m.suspend_identity(HUMANS[2], True), call)
        assert not self.refused

    def _do(self, change: str, *args: object, chain: tuple[object, ...], sender: object) -> None:
        place, function, *rest = chain
        call = self._call(str(place), str(function), *rest, sender=sender)
        self.attempt(change, lambda m, t: getattr(m, change)(*args, t), call)
