"""Where things of the subgraph stand."""

from deployment.parameters import ROOT

SUBGRAPH = ROOT / "subgraph"
COMPILED = ROOT / ".cache/subgraph"  # mappings, by what they were compiled from
MODULES = ROOT / "node_modules"
