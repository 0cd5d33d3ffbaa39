"""The workbooks: the only place that reads or writes Excel and CSV files."""
