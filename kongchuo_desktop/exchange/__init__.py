"""The stick: parcels as bytes and files; no screen, no tables."""
