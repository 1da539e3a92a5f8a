"""Contact with the proposer (沟通面商)."""
