"""The three offices, as deployed and as guardian, recovery address or succession passed them on since."""

from dataclasses import dataclass
from typing import Any

from eth_utils import to_checksum_address

from deployment.addresses import NOBODY
from deployment.chain import Chain
from deployment.changes import Change, changes
from deployment.findings import Findings
from deployment.inputs import Inputs

OFFICES = ("guardian", "recovery", "successor")
GUARDIAN_CHANGED = "GuardianChanged(uint256,address,address)"
PROPOSED = {
    "RecoveryAddressProposed(address,address,uint256)": "recovery",
    "SuccessorProposed(address,address,uint256)": "successor",
}
CANCELLED = {"RecoveryAddressCancelled(address)": "recovery", "SuccessorCancelled(address)": "successor"}


@dataclass
class Place:
    """One of the two other places: who has it, and who will from a time on, as DelayedAddress keeps it."""

    present: str
    following: str = NOBODY
    at: int = 0  # seconds since 1970; 0 where nobody follows

    def holder(self, time: int) -> str:
        """Who has the place at a time."""
        return self.following if 0 < self.at <= time else self.present

    def propose(self, change: Change) -> None:
        """Somebody is to follow."""
        self.present, self.following, self.at = change.address(0), change.address(1), change.number(2)

    def cancel(self) -> None:
        """Nobody follows."""
        self.following, self.at = NOBODY, 0

    def settle(self, guardian: str, time: int) -> None:
        """A new guardian drops what waits, and leaves the place where it had it."""
        holder = self.holder(time)
        self.present = NOBODY if holder == guardian else holder
        self.cancel()


def verify_office(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], after: int
) -> dict[str, str]:
    """Compare holders and epoch with the events behind the block `after`; the answer is who holds which."""
    office = addresses["Guardianship"]
    expected, epoch = _replayed(chain, inputs, office, after)
    for role in OFFICES:
        found = to_checksum_address(chain.call(office, f"{role}()", returns="address"))
        findings.followed("office", role, inputs.accounts[role], expected[role], found)
    found = chain.call(office, "epoch()", returns="uint256")
    findings.followed("office", "epoch", 1, epoch, found)
    # A vacant office is for somebody to look at, however it came about.
    findings.equal("office", "vacant", expected=False, found=chain.call(office, "vacant()", returns="bool"))
    handed_over = chain.call(addresses["Authority"], "handedOver()", returns="bool")
    findings.equal("office", "handed over", expected=True, found=handed_over)
    return {role: holder for role, holder in expected.items() if holder != NOBODY}


def _replayed(chain: Chain, inputs: Inputs, office: str, after: int) -> tuple[dict[str, str], int]:
    """Who holds the offices, and the number of the epoch."""
    guardian, epoch = inputs.accounts["guardian"], 1
    places = {role: Place(inputs.accounts[role]) for role in ("recovery", "successor")}
    for change in changes(chain, office, (GUARDIAN_CHANGED, *PROPOSED, *CANCELLED), after):
        if change.event in PROPOSED:
            places[PROPOSED[change.event]].propose(change)
        elif change.event in CANCELLED:
            places[CANCELLED[change.event]].cancel()
        else:
            epoch, guardian = change.number(0), change.address(2)
            seated: Any = chain.call(office, "startedAt(uint256)", epoch, returns="uint256")
            for place in places.values():
                place.settle(guardian, seated)
    return {
        "guardian": guardian,
        **{role: one.holder(chain.timestamp) for role, one in places.items()},
    }, epoch
