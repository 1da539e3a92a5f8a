"""Excel out: columns, ledgers, statistics as of a cut-off date, workbook."""
