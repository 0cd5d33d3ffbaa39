"""The pages of the main window; `contents.TABS` is the order shown."""
