"""Forms that are sent: each once, and about what its page showed."""
