"""What the tests share: a thin client of the local node, contracts, actors, and the deployed system."""
