"""Read the project's files into the model: one module for each kind of file."""
