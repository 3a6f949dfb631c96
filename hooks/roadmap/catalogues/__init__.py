"""Read, write and check PO files."""
