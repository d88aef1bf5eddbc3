"""What the subgraph's client refuses, and why. No message holds a URL or a token."""

from offchain.exits import ConfigError, EndpointsError

MAX_TEXT = 300  # characters of Graph Node's own words that are kept


class SubgraphError(EndpointsError):
    """The subgraph gives no answer that can be relied on."""


class SubgraphUnset(ConfigError):
    """The settings name no subgraph."""

    def __init__(self) -> None:
        super().__init__("subgraph: not set; name the URL at which the subgraph is queried")


class SubgraphUnreachable(SubgraphError):
    """It did not answer, however often it was asked."""

    def __init__(self, fault: object, attempts: int) -> None:
        super().__init__(f"the subgraph does not answer: {fault}, {attempts} of {attempts} times")


class QueryRefused(SubgraphError):
    """Graph Node understood the request and refuses the query."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the subgraph refuses the query: {said[:MAX_TEXT]}")


class IndexingFailed(SubgraphError):
    """A handler failed: what is stored is not all there is, and nothing more comes."""

    def __init__(self, number: int | None = None) -> None:
        where = "" if number is None else f" at block {number}"
        super().__init__(f"the subgraph has indexing errors and stands still{where}")


class MalformedAnswer(SubgraphError):
    """An answer is not what the schema promises."""

    def __init__(self, what: str, problem: str) -> None:
        self.what, self.problem = what, problem
        super().__init__(f"the subgraph's {what}: {problem[:MAX_TEXT]}")


class BlockNotIndexed(SubgraphError):
    """The subgraph is not at that block yet."""

    def __init__(self, wanted: int, reached: int) -> None:
        self.wanted, self.reached = wanted, reached
        super().__init__(f"the subgraph is at block {reached}, and not at {wanted} yet")


class BlockReorganised(SubgraphError):
    """A block that was read, or that the subgraph is at, is not the chain's."""

    def __init__(self, number: int, block_hash: str) -> None:
        self.number, self.hash = number, block_hash
        super().__init__(f"block {number} with the hash {block_hash} is not on the chain any more")


class SubgraphBehind(SubgraphError):
    """It lags more than is allowed."""

    def __init__(self, lag: int, limit: int, unit: str) -> None:
        self.lag, self.limit, self.unit = lag, limit, unit
        super().__init__(f"the subgraph is {lag} {unit} behind the chain, {limit} are allowed")
