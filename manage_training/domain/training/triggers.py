"""What a constraint cannot say: that training and mentorships lie inside their placements. Rules T4 and T5.

Each is checked at commit, so that one transaction may move a placement and what is in it in any order. Two transactions
do not see each other's rows. So whoever checks what is in a placement first takes the placement's row `FOR SHARE`,
which waits for a transaction that has changed it; and who changes it waits, with its update, for one that is checking.

A trigger sees its row as it was at that statement. It is selected again: a later statement may have corrected it.
"""

import pgtrigger

TRAINING_INSIDE = "training_lies_inside_its_placement"
MENTORSHIP_INSIDE = "a_mentorship_lies_inside_both_placements"
ECT_AND_MENTOR = "a_mentorship_is_of_an_ect_and_somebody_else_as_mentor"


def refuse(constraint: str) -> str:
    words = f'This breaks the rule "{constraint}".'
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"


def days(row: str) -> str:
    return f"daterange({row}.starts_on, {row}.finishes_on, '[]')"


def outside(row: str, placement: str) -> str:
    return f"({placement}.voided_at IS NOT NULL OR NOT {days(row)} <@ {days(placement)})"


KEEP_TRAINING_INSIDE = pgtrigger.Trigger(
    name=TRAINING_INSIDE,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    declare=[("period", "training_trainingperiod%ROWTYPE"), ("place", "training_placement%ROWTYPE")],
    func=f"""
        SELECT * INTO period FROM training_trainingperiod WHERE id = NEW.id AND voided_at IS NULL;
        IF NOT FOUND THEN RETURN NULL; END IF;
        SELECT * INTO place FROM training_placement WHERE id = period.placement_id FOR SHARE;
        IF {outside("period", "place")} THEN {refuse(TRAINING_INSIDE)} END IF;
        RETURN NULL;
    """,  # noqa: S608 - made of the constants above
)

KEEP_MENTORSHIP_INSIDE = pgtrigger.Trigger(
    name=MENTORSHIP_INSIDE,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    declare=[
        ("together", "training_mentorship%ROWTYPE"),
        ("ect", "training_placement%ROWTYPE"),
        ("mentor", "training_placement%ROWTYPE"),
    ],
    func=f"""
        SELECT * INTO together FROM training_mentorship WHERE id = NEW.id AND voided_at IS NULL;
        IF NOT FOUND THEN RETURN NULL; END IF;
        -- Both at once and in the order of their ids, as everybody locks placements.
        PERFORM FROM training_placement WHERE id IN (together.ect_id, together.mentor_id) ORDER BY id FOR SHARE;
        SELECT * INTO ect FROM training_placement WHERE id = together.ect_id;
        SELECT * INTO mentor FROM training_placement WHERE id = together.mentor_id;
        IF ect.role <> 'ect' OR mentor.role <> 'mentor' OR ect.teacher_id = mentor.teacher_id THEN
            {refuse(ECT_AND_MENTOR)}
        END IF;
        IF {outside("together", "ect")} OR {outside("together", "mentor")} THEN {refuse(MENTORSHIP_INSIDE)} END IF;
        RETURN NULL;
    """,  # noqa: S608 - made of the constants above
)

# The same from the other side: the update itself has locked the placement's row.
KEEP_WHAT_IS_IN_A_PLACEMENT = pgtrigger.Trigger(
    name="a_placement_keeps_what_is_in_it",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("starts_on", "finishes_on", "voided_at", "teacher_id", "role"),  # type: ignore[no-untyped-call]  # theirs
    timing=pgtrigger.Deferred,
    declare=[("place", "training_placement%ROWTYPE")],
    func=f"""
        SELECT * INTO place FROM training_placement WHERE id = NEW.id;
        IF NOT FOUND THEN RETURN NULL; END IF;
        IF EXISTS (
            SELECT FROM training_trainingperiod period
            WHERE period.placement_id = place.id AND period.voided_at IS NULL AND {outside("period", "place")}
        ) THEN {refuse(TRAINING_INSIDE)} END IF;
        IF EXISTS (
            SELECT FROM training_mentorship together
            WHERE (together.ect_id = place.id OR together.mentor_id = place.id) AND together.voided_at IS NULL
            AND {outside("together", "place")}
        ) THEN {refuse(MENTORSHIP_INSIDE)} END IF;
        IF EXISTS (
            SELECT FROM training_mentorship together
            JOIN training_placement ect ON ect.id = together.ect_id
            JOIN training_placement mentor ON mentor.id = together.mentor_id
            WHERE (together.ect_id = place.id OR together.mentor_id = place.id) AND together.voided_at IS NULL
            AND (ect.role <> 'ect' OR mentor.role <> 'mentor' OR ect.teacher_id = mentor.teacher_id)
        ) THEN {refuse(ECT_AND_MENTOR)} END IF;
        RETURN NULL;
    """,  # noqa: S608 - made of the constants above
)
