"""What is owed on each case: one pure rule, and the rows that keep what it says."""
