"""Check the project's files against each other."""
