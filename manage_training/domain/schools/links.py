"""Where a closed school went: the register's links from school to school."""

from manage_training.domain.schools.models import School

# Both directions are listed, though not always both: "A is succeeded by B" may stand at A, or at B as its predecessor.
# Of several successors an open one comes first, then the plain one ("merged", "split school" are others), the nearest.
SUCCESSORS = """
    WITH RECURSIVE way (urn, steps, plain, passed) AS (
        SELECT %(urn)s::integer, 0, true, ARRAY[%(urn)s::integer]
        UNION ALL
        SELECT step.urn, way.steps + 1, way.plain AND step.plain, way.passed || step.urn
        FROM way CROSS JOIN LATERAL (
            SELECT link.linked_urn AS urn, link.kind = 'Successor' AS plain
            FROM schools_school AS left_behind JOIN schools_schoollink AS link ON link.school_id = left_behind.id
            WHERE left_behind.urn = way.urn AND link.kind LIKE 'Successor%%'
            UNION
            SELECT heir.urn, link.kind = 'Predecessor'
            FROM schools_schoollink AS link JOIN schools_school AS heir ON heir.id = link.school_id
            WHERE link.linked_urn = way.urn AND link.kind LIKE 'Predecessor%%'
        ) AS step
        WHERE way.steps < 10 AND step.urn <> ALL (way.passed)
    )
    SELECT school.* FROM way JOIN schools_school AS school ON school.urn = way.urn
    WHERE way.steps > 0
    ORDER BY school.status IN (1, 3) DESC, way.plain DESC,
             CASE WHEN school.status IN (1, 3) THEN way.steps ELSE -way.steps END, school.urn
    LIMIT 1"""


def successor_of(school: School) -> School | None:
    """The school that took this one's place, or None where the register names none that we have (rule S7).

    Successors that have closed in turn are followed to one that is open; without one it is the last of them. One query.
    """
    return next(iter(School.objects.raw(SUCCESSORS, {"urn": school.urn})), None)
