"""Mutation testing of the contracts: small faults, one at a time, each of which a test must notice.

The generator is our own, since slither-mutate writes each mutant into the tree,
compiles the whole project and starts a command for it: minutes a mutant instead of seconds.
"""
