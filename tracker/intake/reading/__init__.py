"""Reading a list: from the sheets of a workbook to rows; pure."""
