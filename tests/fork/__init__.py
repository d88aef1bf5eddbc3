"""What holds on a fork of a deployed chain, from the state that a real deployment left there.

    ape test tests/fork --network ethereum:sepolia-fork:foundry

The fork is a private Anvil that asks the network's own endpoint (ETHEREUM_SEPOLIA_RPC) for what it does
not know. Of the system nothing is known but its address book, deployments/sepolia.json or the file that
BLACKROAD_BOOK names: no key of anybody in it. Who acts is impersonated, and only newcomers sign: agents
that have to sign move to wallets whose keys the tests have, by their own wallets' calls. Who may not
move, an agent under suspension for one, and the guardian until the office passes on, calls instead.

What a model does not know is kept out of its way. A proposal that is under way and would change what
the model of governance knows is vetoed; a dollar that misbehaves is named when the bills in the present
one are paid. Of more than a thousand agents a few take part in each machine.
"""
