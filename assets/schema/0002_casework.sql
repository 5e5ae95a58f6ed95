-- Casework: the referral and its events, in the order of the fields of src/domain/casework/referral_fields.c and step_types.c. BLOB
-- columns are sealed: encrypted under the referral's own key before they get here. See 0001 for what all record tables have in common.

CREATE TABLE referral (
    id INTEGER PRIMARY KEY NOT NULL,
    reference TEXT,
    pseudonym TEXT,
    state TEXT,
    state_on TEXT,
    started_on TEXT,
    started_by INTEGER,
    received_on TEXT,
    assignee INTEGER,
    told_on TEXT,
    proposal INTEGER,
    decision TEXT,
    channel TEXT,
    operator TEXT,
    referrer_type TEXT,
    referrer_name BLOB,
    referrer_contact BLOB,
    relation BLOB,
    how_known TEXT,
    reliability TEXT,
    may_contact INTEGER,
    stay_unnamed INTEGER,
    wants_feedback INTEGER,
    person_name BLOB,
    other_names BLOB,
    birth BLOB,
    age_band TEXT,
    person_contact BLOB,
    language BLOB,
    interpreter BLOB,
    guardian BLOB,
    guardian_contact BLOB,
    area INTEGER,
    what_happened BLOB,
    where_happened BLOB,
    first_noticed TEXT,
    last_noticed TEXT,
    conduct TEXT,
    needs TEXT,
    worry BLOB,
    would_help BLOB,
    asks_for_help INTEGER,
    told TEXT,
    told_because BLOB,
    safety TEXT,
    safety_action BLOB,
    urgency TEXT,
    urgent_needs TEXT,
    services_involved TEXT,
    strengths BLOB,
    q1 TEXT,
    q1_note BLOB,
    q2 TEXT,
    q2_note BLOB,
    q3 TEXT,
    q3_note BLOB,
    q4 TEXT,
    q4_note BLOB,
    q5 TEXT,
    q5_note BLOB,
    q6 TEXT,
    q6_note BLOB,
    q7 TEXT,
    q7_note BLOB,
    q8 TEXT,
    q8_note BLOB,
    q9 TEXT,
    q9_note BLOB,
    q10 TEXT,
    q10_note BLOB,
    q11 TEXT,
    q11_note BLOB,
    q12 TEXT,
    q12_note BLOB,
    basis TEXT,
    tertiary_basis TEXT,
    sources_contacted BLOB,
    other_help BLOB,
    programme INTEGER,
    linked_to INTEGER,
    feedback TEXT,
    episode INTEGER,
    earlier_episode INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX referral_by_reference ON referral (fold(reference), id);
CREATE INDEX referral_by_pseudonym ON referral (fold(pseudonym), id);
CREATE INDEX referral_by_state ON referral (state, id);
CREATE INDEX referral_by_state_on ON referral (state_on, id);
CREATE INDEX referral_by_started_on ON referral (started_on, id);
CREATE INDEX referral_of_started_by ON referral (started_by);
CREATE INDEX referral_by_received_on ON referral (received_on, id);
CREATE INDEX referral_of_assignee ON referral (assignee);
CREATE INDEX referral_by_told_on ON referral (told_on, id);
CREATE INDEX referral_of_proposal ON referral (proposal);
CREATE INDEX referral_of_area ON referral (area);
CREATE INDEX referral_of_programme ON referral (programme);
CREATE INDEX referral_of_linked_to ON referral (linked_to);
CREATE INDEX referral_of_episode ON referral (episode);
CREATE INDEX referral_of_earlier_episode ON referral (earlier_episode);

CREATE TABLE referral_step (
    id INTEGER PRIMARY KEY NOT NULL,
    referral INTEGER,
    action TEXT,
    from_state TEXT,
    to_state TEXT,
    at INTEGER,
    happened_on TEXT,
    officer INTEGER,
    reason_code TEXT,
    reason BLOB,
    dissent BLOB,
    recipient BLOB,
    detail BLOB,
    way TEXT,
    assignee INTEGER,
    until TEXT,
    answers INTEGER,
    consent INTEGER,
    confirmed INTEGER,
    safety TEXT,
    outcome TEXT,
    signed_by INTEGER,
    signed_at INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX referral_step_of_referral ON referral_step (referral);
CREATE INDEX referral_step_by_at ON referral_step (at, id);
CREATE INDEX referral_step_by_happened_on ON referral_step (happened_on, id);
CREATE INDEX referral_step_of_officer ON referral_step (officer);
CREATE INDEX referral_step_of_assignee ON referral_step (assignee);
CREATE INDEX referral_step_of_answers ON referral_step (answers);
CREATE INDEX referral_step_of_consent ON referral_step (consent);
CREATE INDEX referral_step_by_outcome ON referral_step (outcome, id);
CREATE INDEX referral_step_of_signed_by ON referral_step (signed_by);

-- What Home asks every time: the open referrals of a state by age, who has not been told yet, what waits for a signature, the events of one
-- referral in order.
CREATE INDEX referral_by_state_and_day ON referral (state, state_on, id);
CREATE INDEX referral_by_told_on_and_received_on ON referral (told_on, received_on, id);
CREATE INDEX referral_step_by_referral_and_at ON referral_step (referral, at, id);
