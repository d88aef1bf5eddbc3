"""The jobs, one a file: `read` asks the chain, `plan` is pure and decides."""
