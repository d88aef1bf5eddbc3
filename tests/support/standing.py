"""A system that stands on a chain already: all that is known of it is its address book."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from .actors import Actor, actor, agent_actor
from .contract import Contract, Registry
from .rpc import Rpc
from .system import GOVERNING, NAMES, STATUSES, System

APPOINTED = ("registrar", "attestor", "provisioner")
FIRST_APPOINTED = 3  # number of the registrar's role; the others follow


class Party(Actor):
    """Somebody whose address is known, and whose key is not."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address


class Standing(System):
    """The contracts of an address book, and who is in office now. Their keys are nobody's here."""

    def __init__(self, rpc: Rpc, book: Mapping[str, Any]) -> None:
        self.rpc, self.errors, self.book = rpc, Registry(), book
        for short, name in {"factory": "Factory", **NAMES, **GOVERNING}.items():
            setattr(self, short, self.at(name, book["contracts"][name]["address"]))
        self.born_in, self._met_in = int(book["contracts"]["Factory"]["block"]), rpc.height
        self._past: dict[frozenset[str], list[dict[str, Any]]] = {}
        self.divisor = self.factory.TIME_DIVISOR()
        self.stranger = actor("stranger")
        rpc.fund(self.stranger.address)
        self.deployer = Party("deployer", book["parameters"]["accounts"]["deployer"])
        granted = self._granted()
        for number, role in enumerate(APPOINTED, FIRST_APPOINTED):
            holders = [one for one in granted[number] if self.authority.hasRole(number, one)[0]]
            setattr(self, role, Party(role, holders[0]))
        for office in ("guardian", "recovery", "successor"):
            setattr(self, office, Party(office, getattr(self.guardianship, office)()))

    def _granted(self) -> dict[int, list[str]]:
        """To whom each role was ever given; proposals may have changed that."""
        granted: dict[int, list[str]] = defaultdict(list)
        for log in self.rpc.logs([self.authority.address], self.born_in):
            event = self.errors.event(log)
            if event.name == "RoleGranted":
                granted[event.roleId].append(event.account)
        return granted

    def events(self, *more: Contract) -> list[dict[str, Any]]:
        """From the deployment on; what there was already at first sight is asked for once."""
        names = frozenset(one.name for one in more)
        if names not in self._past:
            self._past[names] = self._dated(*more, first=self.born_in, last=self._met_in)
        return self._past[names] + self._dated(*more, first=self._met_in + 1)

    def _dated(self, *more: Contract, first: int, last: int | None = None) -> list[dict[str, Any]]:
        """Logs with their times, which some nodes leave out."""
        logs, times = self.rpc.logs(self.places(*more), first, last), dict[str, str]()
        for log in logs:
            block = log["blockNumber"]
            if "blockTimestamp" not in log and block not in times:
                times[block] = self.rpc.request("eth_getBlockByNumber", block, False)["timestamp"]
            log.setdefault("blockTimestamp", times.get(block))
        return logs

    def adopt(self, *ids: int) -> None:
        """Moves agents, where they may move, to wallets whose keys we have, and what they hold after them."""
        for agent_id in ids:
            agent = self.registry.agent(agent_id)
            if STATUSES[agent.status] in ("pending", "active"):
                new, balance = agent_actor(agent_id), self.token.balanceOf(agent.wallet)
                self.rotate(agent_id, agent.wallet, new)
                self.token.transfer(new, balance, sender=agent.wallet)
