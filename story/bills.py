"""How a bill is paid: the council elects treasurers, three of five sign, the budget of the month holds."""

from pathlib import Path

from coincurve import PrivateKey

from bench.compile import EVM_VERSION, Build
from deployment.abi import calldata
from deployment.addresses import name_word
from deployment.chain import CallRefused
from story.proposals import FOR, propose
from story.stage import Stage, listed

FUNDS = "OperatingFunds"
CENTRE = name_word("gpu")
SENTINEL = 4
PLACES = 3
MILLIONTHS = 10**6
ON_ACCOUNT = 500_000 * MILLIONTHS
VENDOR = "0x0000000000000000000000000000000000B111E5"
PAYMENT = "(bytes32,address,address,uint256,uint256,uint256,bytes32)"
PAY = f"pay({PAYMENT},(uint256,bytes)[])"
# A stablecoin for a chain that has none.
STABLECOIN = Build(
    "solc", EVM_VERSION, Path(__file__).parent.parent / "bench" / "alternatives", ("PlainDollar.sol",)
)

Payment = tuple[bytes, str, str, int, int, int, bytes]


def treasurers(stage: Stage) -> list[int]:
    """The council elects the three treasurers; the answer is who they are."""
    stage.chapter("Money: the council elects treasurers")
    members = [int(one) for one in stage.read("AgentCouncil", "members()", returns="uint256[]")]
    chosen = [one for one in members if one != SENTINEL][:PLACES]
    for place, agent_id in enumerate(chosen):
        for member in members[: len(members) // 2 + 1]:
            stage.send(stage.wallet(member), FUNDS, "supportTreasurer(uint256,uint256)", place, agent_id)
    named = listed([stage.name(one) for one in chosen])
    stage.tell(f"{len(members) // 2 + 1} of {len(members)} members elect {named}")
    return chosen


def stablecoin(stage: Stage) -> str:
    """Governance names the stablecoin in which bills are paid; the answer is its address."""
    coin = stage.deploy("Stablecoin", bytes.fromhex(STABLECOIN.run()["PlainDollar"].bytecode))
    guardian = stage.system.accounts["guardian"].address
    member = stage.read("AgentCouncil", "members()", returns="uint256[]")[2]
    action = (FUNDS, calldata("setDollar(address)", coin))
    proposal = propose(stage, stage.wallet(member), "Name the stablecoin", action)
    stage.tell(f"{stage.name(member)}, of the council: {proposal.title}. {proposal.proposal_class}")
    proposal.open_voting()
    proposal.vote(guardian, FOR)
    proposal.close_voting()
    proposal.queue()
    proposal.execute()
    deployer = stage.system.accounts["deployer"].address
    stage.send(deployer, "Stablecoin", "transfer(address,uint256)", stage.at(FUNDS), ON_ACCOUNT)
    stage.tell(f"'{proposal.title}' is {proposal.state}; {dollars(ON_ACCOUNT)} come in")
    return coin


def bills(stage: Stage, chosen: list[int], coin: str) -> None:
    """One bill in the budget of the month, and one above it."""
    for number, amount in ((1, 30_000), (2, 80_000)):
        payment = (
            CENTRE,
            coin,
            VENDOR,
            amount * MILLIONTHS,
            number,
            stage.chain.timestamp + stage.days(1),
            name_word(f"bill {number}"),
        )
        signers = sorted([*chosen[:2], SENTINEL])
        signed = [(one, _sign(stage, payment, one)) for one in signers]
        stage.tell(
            f"a bill of {dollars(payment[3])} for gpu is signed by {listed([stage.name(s) for s in signers])}"
        )
        _pay(stage, payment, signed)


def _pay(stage: Stage, payment: Payment, signed: list[tuple[int, bytes]]) -> None:
    """Anyone sends it; tell how it ends."""
    anyone = stage.system.accounts["attestor"].address
    try:
        stage.chain.estimate(anyone, stage.at(FUNDS), calldata(PAY, payment, signed))
    except CallRefused as error:
        stage.tell(f"it is above the budget: {stage.reason(error.data)}")
        return
    gas = int(stage.send(anyone, FUNDS, PAY, payment, signed)["gasUsed"], 16)
    usd = stage.read(FUNDS, "USD()", returns="address")
    limit, spent = stage.read(
        FUNDS, "budgetOf(bytes32,address)", payment[0], usd, returns="(uint256,uint256)"
    )
    stage.tell(f"it is paid ({gas:,} gas): gpu has spent {dollars(spent)} of {dollars(limit)} this month")


def _sign(stage: Stage, payment: Payment, approver: int) -> bytes:
    """An agent's signature under a payment."""
    _, mandate = stage.read(FUNDS, "mandateOf(uint256,bool)", approver, False, returns="(address,uint96)")
    digest = stage.read(FUNDS, f"approvalDigest({PAYMENT},uint96)", payment, mandate, returns="bytes32")
    key = stage.system.members[approver - 1].wallet.key
    if key is None:
        raise ValueError(f"no key of P{approver}'s wallet")
    signature = PrivateKey(key).sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes([27 + signature[64]])


def dollars(millionths: int) -> str:
    """An amount as people read it."""
    return f"{millionths // MILLIONTHS:,} dollars"
