"""The guardian's desk: what the office may do, in plain words first, then as a transaction."""
