"""Mutation testing of the contracts: small faults, one at a time, each of which a test must notice."""
