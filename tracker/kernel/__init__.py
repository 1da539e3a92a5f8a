"""What knows no feature: database, clock, calendar, gate, columns, pages, files."""
