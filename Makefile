# What a person runs. `make help` lists it. Everything is installed inside this checkout.

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Python would compile everything anew at each start; ape starts twice as fast with its bytecode.
unexport PYTHONDONTWRITEBYTECODE

ON := . ./activate &&
# More than there are cores: much of the testing waits for blocks.
WORKERS ?= 3
ARGS ?=
EXTRAS ?=
# What was installed beside the rest stays, until `make distclean`.
INSTALLED := $(shell cat .venv/.complete 2>/dev/null)

.PHONY: help setup compile test unit invariants lint format slither prove mutants demo node index bench deep lock clean distclean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# --- Set-up ---

# A stamp is the last thing that an installation writes and lies inside what it vouches for, so an
# interrupted set-up goes on where it stopped, and a changed lock file is installed anew.
setup: .venv/.complete node_modules/.complete ## install the locked tools (seconds when they are there); EXTRAS="ledger trezor" adds hardware wallets

.venv/.complete: $(wildcard requirements*.lock) tools/uv.requirements.lock tools/setup-python $(if $(filter-out $(INSTALLED),$(EXTRAS)),more)
	@tools/setup-python $(sort $(INSTALLED) $(EXTRAS))
	@echo $(sort $(INSTALLED) $(EXTRAS)) >$@

.PHONY: more
more:

node_modules/.complete: package.json package-lock.json .npmrc $(addprefix subgraph/,package.json package-lock.json .npmrc) tools/setup-node
	@tools/setup-node
	@touch $@

lock: .venv/.complete ## resolve pyproject.toml and package.json anew and write the lock files
	@tools/lock

# --- Build and checks ---

compile: setup ## contracts/ to .build/
	@$(ON) ape compile

test: setup ## everything that must pass before a commit
	@$(MAKE) --jobs=2 compile lint slither prove invariants # most of it is work for one core
	@$(MAKE) unit

unit: compile ## the tests alone; ARGS="-k cap" narrows them
	@$(ON) ape test tests -m 'not deep' -n $(WORKERS) --dist loadgroup $(ARGS)

invariants: setup ## what holds after every call, searched by Forge: 256 runs of 100 calls of each handler
	@$(ON) python tools/invariants.py $(ARGS)

lint: setup ## style and types
	@$(ON) forge fmt --check contracts proofs tests/forge tests/harness && ruff check . && ruff format --check . && mypy

format: setup ## put the code into its one form
	@$(ON) forge fmt contracts proofs tests/forge tests/harness && ruff format . && ruff check --fix .

slither: setup ## static analysis of contracts/; blocks on findings that are not accepted with a reason
	@$(ON) python tools/slither_gate.py

prove: setup ## the model checker's proofs of the rules; what they say stands in proofs/README.md
	@$(ON) python tools/prove.py $(ARGS)

mutants: compile ## faults put into the contracts one at a time, each of which a test must notice; twenty minutes
	@$(ON) python -m mutants $(ARGS)

# --- The chain ---

demo: compile ## deploy the whole economy on a local chain and tell what stands there
	@$(ON) ape run demo $(ARGS)

node: compile ## the same, and keep the node running
	@$(ON) ape run demo --keep $(ARGS)

index: compile ## PostgreSQL, Graph Node and the subgraph on a local chain, until Ctrl-C; prints the GraphQL address
	@$(ON) ape run index $(ARGS)

bench: compile ## gas of each operation, the keepers' payment of all agents, and indexing, beside their alternatives
	@$(ON) python -m bench $(ARGS)

deep: compile ## the long searches, for hours
	@$(ON) python tools/invariants.py --deep
	@$(ON) python tools/prove.py --control
	@$(ON) ape test tests -m deep -n $(WORKERS) $(ARGS)

# --- Cleaning ---

clean: ## remove what was built
	rm -rf .build out .cache/forge .cache/foundry .cache/gas.md .cache/mutants .cache/slither.json .cache/solc .cache/mypy .cache/anvil .cache/subgraph contracts/.cache .pytest_cache .ruff_cache .hypothesis

distclean: clean ## and what was installed
	rm -rf .venv node_modules subgraph/node_modules bench/alternatives/ponder/node_modules .cache .ape
