"""What holds on a fork of a deployed chain, from the state that a real deployment left there.

    ape test tests/fork --network ethereum:sepolia-fork:foundry

The fork is a private Anvil that asks the network's own endpoint (ETHEREUM_SEPOLIA_RPC) for what it does not
know. Of the system nothing is known but its address book, deployments/sepolia.json or the file that
BLACKROAD_BOOK names: no key of anybody in it. Who acts is impersonated, and only newcomers sign.
"""
