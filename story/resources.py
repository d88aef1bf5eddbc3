"""The chapters of the machines and of the buildings."""

from deployment.requests import REQUESTS
from story.stage import Stage

GPU, LAB = 2, 15  # parameters/resources.yaml
ASKING = {"service": 1247, "archetype": 15, "specialized": 1188, "foundation": 11, "copilot": 1}
DEVICES = 8_000  # milli-GPU
LEAVING, VISITORS, BATCH = 100, 520, 100
ORDER = "(uint64,uint64,uint40,uint16,uint8,uint48)"
RESOURCE = "(bytes32,bytes32,uint64,uint64,uint64,uint64)"
MICRO = 1_000_000


def machines(stage: Stage) -> None:
    """One agent of each category asks for devices; all are granted, and the queue is served by class."""
    stage.chapter("Machines: everybody is granted what it asks for, the queue says who is served first")
    provisioner = stage.system.accounts["provisioner"].address
    for agent_id in ASKING.values():
        stage.send(stage.wallet(agent_id), "ResourceAllocation", "request(uint256,uint256)", GPU, DEVICES)
    cost = stage.read("ResourceAllocation", "committedCostOfResource(uint256)", GPU, returns="uint256")
    names = ", ".join(f"{stage.name(agent_id)}" for agent_id in ASKING.values())
    stage.tell(f"granted at once, in this order: {names}; {cost / MICRO:,.0f} dollars a month are committed")
    served = []
    for _ in ASKING:
        order = stage.read("ResourceAllocation", "nextOf(uint256)", 0, returns="uint256")
        agent_id = stage.read("ResourceAllocation", "order(uint256)", order, returns=f"({ORDER})")[0][0]
        stage.send(provisioner, "ResourceAllocation", "process(uint256)", 1)
        stage.send(provisioner, "ResourceAllocation", "confirm(uint256)", order)
        category = next(name for name, number in ASKING.items() if number == agent_id)
        served.append(f"{stage.name(agent_id)} ({category})")
    stage.tell(f"served: {', '.join(served)}")


def building(stage: Stage) -> None:
    """More agents than the research lab has seats for; one leaves, and the list moves."""
    stage.chapter("A building: 500 seats, and a list for those who come later")
    keeper = stage.system.accounts["registrar"].address
    visitors, gas = list(range(LEAVING, LEAVING + VISITORS)), 0
    for start in range(0, VISITORS, BATCH):
        batch = [stage.request(agent_id, LAB, 1) for agent_id in visitors[start : start + BATCH]]
        gas += int(stage.send(keeper, "ResourceAllocation", REQUESTS, batch)["gasUsed"], 16)
    (lab,) = stage.read("ResourceAllocation", "resource(uint256)", LAB, returns=f"({RESOURCE})")
    _, _, _, capacity, _, taken = lab
    waiting = VISITORS - taken
    stage.tell(f"{VISITORS} signed requests in batches of {BATCH}, {gas // VISITORS:,} gas each")
    stage.tell(f"the research lab has {taken} of {capacity} seats taken, {waiting} wait")
    copilot = ASKING["copilot"]
    stage.send(stage.wallet(copilot), "ResourceAllocation", "request(uint256,uint256)", LAB, 1)
    order = stage.read("ResourceAllocation", "seatOf(uint256,uint256)", LEAVING, LAB, returns="uint256")
    stage.send(stage.wallet(LEAVING), "ResourceAllocation", "release(uint256,uint256)", order, 1)
    held = stage.read("ResourceAllocation", "heldOf(uint256,uint256)", copilot, LAB, returns="uint256")
    took = "takes the seat" if held else "waits"
    stage.tell(f"{stage.name(LEAVING)} leaves; {stage.name(copilot)}, a copilot and the last to come, {took}")
