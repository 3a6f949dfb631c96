"""What templates read: finished values, sorted, counted, translated. Templates compute nothing.

One class for each component and each kind of page; a test compares each with what its template reads.
"""
