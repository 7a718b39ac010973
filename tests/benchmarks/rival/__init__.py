"""Three of our question pages as an ordinary Django service with crispy-forms-gds has them: the rival of a benchmark.

Django's own middleware, sessions in the database, as many queries as ours with the ORM, and flat templates with the
cached loader. It has none of our guards (policy table, limits on traffic, idle time), and our connections and our
way to read a session, which are quicker than Django's own: what it saves there counts in its favour.
"""
