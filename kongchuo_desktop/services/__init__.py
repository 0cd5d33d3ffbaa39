"""The use cases: one function for each thing a user can do."""
