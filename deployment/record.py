"""What an address book keeps of a deployment's parameters, so that nothing else is needed to verify it."""

import json
from pathlib import Path
from typing import Any

from eth_utils import keccak

from deployment.abi import readable
from deployment.artifacts import FACTORY, PEERS, code_hash, compiler_settings, git_commit
from deployment.book import Book, check_chain, read_book
from deployment.chain import Chain
from deployment.errors import BookError, CodeChanged, ParametersChanged
from deployment.inputs import Inputs, inputs_of, load_inputs
from deployment.parameters import ROOT, Parameters, RecordedParameters, network_of, parse_parameters

BOOKS = ROOT / "deployments"
RECORDED = ("compiler", "permissions", "roles", "parameters", "tables")  # beside the code
CHANGEABLE = frozenset({"max_fee_gwei"})  # parameters that the next run of a deployment may change


def origin_of(inputs: Inputs) -> dict[str, Any]:
    """What a new book says of its deployment: from what it was made, and with what parameters."""
    return {
        "network": inputs.parameters.network,
        "commit": git_commit(),
        "compiler": compiler_settings(),
        "code": codes(inputs),
        "permissions": permissions(inputs),
        "roles": inputs.permissions.roles,
        "parameters": recorded(inputs),
        "tables": {"catalogue": readable(inputs.catalogue), "centres": readable(inputs.centres)},
    }


def codes(inputs: Inputs) -> dict[str, str]:
    """Keccak-256 of each contract's creation code, by name."""
    return {name: code_hash(artifact.creation_code) for name, artifact in inputs.artifacts.items()}


def permissions(inputs: Inputs) -> dict[str, dict[str, int]]:
    """The number of the role that a function needs, by contract and signature, as Authority is given it."""
    table: dict[str, dict[str, int]] = {}
    for contract, selectors, role in inputs.permissions.rows({name: name for name in PEERS}):
        functions = inputs.artifacts[contract].functions
        table.setdefault(contract, {}).update({functions[selector]: role for selector in selectors})
    return table


def recorded(inputs: Inputs) -> dict[str, Any]:
    """The parameters with every account and wallet as an address, and the agents' names."""
    census = {
        "names": [member.agent.name for member in inputs.members],
        "wallets": {"addresses": [member.wallet.address for member in inputs.members]},
    }
    plain = inputs.parameters.model_dump(mode="json")
    return {**plain, "accounts": inputs.accounts, "census": census}


def code_hash_of(inputs: Inputs) -> str:
    """Stands for the contracts' code and the table of who may call what: what an audit is of."""
    roles = inputs.permissions.roles
    return _hash({"code": codes(inputs), "permissions": permissions(inputs), "roles": roles})


def deployment_hash(inputs: Inputs) -> str:
    """Stands for a whole deployment: code, permissions, parameters and agents. What the guardian signs."""
    made = origin_of(inputs)
    parameters = {key: value for key, value in made["parameters"].items() if key not in CHANGEABLE}
    return _hash({**made, "parameters": parameters, "commit": ""})


def check_unchanged(book: Book, inputs: Inputs) -> None:
    """Refuse to go on with other code or parameters than a deployment began with.

    Raises CodeChanged and ParametersChanged.
    """
    made = origin_of(inputs)
    began: dict[str, Any] = {part: book.data.get(part, {}) for part in (*RECORDED, "code")}
    for name, now in made["code"].items():
        if began["code"].get(name) != now:
            raise CodeChanged(str(book.path), name, str(book.data.get("commit")), made["commit"])
    for part in RECORDED:
        _check_part(book, _flat(began[part], part), _flat(made[part], part))


def note_changes(book: Book, inputs: Inputs) -> None:
    """Write into the book what this run may change, so that every later command goes by it."""
    for key in sorted(CHANGEABLE):
        book.note_parameter(key, getattr(inputs.parameters, key))


def _check_part(book: Book, began: dict[str, Any], now: dict[str, Any]) -> None:
    changeable = {f"parameters.{key}" for key in CHANGEABLE}
    for key in sorted(began.keys() | now.keys()):
        if key not in changeable and began.get(key) != now.get(key):
            raise ParametersChanged(str(book.path), key, began.get(key), now.get(key))


def book_path(chain: Chain, path: Path | None) -> Path:
    """Where the address book of the node's network is kept, unless another is named."""
    return path or BOOKS / f"{network_of(chain.id)}.json"


def open_inputs(
    chain: Chain, path: Path | None = None, parameters: Path | None = None
) -> tuple[Inputs, Book]:
    """What a deployment was made with, by its book, and the book; or the parameters of a file, to compare.

    Raises UnreadableFile, WrongChainBook, BookError and ParameterError.
    """
    book = open_book(chain, path)
    if parameters is not None:
        return load_inputs(chain, parameters), book
    tables = {name: [_words(row) for row in rows] for name, rows in book.data["tables"].items()}
    return inputs_of(parameters_of(book), tables["catalogue"], tables["centres"]), book


def open_book(chain: Chain, path: Path | None) -> Book:
    """The book of a deployment to the node's chain. Raises UnreadableFile, WrongChainBook and BookError."""
    path = book_path(chain, path)
    data = read_book(path)
    check_chain(path, data, chain)
    if FACTORY not in data["contracts"]:
        raise BookError(f"{path} has no {FACTORY}: deploy first")
    return Book(path, data)


def parameters_of(book: Book) -> Parameters:
    """The parameters that a deployment was made with. Raises ParameterError."""
    path = book.path or BOOKS / "local.json"
    return parse_parameters(path, book.data["parameters"], RecordedParameters)


def _words(row: list[Any]) -> Any:
    """A row of a table as the ABI takes it: what is written in hexadecimal are bytes."""
    return tuple(bytes.fromhex(part[2:]) if isinstance(part, str) else part for part in row)


def _hash(value: Any) -> str:
    return "0x" + keccak(text=json.dumps(value, sort_keys=True, separators=(",", ":"))).hex()


def _flat(value: Any, key: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {key: value}
    flat: dict[str, Any] = {}
    for name, part in value.items():
        flat |= _flat(part, f"{key}.{name}" if key else name)
    return flat
