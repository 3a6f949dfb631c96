"""What the data is: pydantic models and dataclasses, nothing else."""
