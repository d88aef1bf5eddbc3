"""Whether the subgraph is near enough to the chain's head, by the chain's own numbers and times."""

from dataclasses import dataclass

from offchain.chain import Block
from offchain.subgraph.client import Blocks, Snapshot, Subgraph
from offchain.subgraph.errors import BlockReorganised, IndexingFailed, SubgraphBehind


@dataclass(frozen=True)
class Limit:
    """By how much the subgraph may lag."""

    seconds: int = 600
    blocks: int | None = None


@dataclass(frozen=True)
class Lag:
    """Where the subgraph stands on the chain."""

    indexed: Block
    """As the chain has the block of that number, at most the head."""
    head: Block
    failed: bool
    same: bool
    """Whether the subgraph has that very block: else it follows another chain, or a fork that was left."""

    @property
    def seconds(self) -> int:
        """Of the chain, between its block and the newest one."""
        return self.head.timestamp - self.indexed.timestamp

    @property
    def blocks(self) -> int:
        """Between its block and the newest one."""
        return self.head.number - self.indexed.number

    def check(self, limit: Limit) -> None:
        """Raises IndexingFailed, BlockReorganised and SubgraphBehind, which names lag and limit."""
        if self.failed:
            raise IndexingFailed(self.indexed.number)
        if self.seconds > limit.seconds:
            raise SubgraphBehind(self.seconds, limit.seconds, "seconds")
        if limit.blocks is not None and self.blocks > limit.blocks:
            raise SubgraphBehind(self.blocks, limit.blocks, "blocks")
        if not self.same:
            raise BlockReorganised(self.indexed.number, self.indexed.hash)


def lag(subgraph: Subgraph, chain: Blocks) -> Lag:
    """Its last block beside the chain's: of the subgraph's own words only number and hash count."""
    meta = subgraph.meta()
    head = chain("latest")
    indexed = chain(min(meta.block.number, head.number))
    # One that is ahead of this endpoint cannot be compared by its last block.
    same = meta.block.number > head.number or meta.block.hash == indexed.hash
    return Lag(indexed, head, meta.has_indexing_errors, same)


def current(subgraph: Subgraph, chain: Blocks, limit: Limit | None = None) -> Snapshot:
    """The subgraph at its last block that the chain has too, unless it lags too much; raises as Lag.check."""
    where = lag(subgraph, chain)
    where.check(limit or Limit())
    return subgraph.at(where.indexed, chain)
