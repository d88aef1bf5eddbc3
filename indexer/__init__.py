"""The subgraph on a Graph Node of our own: PostgreSQL, Graph Node and a store of files, on 127.0.0.1."""
