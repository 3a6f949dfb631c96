"""What people send, read: an issue or a file, its small faults repaired, its problems in the words of the form."""
