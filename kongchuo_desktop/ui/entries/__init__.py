"""The forms in which records are written: one module for each subject, used by every page."""
