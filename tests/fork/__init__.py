"""What holds on a fork of a deployed chain, from the state that a real deployment left there.

    ape test tests/fork --network ethereum:sepolia-fork:foundry

The fork is a private Anvil that asks the network's own endpoint (ETHEREUM_SEPOLIA_RPC) for what it does not
know. Of the system nothing is known but its address book, deployments/sepolia.json or the file that
BLACKROAD_BOOK names: no key of anybody in it. Who acts is impersonated, and only newcomers sign: agents that
have to sign move, by their own wallets' calls, to wallets whose keys the tests have. Who may not move, as an agent
under suspension, and the guardian until the office passes on, call instead.

What a model does not know is kept out of its way, by whoever may do that there: a proposal that is under way and
would change what the model of governance knows is vetoed; a dollar that misbehaves is named only when the bills that
wait in the present one were paid. Of more than a thousand agents a few take part in each machine.
"""
