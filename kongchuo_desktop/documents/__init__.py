"""The paper: records in, PDF bytes out; reportlab only here."""
