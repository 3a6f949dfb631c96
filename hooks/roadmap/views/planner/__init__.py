"""The planner: what its page and its scripts show."""
