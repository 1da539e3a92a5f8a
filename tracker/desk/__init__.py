"""Pages that compose the rest: the landing page of each role."""
