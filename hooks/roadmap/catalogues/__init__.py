"""PO files: reading, writing, and the checks of their entries."""
