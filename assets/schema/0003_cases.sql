-- Cases: a person's voluntary support and its events, in the order of the fields of src/domain/casework/episode.c and step_types.c. BLOB
-- columns are sealed: encrypted under the case's own key before they get here. See 0001 for what all record tables have in common.

CREATE TABLE episode (
    id INTEGER PRIMARY KEY NOT NULL,
    reference TEXT,
    pseudonym TEXT,
    state TEXT,
    state_on TEXT,
    opened_on TEXT,
    level TEXT,
    owner INTEGER,
    lead INTEGER,
    referral INTEGER,
    earlier INTEGER,
    profile TEXT,
    proposal INTEGER,
    agreed_on TEXT,
    closed_on TEXT,
    shortened_on TEXT,
    urgency TEXT,
    age_band TEXT,
    area INTEGER,
    person_name BLOB,
    other_names BLOB,
    birth BLOB,
    person_contact BLOB,
    language BLOB,
    interpreter BLOB,
    guardian BLOB,
    guardian_contact BLOB,
    speaks_first BLOB,
    first_language BLOB,
    safety_note BLOB,
    lawful_basis TEXT,
    notice_version BLOB,
    supervising_authority BLOB,
    single_contact BLOB,
    conditions BLOB,
    security_liaison BLOB,
    reception_steps BLOB,
    stigma_steps BLOB,
    media_line BLOB,
    horizon_years BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX episode_by_reference ON episode (fold(reference), id);
CREATE INDEX episode_by_pseudonym ON episode (fold(pseudonym), id);
CREATE INDEX episode_by_state ON episode (state, id);
CREATE INDEX episode_by_state_on ON episode (state_on, id);
CREATE INDEX episode_by_opened_on ON episode (opened_on, id);
CREATE INDEX episode_of_owner ON episode (owner);
CREATE INDEX episode_of_lead ON episode (lead);
CREATE INDEX episode_of_referral ON episode (referral);
CREATE INDEX episode_of_earlier ON episode (earlier);
CREATE INDEX episode_of_proposal ON episode (proposal);
CREATE INDEX episode_by_closed_on ON episode (closed_on, id);
CREATE INDEX episode_of_area ON episode (area);

CREATE TABLE episode_step (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
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
CREATE INDEX episode_step_of_episode ON episode_step (episode);
CREATE INDEX episode_step_by_at ON episode_step (at, id);
CREATE INDEX episode_step_by_happened_on ON episode_step (happened_on, id);
CREATE INDEX episode_step_of_officer ON episode_step (officer);
CREATE INDEX episode_step_of_assignee ON episode_step (assignee);
CREATE INDEX episode_step_of_answers ON episode_step (answers);
CREATE INDEX episode_step_of_consent ON episode_step (consent);
CREATE INDEX episode_step_by_outcome ON episode_step (outcome, id);
CREATE INDEX episode_step_of_signed_by ON episode_step (signed_by);

-- What Home and every page of a case ask: the cases of a state by age, the events of one case in order.
CREATE INDEX episode_by_state_and_day ON episode (state, state_on, id);
CREATE INDEX episode_step_by_episode_and_at ON episode_step (episode, at, id);
-- And Home alone: those of one officer, those that ended, what was done on a day.
CREATE INDEX episode_by_owner_and_state_and_day ON episode (owner, state, state_on, id);
CREATE INDEX episode_by_state_and_closed_on ON episode (state, closed_on, id);
CREATE INDEX episode_step_by_action_and_happened_on ON episode_step (action, happened_on, id);
