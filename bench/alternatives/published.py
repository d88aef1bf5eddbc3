"""Figures that were published and cannot be measured here, since no npm package carries the contracts."""

from bench.measurement import Measurement

PUBLISHED = {
    "erc8004_uri": Measurement("ERC-8004 reference registration, URI of 66 characters", 200_614),
    "erc8004_metadata": Measurement("ERC-8004 reference registration, URI and two metadata entries", 260_130),
    "arbitrum_tally": Measurement("Arbitrum's tally of 25 among 1,250 candidates", 10_600_000),
}
"""ERC-8004's is its reference identity registry behind its proxy, solc 0.8.34, optimizer at 200 runs."""
