"""The rules: plain dataclasses and functions; no Qt, no database, no clock, no files."""
