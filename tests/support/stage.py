"""One system on which every function can be called, by every kind of caller, without mining anything."""

from typing import Any

from eth_abi import encode
from eth_utils import keccak

from deployment.abi import abi_type
from deployment.artifacts import load_artifacts
from deployment.permissions import load_permissions
from deployment.probes import SAMPLES, sample
from deployment.rules import Row, load_rules

from .actors import actor, agent_actor
from .governance import CRITICAL, Proposal, appoint, to_voting
from .rpc import RpcError
from .system import GOVERNING, NAMES, ZERO, System

OFFICERS = ["guardian", "recovery", "successor", "registrar", "attestor", "provisioner"]
PEOPLE = [*OFFICERS, "deployer", "stranger"]
CONTRACTS = {"factory": "Factory", **NAMES, **GOVERNING}

ARTIFACTS = load_artifacts()
ROWS = load_rules(ARTIFACTS, load_permissions(ARTIFACTS))
HUMAN, AGENT, MAKER = actor("human somebody 0"), agent_actor(1), agent_actor(2)
# Callers whom no table names, by the rule that lets them through.
UNNAMED = {
    "the agent": [AGENT],
    "the agent or the guardian": [AGENT],
    "an active agent": [AGENT, MAKER],
    "the agent whose order it is": [AGENT],
    "the agent whose order it is, or role PROVISIONER": [AGENT],
    "any agent": [AGENT, MAKER],
    "an agent that delegates": [AGENT, MAKER],
    "who may vote": [AGENT, MAKER],
    "who made the proposal": [MAKER],
    "who may advise": [HUMAN],
}


class Stage:
    """A governed system with a human, a proposal that is being discussed and one that is voted on."""

    def __init__(self, system: System) -> None:
        self.system = system
        system.human("somebody")
        self.voted = appoint(system, agent_actor(3), system.stranger)
        to_voting(self.voted)
        self.discussed: Proposal = appoint(system, MAKER, system.stranger)
        system.resources.request(1, 1, sender=AGENT)  # order 1
        self.callers = {name: getattr(system, name).address for name in PEOPLE}
        self.callers |= {name: getattr(system, short).address for short, name in CONTRACTS.items()}
        self.callers |= {one.name: one.address for one in (HUMAN, AGENT, MAKER)}

    def outcome(self, row: Row, caller: str) -> tuple[Any, ...]:
        """The error that a call meets, with its values; empty if it succeeds. Nothing is mined."""
        target, data = self.callers[row.contract], "0x" + self.calldata(row).hex()
        try:
            self.system.rpc.call(target, data, caller)
        except RpcError as error:
            revert = self.system.errors.revert(error)
            return (revert.name, *revert.values)
        return ()

    def calldata(self, row: Row) -> bytes:
        """A call with valid values, on a proposal of the stage that it is for."""
        parameters = row.entry["inputs"]
        values = list(SAMPLES.get(row.function) or [sample(p, self.callers["guardian"]) for p in parameters])
        proposal = self.discussed if row.function == "cancel" else self.voted
        for place, parameter in enumerate(parameters):
            if parameter["name"] == "proposalId" and row.rule.name != "anyone":
                values[place] = proposal.id
        if row.function == "cancel" and len(parameters) == len(proposal.lists) + 1:
            values = [*proposal.lists, keccak(text=proposal.description)]
        return row.selector + encode([abi_type(parameter) for parameter in parameters], values)

    def may(self, row: Row) -> set[str]:
        """Addresses that the rule lets through."""
        if "anyone" in row.rule.may:
            return set(self.callers.values())
        named = {self.callers[name] for name in row.rule.may if name != "peers"}
        if "peers" in row.rule.may:
            named |= {self.callers[name] for name in CONTRACTS.values() if name != "Factory"}
        return named | {one.address for one in UNNAMED.get(row.rule.name, [])}

    def denial(self, row: Row, caller: str) -> tuple[Any, ...]:
        """The error with its values that everybody else must meet."""
        if row.rule.name == "a seated member of the council":  # whose office is not vacant
            return ("OfficeNotVacant",)
        successor = self.callers["successor"] if row.function == "acceptSuccession" else ZERO
        peer = ZERO if row.rule.name == "any peer" else self.callers.get((*row.rule.may, "")[0], ZERO)
        one_agent = row.rule.name in (
            "the agent", "the agent or the guardian", "the agent whose order it is",
        )  # fmt: skip
        values: dict[str, tuple[Any, ...]] = {
            "AccessManagerUnauthorizedAccount": (caller, 0 if row.rule.name == "role CONSTITUTION" else 1),
            "CallerNotAgent": (caller, int(one_agent)),
            "CallerNotArbiter": (caller, ZERO),
            "CallerNotCandidate": (caller, successor),
            "CallerNotPeer": (caller, peer),
            "CallerNotRecovery": (caller, self.callers["recovery"]),
            "GovernorDisabledDeposit": (),
            "GovernorUnableToCancel": (self.discussed.id, caller),
            "ProposerNotEntitled": (caller, CRITICAL),
            "RelayUnavailable": (),
            "Soulbound": (),
            "Unavailable": (row.selector,),
            "WalletRequired": (1,),
        }
        assert row.rule.others
        return (row.rule.others, *values.get(row.rule.others, (caller,)))
