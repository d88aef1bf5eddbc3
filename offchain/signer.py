"""Who signs: an encrypted keystore, or a program elsewhere that holds the key, as Web3Signer or Clef do."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from eth_utils import to_checksum_address
from hexbytes import HexBytes

from offchain.exits import ConfigError
from offchain.log import Log
from offchain.post import Fault
from offchain.settings import Key, read_secret
from offchain.transport import Endpoint, Refusal

FIELDS = ("chainId", "nonce", "gas", "maxFeePerGas", "maxPriorityFeePerGas", "value")


class Signer(Protocol):
    """Signs transactions of one address."""

    address: str

    def sign(self, transaction: Mapping[str, Any]) -> bytes:
        """The signed transaction's bytes."""


class KeystoreSigner:
    """A key in this process's memory, decrypted once."""

    def __init__(self, key: Key, log: Log) -> None:
        """Decrypt; raises ConfigError, which never holds the key, the password or the file's text."""
        if key.keystore is None or key.password_file is None:
            raise ConfigError("a keystore needs its password_file")
        password, text = read_secret(key.password_file), read_secret(key.keystore)
        log.hide(password)
        try:
            secret = Account.decrypt(json.loads(text), password)
        except (ValueError, TypeError, KeyError):
            raise ConfigError(f"{key.keystore}: no keystore, or not its password") from None
        log.hide(secret.hex(), str(int.from_bytes(secret)))
        self._account = Account.from_key(secret)
        self.address = str(self._account.address)
        if self.address != key.address:
            raise ConfigError(f"{key.keystore} is the key of {self.address}; the settings pin {key.address}")

    def __repr__(self) -> str:
        return f"<KeystoreSigner {self.address}>"

    def sign(self, transaction: Mapping[str, Any]) -> bytes:
        """See Signer."""
        return bytes(self._account.sign_transaction(dict(transaction)).raw_transaction)


class ExternalSigner:
    """`eth_signTransaction` of a JSON-RPC signer. What it returns is checked: it must be what was asked."""

    def __init__(self, key: Key, log: Log, seconds: float) -> None:
        if key.signer is None:
            raise ConfigError("an external signer needs its URL")
        url = key.signer.get_secret_value()
        log.hide(url)
        self.address = key.address
        self._endpoint = Endpoint(url, seconds=seconds)

    def sign(self, transaction: Mapping[str, Any]) -> bytes:
        """See Signer."""
        asked = {key: _as_json(value) for key, value in transaction.items()}
        try:
            answer = self._endpoint.ask("eth_signTransaction", {**asked, "from": self.address})
        except (Fault, Refusal) as problem:
            raise ConfigError(f"the external signer does not sign: {problem}") from None
        raw: Any = answer.get("raw") if isinstance(answer, dict) else answer
        try:
            signed = HexBytes(raw)
            is_ours = to_checksum_address(Account.recover_transaction(signed)) == self.address
            fields = TypedTransaction.from_bytes(signed).as_dict()
        except (ValueError, TypeError) as error:
            raise ConfigError(
                f"the external signer's answer is no transaction: {type(error).__name__}"
            ) from None
        same = all(fields[name] == transaction[name] for name in FIELDS)
        same = same and bytes(HexBytes(fields["to"])) == bytes(HexBytes(transaction["to"]))
        if not is_ours or not same or bytes(HexBytes(fields["data"])) != bytes(HexBytes(transaction["data"])):
            raise ConfigError("the external signer signed something else than was asked")
        return bytes(signed)


def _as_json(value: Any) -> Any:
    if isinstance(value, int):
        return hex(value)
    return "0x" + value.hex() if isinstance(value, bytes) else value


def signer_of(key: Key, log: Log, seconds: float) -> Signer:
    """The signer that the settings name."""
    return ExternalSigner(key, log, seconds) if key.signer else KeystoreSigner(key, log)
