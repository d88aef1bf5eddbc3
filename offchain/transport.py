"""One JSON-RPC endpoint, as a web3 provider that is strict: one attempt, one deadline, checked answers."""

import json
from collections.abc import Sequence
from typing import Any

from web3 import Web3
from web3.eth import Eth
from web3.providers.rpc import HTTPProvider
from web3.types import RPCEndpoint, RPCResponse

from deployment.answers import Answer, classify
from offchain.post import Post

MAX_TEXT = 300  # of a node's message that is kept
BATCH_REFUSED = "batch refused"  # as too large
Request = tuple[str, Sequence[Any]]


class Refusal(Exception):
    """The node understood and refuses, or the contract does."""

    def __init__(self, message: str, code: int | None, data: bytes) -> None:
        self.message, self.code, self.data = message[:MAX_TEXT], code, data
        self.answer = classify(message, code)
        super().__init__(self.message)


class Endpoint(HTTPProvider, Post):
    """A node behind a URL. Only its host and number are ever named.

    web3's own retries are off: a transaction is sent again by the sender alone, which has noted its bytes.
    """

    def __init__(self, url: str, number: int = 1, *, seconds: float = 10.0, per_second: float = 25.0) -> None:
        HTTPProvider.__init__(self, url, exception_retry_configuration=None)
        Post.__init__(self, url, f"#{number}", seconds=seconds, per_second=per_second)
        self.global_ccip_read_enabled = False  # a contract's answer makes no request of ours
        self.eth: Eth = Web3(self, middleware=[]).eth
        self._id = 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Ask once; raises Fault or Refusal."""
        self._id += 1
        body = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        answer = self.exchange(json.dumps(body).encode())
        return {"jsonrpc": "2.0", "id": self._id, "result": self._result(answer, self._id)}

    def ask(self, method: str, *params: Any) -> Any:
        """The result of one request."""
        return self.make_request(RPCEndpoint(method), list(params))["result"]

    def ask_many(self, requests: Sequence[Request]) -> list[Any]:
        """Results of a batch in the order of its requests, matched by id; a refusal stands as itself."""
        first = self._id + 1
        self._id += len(requests)
        body = [
            {"jsonrpc": "2.0", "id": first + place, "method": method, "params": list(params)}
            for place, (method, params) in enumerate(requests)
        ]
        answers = self.exchange(json.dumps(body).encode())
        if not isinstance(answers, list):
            raise self.fault(BATCH_REFUSED if "batch" in str(answers).lower() else "no batch")
        by_id = {one.get("id"): one for one in answers if isinstance(one, dict)}
        results: list[Any] = []
        for place in range(len(requests)):
            if first + place not in by_id or len(answers) != len(requests):
                raise self.fault("incomplete batch")
            try:
                results.append(self._result(by_id[first + place], first + place))
            except Refusal as refusal:
                results.append(refusal)
        return results

    def _result(self, answer: Any, number: int) -> Any:
        if not isinstance(answer, dict) or answer.get("id") != number:
            raise self.fault("another request's answer")
        error = answer.get("error")
        if error is not None:
            raise self._refusal(error)
        if "result" not in answer:
            raise self.fault("neither result nor error")
        return answer["result"]

    def _refusal(self, error: Any) -> Exception:
        if not isinstance(error, dict) or not isinstance(error.get("message"), str):
            return self.fault("malformed error")
        data, code = error.get("data"), error.get("code")
        raw = bytes.fromhex(data[2:]) if isinstance(data, str) and _is_hex(data) else b""
        refusal = Refusal(error["message"], code if isinstance(code, int) else None, raw)
        if refusal.answer is Answer.ENDPOINT:
            self.count(f"refused {code}")
        return refusal


def _is_hex(text: str) -> bool:
    return (
        text.startswith("0x") and len(text) % 2 == 0 and all(c in "0123456789abcdefABCDEF" for c in text[2:])
    )
