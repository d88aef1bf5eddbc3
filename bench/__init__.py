"""The gas bench: our operations beside the alternatives, measured in one run on a fresh Anvil.

`make bench` runs it; `make bench ARGS="--markdown FILE"` also writes the tables to a file. The alternatives
are compiled from their own npm packages, which nothing else here uses. ERC-3643's (@tokenysolutions/t-rex)
is GPL-3.0 with a max-balance module under CC-BY-NC-4.0, ONCHAINID is GPL-3.0, and Safe is LGPL-3.0. None of
them is part of our contracts or deployed anywhere but on the bench's own Anvil.
"""
