"""Why a deployment stops. Every message says what is wrong, where, and what to do about it."""

from collections.abc import Sequence
from pathlib import Path

import click


class DeploymentError(click.ClickException):
    """Anything that a person running a deployment can put right; shown without a traceback."""


# --- Files ---


class FileError(DeploymentError):
    """Something is wrong in a file, at a line where there is one."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path = path
        self.line = line
        self.problem = problem
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class UnreadableFile(FileError):
    """The file is not there, or is not what its name says."""


class MissingColumn(FileError):
    """The header of a census file lacks a column, or has one too many."""


class MalformedRow(FileError):
    """A line has too few or too many fields, or a field is not of its kind."""


class WrongCount(FileError):
    """Not as many agents as the genesis cohort has."""


class DuplicateId(FileError):
    """An id stands twice."""


class UnknownId(FileError):
    """An id that the cohort does not have."""


class WrongCategory(FileError):
    """The id belongs to another category."""


class BadName(FileError):
    """A name that is empty, too long, not ASCII, or not the one that its handle repeats."""


class DuplicateName(FileError):
    """A name stands twice."""


class BadAddress(FileError):
    """Not an address, or one whose checksum is wrong."""


class DuplicateWallet(FileError):
    """One wallet for two agents."""


class ReservedWallet(FileError):
    """An agent's wallet that is also an office's or a role's."""


class BadExtendedKey(DeploymentError):
    """Not an extended public key of BIP-32."""


class RefusedSignature(FileError):
    """A signature that the registry would refuse: past its deadline, or not its agent's wallet's."""


# --- Parameters ---


class ParameterError(DeploymentError):
    """A parameter is missing, unknown, or not of its type."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        self.path = path
        self.key = key
        self.problem = problem
        super().__init__(f"{path}: {key}: {problem}")


class ReservedNetwork(DeploymentError):
    """A main network: reserved until the protocol is complete and audited."""

    def __init__(self, chain_id: int) -> None:
        self.chain_id = chain_id
        super().__init__(
            f"chain id {chain_id} is a main network; reserved until the protocol is complete and audited"
        )


class WrongChain(DeploymentError):
    """The node is on another chain than the parameters are for."""

    def __init__(self, expected: int, found: int, path: Path) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"{path} is for chain id {expected}, but the node is on chain id {found}")


class UnknownNetwork(DeploymentError):
    """No parameters for the node's chain."""


# --- The chain ---


class UnfundedAccount(DeploymentError):
    """An account cannot pay for its transactions."""

    def __init__(self, role: str, address: str, balance: int, needed: int) -> None:
        self.address = address
        self.balance = balance
        self.needed = needed
        super().__init__(
            f"{role} {address} has {balance / 10**18:.6f} ETH and needs about {needed / 10**18:.6f}: fund it"
        )


class MissingKey(DeploymentError):
    """No account of ape's can sign for an address."""


class BatchTooLarge(DeploymentError):
    """Not even one item fits below the gas bound."""


class TransactionFailed(DeploymentError):
    """A transaction was refused or reverted."""

    def __init__(self, step: str, reason: str) -> None:
        self.step = step
        self.reason = reason
        super().__init__(f"step '{step}' failed: {reason}")


class NonceTaken(DeploymentError):
    """Another transaction of the account was mined in the place of ours: somebody else uses its key."""

    def __init__(self, step: str, address: str, nonce: int) -> None:
        self.step = step
        self.nonce = nonce
        super().__init__(
            f"step '{step}': another transaction of {address} took nonce {nonce}; "
            "leave the account to the deployment, and run again to go on"
        )


class FeeAboveLimit(DeploymentError):
    """Gas costs more now than the parameters allow."""

    def __init__(self, fee: int, limit: int) -> None:
        self.fee = fee
        self.limit = limit
        super().__init__(
            f"gas costs {fee / 10**9:,.2f} gwei now, and max_fee_gwei allows {limit / 10**9:,.2f}; "
            "run again later to go on, or allow more: --max-fee-gwei "
            "(deploying: max_fee_gwei of the parameters)"
        )


class EndpointUnset(DeploymentError):
    """No URL of a node is given for a public network."""

    def __init__(self, network: str, variable: str) -> None:
        self.variable = variable
        super().__init__(f"no node for {network}: put its URL into the environment variable {variable}")


class EndpointFailed(DeploymentError):
    """A node does not answer. Its URL is not told, since it may hold a key."""

    def __init__(self, network: str, problem: str) -> None:
        self.problem = problem
        super().__init__(f"the node for {network} fails: {problem}; run again to go on from there")


class EndpointOfOtherChain(DeploymentError):
    """The URL leads to another chain than the network that was named."""

    def __init__(self, network: str, expected: int, found: int) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"the node for {network} is on chain id {found}, not {expected}: check its URL")


class PortTaken(DeploymentError):
    """Somebody else listens on the port."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"port {port} of 127.0.0.1 is taken; name another: --port {port + 1}, or leave it out"
        )


class NoAnswer(DeploymentError):
    """A view that must answer does not: another contract stands there, or none."""

    def __init__(self, to: str, signature: str, arguments: Sequence[object]) -> None:
        self.to = to
        self.signature = signature
        super().__init__(f"{to} does not answer {signature} of {', '.join(map(str, arguments)) or 'nothing'}")


class CensusDiffers(DeploymentError):
    """Agents were born from another census."""


# --- The address book ---


class BookError(DeploymentError):
    """The address book does not belong to this chain or this deployment."""


class WrongChainBook(BookError):
    """The address book is another chain's."""


class BookInUse(BookError):
    """Another process has written the address book since this one read it, or is about to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"another run writes {path}: wait for its end, then run again to go on")


class ForkedNetwork(BookError):
    """A fork would write into the address book of the public network, and sign what is valid there."""

    def __init__(self, network: str, book: str) -> None:
        self.network = network
        super().__init__(
            f"{network} is a fork, on which {book} is only read: name another file with --book to act; "
            "what is signed on a fork is valid on the public network too"
        )


class ForeignContract(BookError):
    """An address of the book holds other code than this checkout compiles to."""


class SourcesDiffer(BookError):
    """A standard JSON input does not compile to a contract's code."""

    def __init__(self, contract: str, problem: str) -> None:
        self.contract = contract
        super().__init__(f"sources of {contract}: {problem}")


class ParametersChanged(BookError):
    """The parameters are not those that the deployment began with."""

    def __init__(self, book: str, key: str, began: object, now: object) -> None:
        self.key = key
        super().__init__(
            f"{book} was begun with {key} = {_short(began)}, and now it is {_short(now)}: "
            "go on with the first, or deploy anew with another --book"
        )


class CodeChanged(BookError):
    """A contract's code is not that which the deployment began with."""

    def __init__(self, book: str, contract: str, began: str, now: str) -> None:
        self.contract = contract
        super().__init__(
            f"{book} was begun with other code of {contract}, of commit {began}, and now it is commit {now}: "
            "check out the first, or deploy anew with another --book"
        )


# --- Verification ---


class VerificationFailed(DeploymentError):
    """The chain differs from parameters, census or code."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        listed = "".join(f"\n  - {difference}" for difference in differences)
        super().__init__(f"verify found {len(differences)} difference(s):{listed}")


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 80 else text[:77] + "…"
