"""The end of the months: a council for two more quarters, and much that is on its way still.

One proposal waits for its execution and one for its vote; orders wait, were taken, and have failed; two
budgets are spent in part, by a grant and a bill; another bill has two of the three approvals that it needs.
"""

from deployment.abi import calldata
from deployment.addresses import name_word
from story.bills import CENTRE, FUNDS, MILLIONTHS, PAY, PAYMENT, VENDOR, Payment, treasurers
from story.proposals import FOR, Proposal, propose
from story.stage import Stage

ELECTION = 3  # nobody stood in those since the first
NOMINEES = {0: [1, 2, 3, 5, 6], 1: [11, 13], 2: [*range(15, 27)], 3: [*range(1188, 1192)], 4: [1247, 1248]}
VOTERS = range(1, 151)  # of a proposal
GRANTS = name_word("grants")
USD, ETHER = "0x" + f"{840:040x}", "0x" + "00" * 20
SUPPORTERS = 13  # members of the council that a grant needs
GPU, MEMORY = 2, 3  # parameters/resources.yaml
UNIT_COST = 9_000  # millionths of a dollar
ASKING = {16: 5, 1249: 7, 1189: 3, 13: 2, 5: 1}  # agents and their amounts, the most urgent last


def budgets() -> list[tuple[str, bytes]]:
    """What a proposal does so that money can be granted, spent in ether, and paid at once."""
    limit = "setBudget(bytes32,address,uint256)"
    return [
        (FUNDS, calldata(limit, GRANTS, USD, 40_000 * MILLIONTHS)),
        (FUNDS, calldata(limit, CENTRE, ETHER, 10**18)),
        (FUNDS, calldata("setEmergencyPayee(address,bool)", VENDOR, True)),
    ]


def live(stage: Stage) -> None:
    """A month of the protocol's time, an election's."""
    times = stage.read("AgentCouncil", "timesOf(uint256)", ELECTION, returns="(uint256,uint256,uint256)")
    opens_at, voting_from, seated_from = times
    stage.travel_to(opens_at)
    for agent_id in (agent_id for nominees in NOMINEES.values() for agent_id in nominees):
        stage.send(stage.wallet(agent_id), "AgentCouncil", "stand()")
    waiting = reprice(stage, proposer=1, resource=MEMORY)
    waiting.open_voting()
    waiting.vote_by_signature(VOTERS, FOR)
    waiting.close_voting()
    waiting.queue()
    stage.travel_to(voting_from)
    elect(stage)
    stage.travel_to(seated_from)
    seat(stage)
    orders(stage)
    bills(stage)
    reprice(stage, proposer=2, resource=GPU)


def reprice(stage: Stage, proposer: int, resource: int) -> Proposal:
    """Something routine."""
    action = ("ResourceAllocation", calldata("setUnitCost(uint256,uint64)", resource, UNIT_COST))
    return propose(stage, stage.wallet(proposer), f"Another price of resource {resource}", action)


def elect(stage: Stage) -> None:
    """Somebody approves of each nominee."""
    for nominees in NOMINEES.values():
        most = len(nominees) // 2  # an election fills every other seat
        for first in range(0, len(nominees), most):
            names = nominees[first : first + most]
            stage.send(stage.wallet(names[0]), "AgentCouncil", "vote(uint256[])", names)


def seat(stage: Stage) -> None:
    """The winners, and in the seats that ended before the runners-up."""
    keeper = stage.system.accounts["attestor"].address
    for category, nominees in NOMINEES.items():
        for _ in range(1, ELECTION + 1):
            stage.send(keeper, "AgentCouncil", "finalise(uint8)", category)
        for _ in range(len(nominees) - len(nominees) // 2):
            stage.send(keeper, "AgentCouncil", "fillVacancy(uint8)", category)
    members = sum(map(len, NOMINEES.values()))
    assert stage.read("AgentCouncil", "seatedCount()", returns="uint256") == members


def orders(stage: Stage) -> None:
    """Of five the provisioner takes three; one is ready, one has failed."""
    provisioner, resources = stage.system.accounts["provisioner"].address, "ResourceAllocation"
    for agent_id, amount in ASKING.items():
        stage.send(stage.wallet(agent_id), resources, "request(uint256,uint256)", MEMORY, amount)
    taken = []
    for _ in range(3):
        taken.append(stage.read(resources, "nextOf(uint256)", 0, returns="uint256"))
        stage.send(provisioner, resources, "process(uint256)", 1)
    stage.send(provisioner, resources, "confirm(uint256)", taken[0])
    stage.send(provisioner, resources, "fail(uint256,string)", taken[1], "out of stock")


def bills(stage: Stage) -> None:
    """A grant and a bill are paid, an emergency too; one more bill waits for a third approval."""
    board = treasurers(stage)
    members = [int(one) for one in stage.read("AgentCouncil", "members()", returns="uint256[]")]
    coin = str(stage.read(FUNDS, "dollar()", returns="address"))
    guardian = str(stage.read("Guardianship", "guardian()", returns="address"))
    approvers = [stage.wallet(one) for one in board]
    supporters = list(map(stage.wallet, sorted({*board, *members[:SUPPORTERS]})))
    anyone = stage.system.accounts["attestor"].address
    for payment, wallets in (
        (bill(stage, coin, GRANTS, 11, 9_000), supporters),
        (bill(stage, coin, CENTRE, 12, 20_000), approvers),
        (bill(stage, coin, CENTRE, 13, 10_000), [guardian, approvers[0]]),
    ):
        for wallet in wallets:
            stage.send(wallet, FUNDS, f"approve({PAYMENT})", payment)
        if len(wallets) >= len(approvers):
            stage.send(anyone, FUNDS, PAY, payment, [])
    emergency = "payInEmergency(address,uint256,bytes32)"
    stage.send(guardian, FUNDS, emergency, VENDOR, 1_000 * MILLIONTHS, name_word("pager"))


def bill(stage: Stage, coin: str, centre: bytes, number: int, dollars: int) -> Payment:
    deadline = stage.chain.timestamp + stage.days(20)
    return centre, coin, VENDOR, dollars * MILLIONTHS, number, deadline, name_word(f"bill {number}")
