"""All configured endpoints: reads that move on to the next, reads that all must agree on, sending to all."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from web3.exceptions import Web3Exception

from deployment.answers import Answer
from offchain.clock import Deadline
from offchain.exits import Disagreement, EndpointsError
from offchain.log import Log
from offchain.post import Fault
from offchain.transport import Endpoint, Refusal

T = TypeVar("T")
FIRST_PAUSE, LAST_PAUSE = 0.02, 0.5  # blocks between rounds of attempts
ROUNDS = 6
# What web3 raises for a result that it cannot read
MALFORMED = (Web3Exception, ValueError, TypeError, KeyError)
AGREE_BLOCKS = 3  # a disagreement may last so long


class Endpoints:
    """The endpoints in the operator's order."""

    def __init__(self, all_: Sequence[Endpoint], deadline: Deadline, log: Log, block_seconds: float) -> None:
        self.all, self.deadline, self.log = list(all_), deadline, log
        self.every = tuple(all_)
        self._patience = AGREE_BLOCKS * block_seconds
        self._pauses = FIRST_PAUSE * block_seconds, LAST_PAUSE * block_seconds
        self.disagreements = 0

    def read(self, ask: Callable[[Endpoint], T]) -> T:
        """The first answer, asked in the order of preference; a refusal by the contract is an answer too.

        Raises EndpointsError when none answers after some rounds, and Refusal.
        """
        pause, faults = self._pauses[0], list[Fault]()
        for number in range(ROUNDS):
            faults = []
            for endpoint in self.all:
                try:
                    return ask(endpoint)
                except Fault as fault:
                    faults.append(fault)
                except Refusal as refusal:
                    if refusal.answer is not Answer.ENDPOINT:
                        raise
                    faults.append(Fault(endpoint.name, f"refused: {refusal}"))
                except MALFORMED:
                    faults.append(Fault(endpoint.name, "malformed result"))
            self.log.warning("endpoints failed", faults=[str(fault) for fault in faults], round=number + 1)
            if number + 1 < ROUNDS:
                asked = min(fault.retry_after for fault in faults)
                if asked >= self.deadline.left:
                    break
                self.deadline.sleep(max(pause, asked))
                pause = min(2 * pause, self._pauses[1])
        raise EndpointsError("no endpoint answers: " + "; ".join(map(str, faults)))

    def everywhere(self, ask: Callable[[Endpoint], T]) -> dict[str, T | Fault | Refusal]:
        """What each endpoint answers, asked at the same time."""

        def asked(endpoint: Endpoint) -> T | Fault | Refusal:
            try:
                return ask(endpoint)
            except (Fault, Refusal) as problem:
                return problem
            except MALFORMED:
                return Fault(endpoint.name, "malformed result")

        if len(self.all) == 1:
            return {self.all[0].name: asked(self.all[0])}
        with ThreadPoolExecutor(len(self.all)) as pool:
            return dict(zip([e.name for e in self.all], pool.map(asked, self.all), strict=True))

    def agreed(self, what: str, ask: Callable[[Endpoint], T]) -> T:
        """What all reachable endpoints say alike; one that is out of reach is not waited for.

        Any difference between two that answer must end within three blocks. Raises Disagreement: endpoints
        that agree can lie together, so no majority decides.
        """
        until = time.monotonic() + self._patience
        pause = self._pauses[0]
        while True:
            if len(self.all) == 1:
                return self.read(ask)
            found = self.everywhere(ask)
            answers = [one for one in found.values() if not isinstance(one, Fault | Refusal)]
            if not answers:  # with its rounds, and the refusal if it is one
                return self.read(ask)
            if all(answer == answers[0] for answer in answers):
                return answers[0]
            self.disagreements += 1
            if time.monotonic() > until:
                raise Disagreement(f"endpoints disagree about {what}: {', '.join(_named(found))}")
            self.deadline.sleep(pause)
            pause = min(2 * pause, self._pauses[1])

    def leave_out(self, names: set[str]) -> None:
        """Do without some of them in this run."""
        for endpoint in self.all:
            if endpoint.name in names:
                endpoint.faults["behind"] = endpoint.faults.get("behind", 0) + 1
                self.log.warning("endpoint is behind", endpoint=endpoint.name)
        self.all = [endpoint for endpoint in self.all if endpoint.name not in names]

    def broadcast(self, raw: bytes) -> Mapping[str, str | Fault | Refusal]:
        """Give a signed transaction to every endpoint; the answers, a hash where it was taken."""
        return self.everywhere(lambda endpoint: str(endpoint.ask("eth_sendRawTransaction", "0x" + raw.hex())))


def _named(found: Mapping[str, Any]) -> list[str]:
    return [name for name, one in found.items() if not isinstance(one, Fault | Refusal)]
