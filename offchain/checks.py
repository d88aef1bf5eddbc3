"""The preflight that an operator runs against their own endpoints, keys and folders. Nothing is sent."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eth_utils import keccak

from offchain.chain import MULTICALL, MULTICALL_HASH, Chain, block_at
from offchain.clock import Deadline
from offchain.exits import ConfigError, Exit, KeeperError
from offchain.fees import ceiling
from offchain.files import write_whole
from offchain.log import Log
from offchain.post import Fault
from offchain.protocol import Protocol
from offchain.runner import LEAST_RUNS, endpoints_of
from offchain.schedule import Entry
from offchain.settings import Settings
from offchain.signer import signer_of
from offchain.transport import Endpoint, Refusal

SECONDS = 120.0  # that the whole check may take


@dataclass(frozen=True)
class Result:
    """One line."""

    what: str
    code: Exit
    detail: str

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
        return self.code is Exit.DONE


def check(settings: Settings, schedule: dict[str, Entry]) -> Iterator[Result]:
    """All checks, cheap ones first; those that need what has failed are left out."""
    log = Log(secrets=[])
    yield from _programs()
    yield from _folders(settings)
    yield from _keys(settings, schedule, log)
    yield _tried("notifications", lambda: _messengers(settings))
    opened: list[Protocol] = []
    yield _tried("address book", lambda: opened.append(Protocol.open(settings.book)), str(settings.book))
    urls: list[str] = []
    yield _tried("endpoints", lambda: urls.extend(settings.urls()), "named")
    if not opened or not urls:
        return
    log.hide(*urls)
    endpoints = endpoints_of(settings, urls, Deadline(SECONDS), log)
    for endpoint in endpoints.all:
        yield from _endpoint(endpoint, settings)
    chain = Chain(opened[0], endpoints, settings, Deadline(SECONDS), log)
    yield _tried("identity", chain.check_identity, f"chain id {opened[0].chain_id}, and the book's code")
    yield _tried("head", lambda: f"block {chain.check_head(0).number}")
    yield _tried("agreement", lambda: f"block {chain.pin().block.number} is the same on all")
    yield from _balances(settings, schedule, chain)


def _programs() -> Iterator[Result]:
    for program in ("flock", "timeout"):
        found = shutil.which(program)
        code = Exit.DONE if found else Exit.CONFIG
        yield Result(f"program {program}", code, found or "is not on PATH; cron needs it")


def _folders(settings: Settings) -> Iterator[Result]:
    for name, folder in (("state", settings.state), ("metrics", settings.metrics_folder)):
        yield _tried(f"folder {name}", partial(_writable, folder), str(folder))


def _writable(folder: Path) -> None:
    path = folder / ".check"
    try:
        write_whole(path, "x")
        path.unlink()
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from None


def _keys(settings: Settings, schedule: dict[str, Entry], log: Log) -> Iterator[Result]:
    names = sorted({entry.key for entry in schedule.values() if entry.key})
    for name in names:
        yield _tried(f"key {name}", partial(_address, settings, name, log))


def _address(settings: Settings, name: str, log: Log) -> str:
    return signer_of(settings.key(name), log, settings.request_seconds).address


def _messengers(settings: Settings) -> str:
    from apprise import Apprise  # takes a while to load

    urls = settings.notify_urls()
    bad = [number for number, url in enumerate(urls, 1) if not Apprise().add(url)]
    if bad:
        raise ConfigError(f"notify: number {bad[0]} is nothing that Apprise knows")
    return f"{len(urls)} named" if urls else "none: nobody is told of anything"


def _endpoint(endpoint: Endpoint, settings: Settings) -> Iterator[Result]:
    """What one endpoint can do."""
    name = f"endpoint {endpoint.name}"
    try:
        began = time.monotonic()
        client = str(endpoint.ask("web3_clientVersion"))[:60]
        yield Result(name, Exit.DONE, f"{client}, {time.monotonic() - began:.3f} s")
        endpoint.ask_many([("eth_chainId", []), ("eth_blockNumber", [])])
        yield Result(f"{name} batches", Exit.DONE, "taken")
        tag = settings.read_block
        block = block_at(endpoint, tag)
        yield Result(f"{name} block '{tag}'", Exit.DONE, f"{block.number}")
        head = block_at(endpoint, "latest").number
        span = {
            "fromBlock": hex(max(0, head - settings.log_span + 1)),
            "toBlock": hex(head),
            "address": MULTICALL,
        }
        endpoint.ask("eth_getLogs", span)
        yield Result(f"{name} logs", Exit.DONE, f"of {settings.log_span} blocks at once")
        code = keccak(hexstr=endpoint.ask("eth_getCode", MULTICALL, "latest")).hex()
        how = "Multicall3" if code == MULTICALL_HASH else "no Multicall3: views go in batches"
        yield Result(f"{name} views", Exit.DONE, how)
    except (Fault, Refusal) as problem:
        yield Result(name, Exit.ENDPOINTS, str(problem))


def _balances(settings: Settings, schedule: dict[str, Entry], chain: Chain) -> Iterator[Result]:
    """How many runs each key can pay at its ceiling."""
    for name, entry in schedule.items():
        if entry.key is None or entry.key not in settings.keys:
            continue
        address = settings.keys[entry.key].address
        run = entry.max_gas * ceiling(settings.fees, urgent=entry.urgent)
        what = f"funds for {name}"
        try:
            runs = chain.pin("latest").balance(address) / max(1, run)
        except KeeperError as error:
            yield Result(what, error.code, str(error))
            continue
        detail = f"{address} can pay {runs:.1f} run(s) at the ceiling; one may take {run / 10**18:.4f} ETH"
        yield Result(what, Exit.DONE if runs >= LEAST_RUNS else Exit.FUNDS, detail)


def _tried(what: str, attempt: Callable[[], object], detail: str = "") -> Result:
    try:
        found = attempt()
        return Result(what, Exit.DONE, detail or str(found))
    except KeeperError as error:
        return Result(what, error.code, str(error))
