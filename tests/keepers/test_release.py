"""The whole run of the release job, against a node.

release
├── dry
│   └── it prints the calls and their cost, and sends nothing
├── all agents are owed a quarter
│   ├── it pays each exactly what is due, in at most 20 requests to find out
│   └── a second run has nothing to do
"""

from tests.keepers.support.world import World


def paid(world: World) -> list[int]:
    """What each agent has of its pay."""
    system = world.system
    return [system.token.balanceOf(system.registry.getAgentWallet(i)) for i in range(1, 25)]


def vested(world: World) -> list[int]:
    return [world.system.treasury.vestedOf(i) for i in range(1, 25)]


def test_run__without_execute__shows_the_calls(world: World) -> None:
    result = world.run("release", execute=False)
    assert not result.lines("crash"), result.log
    assert result.code == 0
    assert "would call AgentTreasury.releaseBatch(agentIds=[1, 2, 3, … 24 in all])" in result.out
    assert world.proxy.sent == []


def test_run__agents_are_owed_a_quarter__pays_exactly_what_is_due(world: World) -> None:
    result = world.run("release")
    assert not result.lines("crash"), result.log
    assert result.code == 0
    assert paid(world) == vested(world), result.out + result.log
    assert result.summary["done"] == 1
    again = world.run("release")
    assert (again.code, again.summary["due"]) == (0, 0)
    assert len(world.proxy.sent) == 1
