"""Rating (满意度): who rates, what silence means; it records, it does not decide what follows."""
