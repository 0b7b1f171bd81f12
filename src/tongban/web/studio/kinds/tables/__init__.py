"""Decision tables: read as tables, taken away as workbooks and brought back, tried with values of one's own."""
