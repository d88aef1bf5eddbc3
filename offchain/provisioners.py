"""Who brings an order into being. An example that writes what it would provision, and an interface over HTTP.

Another one needs `ensure` alone: it may be called for the same order many times, and must begin it only once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import requests

from offchain.exits import ConfigError, EndpointsError
from offchain.files import write_whole
from offchain.log import Log

DONE, PENDING, FAILED = "done", "pending", "failed"
MAX_REASON = 200  # characters, which stand on the chain for ever


@dataclass(frozen=True)
class Order:
    """What an agent was granted, and is to get."""

    id: int
    agent: int
    resource: str
    unit: str
    amount: int


@dataclass(frozen=True)
class Verdict:
    """How far an order is."""

    status: str
    reason: str = ""


class Provisioner(Protocol):
    """The interface."""

    def ensure(self, orders: Sequence[Order]) -> Mapping[int, Verdict]:
        """See to it that each order is under way, and say how far it is."""


class FolderProvisioner:
    """Writes a file for each order, and calls that provisioning."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ensure(self, orders: Sequence[Order]) -> Mapping[int, Verdict]:
        """See Provisioner."""
        verdicts = {}
        for order in orders:
            path = self._folder / f"{order.id}.json"
            try:
                if not path.exists():
                    write_whole(path, json.dumps(asdict(order), indent=1) + "\n")
                verdicts[order.id] = Verdict(DONE)
            except OSError as error:
                raise ConfigError(f"{path} cannot be written: {error.strerror}") from None
        return verdicts


class HttpProvisioner:
    """`PUT <url>/orders/<id>`; answers {"status": "done" | "pending" | "failed", "reason": "…"}."""

    def __init__(self, url: str, seconds: float) -> None:
        self._url, self._seconds = url.rstrip("/"), seconds

    def ensure(self, orders: Sequence[Order]) -> Mapping[int, Verdict]:
        """See Provisioner. An order without an answer is pending; raises EndpointsError if none gets one."""
        verdicts: dict[int, Verdict] = {}
        silent = 0
        for order in orders:
            verdict = self._asked(order)
            silent += verdict is None
            verdicts[order.id] = verdict or Verdict(PENDING)
        if orders and silent == len(orders):
            raise EndpointsError("the provisioning service does not answer")
        return verdicts

    def _asked(self, order: Order) -> Verdict | None:
        try:
            key = {"Idempotency-Key": str(order.id)}
            address = f"{self._url}/orders/{order.id}"
            response = requests.put(address, json=asdict(order), headers=key, timeout=self._seconds)
            answer = response.json()
            status, reason = answer["status"], str(answer.get("reason", ""))[:MAX_REASON]
        except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Verdict(status, reason) if status in (DONE, PENDING, FAILED) and response.ok else None


def provisioner_of(source: str | None, seconds: float, log: Log) -> Provisioner:
    """The one that the settings name: a URL or a folder."""
    if source is None:
        raise ConfigError("provisioner: not set; name a folder or a URL")
    if "://" not in source:
        return FolderProvisioner(Path(source))
    log.hide(source)
    return HttpProvisioner(source, seconds)
