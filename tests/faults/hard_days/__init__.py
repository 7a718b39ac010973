"""Hard days: tutors at work in a running service while web, worker, database, disk, records and mail fail around them.

`service.py` runs it all, `tutors.py` works and remembers what was acknowledged, `misfortunes.py` does the harm, and
`checker.py` compares what was acknowledged with what is there, by SQL of its own.
"""
