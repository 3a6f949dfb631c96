"""One kind of file each, from disk to the model."""
