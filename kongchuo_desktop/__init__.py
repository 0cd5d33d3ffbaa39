"""控辍保学台账: the offline program with which a rural school keeps every child in school."""

__version__ = "0.1.0"
