"""The site while somebody edits."""
