"""Excel in: headings, checks, preview, confirm, difference to an earlier list."""
