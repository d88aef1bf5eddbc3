"""The subgraph, read by keepers, scripts and notebooks: typed, whole, and at one block.

docs/indexing.md shows its use. What each entity and field means stands in subgraph/schema.graphql.
"""
