"""The screen: Qt only here."""
