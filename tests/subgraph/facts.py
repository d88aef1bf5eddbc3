"""Which events each kind of fact stands for, and that there is a fact for each event and none besides."""

from collections import defaultdict

from offchain.subgraph.agents import (
    AgentStatusChange,
    ConfirmationSkip,
    Forfeiture,
    Release,
    ReleaseSkip,
    Reward,
)
from offchain.subgraph.authority import EmergencyAction, HoldConfirmation, PermissionChange
from offchain.subgraph.client import Snapshot
from offchain.subgraph.council import (
    CaretakerApproval,
    CouncilBallotCast,
    Displacement,
    Endorsement,
    SeatTerm,
)
from offchain.subgraph.entity import Fact
from offchain.subgraph.funds import (
    BoardTerm,
    BudgetChange,
    EmergencyPayment,
    EtherReceipt,
    GrantSupport,
    PaymentStep,
    TreasurerSupport,
)
from offchain.subgraph.guardian import GuardianPayment, Heartbeat, SuccessionBallot
from offchain.subgraph.humans import (
    Attestation,
    CapChange,
    CapDecision,
    EscrowMovement,
    IdentitySuspension,
    Rebalancing,
)
from offchain.subgraph.proposals import Advice, Ballot, BallotSkip, ProposalStep, Veto
from offchain.subgraph.resources import OrderStep, ProvisioningSkip, RequestSkip, ResourceChange
from offchain.subgraph.wallets import Delegation, Transfer, VotesChange, WalletClassification
from tests.support.standing import Standing
from tests.support.system import GOVERNING

FACTS: dict[type[Fact], str] = {
    Transfer: "ROAD_Token.Transfer",
    VotesChange: "DelegateVotesChanged",
    Delegation: "DelegateChanged",
    WalletClassification: "WalletClassified",
    CapDecision: "BookMoved",
    Attestation: "IdentityAttested",
    IdentitySuspension: "IdentitySuspended",
    CapChange: "CapChanged",
    Rebalancing: "Rebalanced",
    EscrowMovement: "Credited HoldingsEscrow.Withdrawn",
    AgentStatusChange: "AgentBorn StatusChanged",
    ConfirmationSkip: "ConfirmationSkipped",
    Release: "Released",
    ReleaseSkip: "ReleaseSkipped",
    Forfeiture: "ShareForfeited",
    Reward: "Rewarded",
    GuardianPayment: "GuardianPaid",
    Heartbeat: "Guardianship.Heartbeat",
    SuccessionBallot: "CandidateSupported",
    HoldConfirmation: "HoldProlonged HoldEnded HoldConfirmed",
    PermissionChange: "RoleGranted RoleRevoked RoleLabel RoleAdminChanged RoleGuardianChanged "
    "RoleGrantDelayChanged TargetFunctionRoleUpdated TargetAdminDelayUpdated HandedOver",
    ProposalStep: "ProposalCreated ProposalExtended ProposalQueued ProposalExecuted ProposalCanceled",
    Ballot: "VoteCast VoteCastWithParams",
    BallotSkip: "BallotSkipped",
    Veto: "ProposalVetoed ProposalVetoedByCouncil ProposalsVetoedUpTo",
    Advice: "Advised",
    Endorsement: "Endorsed",
    Displacement: "Displaced",
    CouncilBallotCast: "BallotCast",
    SeatTerm: "Seated VacancyFilled",
    CaretakerApproval: "CaretakerApproved",
    ResourceChange: "UnitCostChanged CapacityChanged MaxAmountChanged",
    OrderStep: "ResourceRequested OrderRetried SeatGranted OrderAssigned OrderProvisioned OrderFailed "
    "OrderReleased",
    RequestSkip: "RequestSkipped",
    ProvisioningSkip: "ProvisioningSkipped",
    PaymentStep: "PaymentProposed PaymentApproved ApprovalWithdrawn Paid",
    GrantSupport: "GrantSupported",
    EmergencyPayment: "PaidInEmergency",
    EtherReceipt: "Received",
    BoardTerm: "TreasurerElected SecurityNamed",
    TreasurerSupport: "TreasurerSupported",
}
# One event may change several of these; each one's id begins with that of the event.
MANY: dict[type[Fact], str] = {
    EmergencyAction: "EmergencyStarted EmergencyLifted EmergencyConfirmed GuardianChanged WalletRotated",
    BudgetChange: "BudgetSet AssetSet DollarSet",
}
Place = tuple[int, int, str, int]  # block, time, transaction, number of the log
ID = 2 + 2 * (32 + 4)  # characters of an event's id


def compare_facts(system: Standing, snapshot: Snapshot) -> None:
    """Every fact is of an event, at its place, and every event has its fact."""
    happened = _happened(system)
    for kind, names in FACTS.items():
        told = {one.id: _place(one) for one in snapshot.all(kind)}
        assert told == _of(happened, names), kind.__name__
    for kind, names in MANY.items():
        told = {one.id[:ID]: _place(one) for one in snapshot.all(kind)}
        assert told.items() <= _of(happened, names).items(), kind.__name__


def _place(one: Fact) -> Place:
    return one.block, one.timestamp, one.transaction, one.log_index


def _of(happened: dict[str, dict[str, Place]], names: str) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name in names.split():
        found |= happened[name]
    return found


def _happened(system: Standing) -> dict[str, dict[str, Place]]:
    """Events by their names, alone and with their contract's, by the ids of their facts."""
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for log in system.events(*(getattr(system, short) for short in GOVERNING)):
        event = system.errors.event(log)
        numbers = (int(log[field], 16) for field in ("blockNumber", "blockTimestamp", "logIndex"))
        block, time, index = numbers
        key = log["transactionHash"] + index.to_bytes(4, "little").hex()
        for name in (event.name, f"{event.contract}.{event.name}"):
            found[name][key] = (block, time, log["transactionHash"], index)
    return found
