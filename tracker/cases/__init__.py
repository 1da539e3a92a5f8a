"""The case (件): numbering, lifecycle, registration, participants, visibility, search."""
