"""Checks of the national roadmaps: those that the editors list, and those that are published as a whole."""
