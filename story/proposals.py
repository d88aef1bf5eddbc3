"""Proposals as the story makes, votes and executes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from eth_utils import keccak

from deployment.abi import calldata
from deployment.chain import CallRefused
from story.stage import Stage, percent, roads

CLASSES = ("STANDARD", "CRITICAL", "AMENDMENT")
STATES = ("Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed")
AGAINST, FOR, ABSTAIN = range(3)
PROPOSE = "propose(address[],uint256[],bytes[],string)"


@dataclass(frozen=True)
class Proposal:
    """One proposal on the stage."""

    stage: Stage
    id: int
    title: str

    @property
    def state(self) -> str:
        """Its state now."""
        return STATES[self.stage.read("Governance", "state(uint256)", self.id, returns="uint8")]

    @property
    def proposal_class(self) -> str:
        """Its class."""
        return CLASSES[self.stage.read("BallotBox", "classOf(uint256)", self.id, returns="uint8")]

    def open_voting(self) -> None:
        """Let the discussion pass."""
        snapshot = self.stage.read("Governance", "proposalSnapshot(uint256)", self.id, returns="uint256")
        self.stage.travel_to(snapshot + 1)

    def close_voting(self) -> None:
        """Let the voting pass, and tell the count."""
        deadline = self.stage.read("Governance", "proposalDeadline(uint256)", self.id, returns="uint256")
        self.stage.travel_to(deadline + 1)
        self.tell_count()

    def vote(self, sender: str, support: int) -> None:
        """Vote in person."""
        self.stage.send(sender, "Governance", "castVote(uint256,uint8)", self.id, support)

    def vote_by_signature(self, agents: Iterable[int], support: int) -> tuple[int, int]:
        """Relay the signed ballots of agents, 100 a transaction; the answer is how many, and gas for each."""
        ballots = [self.stage.ballot(self.id, agent_id, support) for agent_id in agents]
        keeper, gas = self.stage.system.accounts["registrar"].address, 0
        for start in range(0, len(ballots), 100):
            arguments = (self.id, ballots[start : start + 100])
            receipt = self.stage.send(
                keeper, "BallotBox", "castVotesBySig(uint256,(address,uint8,bytes)[])", *arguments
            )
            gas += int(receipt["gasUsed"], 16)
        return len(ballots), gas // len(ballots)

    def queue(self) -> float:
        """Queue it; the answer is the delay in days."""
        keeper = self.stage.system.accounts["registrar"].address
        self.stage.send(keeper, "Governance", "queue(uint256)", self.id)
        return (self._eta() - self.stage.chain.timestamp) / self.stage.days(1)

    def execute_early(self) -> str:
        """Try to execute it now; the answer is why that fails."""
        keeper = self.stage.system.accounts["registrar"].address
        try:
            self.stage.chain.estimate(
                keeper, self.stage.at("Governance"), calldata("execute(uint256)", self.id)
            )
        except CallRefused as error:
            return self.stage.reason(error.data)
        return ""

    def execute(self) -> None:
        """Let the delay pass, and execute it."""
        self.stage.travel_to(self._eta())
        keeper = self.stage.system.accounts["registrar"].address
        self.stage.send(keeper, "Governance", "execute(uint256)", self.id)

    def tell_count(self) -> None:
        """Say what was counted, in units and in the scale of 51 and 49."""
        against, inside, abstaining = self.stage.read(
            "BallotBox", "scaledVotesOf(uint256)", self.id, returns="(uint256,uint256,uint256)"
        )
        _, units, opposed, _, total = self.stage.read(
            "BallotBox", "tallyOf(uint256)", self.id, returns="((uint8,uint256,uint256,uint256,uint256))"
        )[0]
        self.stage.tell(
            f"'{self.title}': {roads(units)} for, {roads(opposed)} against, of {roads(total)}; "
            f"on the scale of 100: {percent(inside, 10**18)} for, {percent(against, 10**18)} against, "
            f"{percent(abstaining, 10**18)} abstaining → {self.state}"
        )

    def _eta(self) -> int:
        return int(self.stage.read("Governance", "proposalEta(uint256)", self.id, returns="uint256"))


def propose(stage: Stage, sender: str, title: str, *actions: tuple[str, bytes]) -> Proposal:
    """Make a proposal: actions are (contract, calldata)."""
    targets, calldatas = [stage.at(contract) for contract, _ in actions], [data for _, data in actions]
    receipt = stage.send(sender, "Governance", PROPOSE, targets, [0] * len(actions), calldatas, title)
    created = "0x" + keccak(text="ProposalClassified(uint256,uint256,uint8)").hex()
    log = next(log for log in receipt["logs"] if log["topics"][0] == created)
    return Proposal(stage, int(log["topics"][1], 16), title)
