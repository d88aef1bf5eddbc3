"""A year of the protocol's constitution, lived through on a local chain: see `ape run story`."""
