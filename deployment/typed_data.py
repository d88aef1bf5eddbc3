"""Messages to be signed (EIP-712): their domain, and the JSON that wallets take."""

from typing import Any

from eip712.messages import EIP712Domain, EIP712Message, extract_eip712_struct_message


def domain_of(name: str, version: str, chain_id: int, contract: str | None = None) -> EIP712Domain:
    """Where a message counts: on one chain, at one contract where it has one."""
    fields = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": contract}
    return EIP712Domain.model_validate(fields)


def typed_data(message: EIP712Message) -> dict[str, Any]:
    """The JSON of `eth_signTypedData_v4`."""
    struct = extract_eip712_struct_message(message)
    # As text, since JavaScript rounds what is above 2^53.
    return {**struct, "message": {name: str(value) for name, value in struct["message"].items()}}
