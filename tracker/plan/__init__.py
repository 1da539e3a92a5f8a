"""What is owed on each case: one rule over facts, and the rows that keep what it says."""
