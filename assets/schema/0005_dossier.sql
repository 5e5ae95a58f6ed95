-- The papers of a case and the registers beside it, in the order of the fields of src/domain/dossier/<type>.c. BLOB columns are sealed under the
-- key of the case they belong to (an advice and a complaint own themselves). See 0001 for what all record tables have in common.

CREATE TABLE advice_contact (
    id INTEGER PRIMARY KEY NOT NULL,
    reference TEXT,
    "on" TEXT,
    caller_type TEXT,
    topics TEXT,
    question BLOB,
    advice BLOB,
    minutes INTEGER,
    follow_up TEXT,
    caller_agrees INTEGER,
    referral INTEGER,
    taken_by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX advice_contact_by_reference ON advice_contact (fold(reference), id);
CREATE INDEX advice_contact_by_on ON advice_contact ("on", id);
CREATE INDEX advice_contact_of_referral ON advice_contact (referral);
CREATE INDEX advice_contact_of_taken_by ON advice_contact (taken_by);

CREATE TABLE contact_attempt (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    "on" TEXT,
    way TEXT,
    result TEXT,
    note BLOB,
    officer INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX contact_attempt_of_episode ON contact_attempt (episode);
CREATE INDEX contact_attempt_by_on ON contact_attempt ("on", id);
CREATE INDEX contact_attempt_of_officer ON contact_attempt (officer);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    purpose TEXT,
    party INTEGER,
    with_whom BLOB,
    given_by TEXT,
    child_view BLOB,
    capacity BLOB,
    form_version BLOB,
    form_language BLOB,
    interpreter BLOB,
    how TEXT,
    "on" TEXT,
    valid_to TEXT,
    limits BLOB,
    limits_reason TEXT,
    withdrawn_on TEXT,
    withdrawn_effect BLOB,
    replaced_by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX consent_of_episode ON consent (episode);
CREATE INDEX consent_of_party ON consent (party);
CREATE INDEX consent_by_on ON consent ("on", id);
CREATE INDEX consent_by_valid_to ON consent (valid_to, id);
CREATE INDEX consent_by_withdrawn_on ON consent (withdrawn_on, id);
CREATE INDEX consent_of_replaced_by ON consent (replaced_by);

CREATE TABLE assessment (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    version INTEGER,
    status TEXT,
    "on" TEXT,
    by INTEGER,
    sources BLOB,
    person_view BLOB,
    none_found BLOB,
    shared BLOB,
    not_shared_because BLOB,
    summary BLOB,
    worse BLOB,
    better BLOB,
    unknowns BLOB,
    changes BLOB,
    priority BLOB,
    intensity BLOB,
    intensity_reason BLOB,
    intensity_until TEXT,
    tool BLOB,
    tool_certified BLOB,
    conclusion BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX assessment_of_episode ON assessment (episode);
CREATE INDEX assessment_by_on ON assessment ("on", id);
CREATE INDEX assessment_of_by ON assessment (by);
CREATE INDEX assessment_by_intensity_until ON assessment (intensity_until, id);

CREATE TABLE assessment_item (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    assessment INTEGER,
    status TEXT,
    item_group TEXT,
    item TEXT,
    answer BLOB,
    person_view BLOB,
    seen_on BLOB,
    source BLOB,
    explanation BLOB,
    would_help BLOB,
    note BLOB,
    find_out BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX assessment_item_of_episode ON assessment_item (episode);
CREATE INDEX assessment_item_by_assessment ON assessment_item (assessment, id);

CREATE TABLE family_member (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    person BLOB,
    relation BLOB,
    needs BLOB,
    strengths BLOB,
    plan BLOB,
    school BLOB,
    agrees BLOB,
    "on" TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX family_member_of_episode ON family_member (episode);
CREATE INDEX family_member_by_on ON family_member ("on", id);

CREATE TABLE sharing (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    direction TEXT,
    at INTEGER,
    "on" TEXT,
    agency INTEGER,
    agency_person BLOB,
    asked_by BLOB,
    requester TEXT,
    what BLOB,
    purpose TEXT,
    basis TEXT,
    consent INTEGER,
    agreement INTEGER,
    necessity BLOB,
    less_than_asked BLOB,
    method TEXT,
    handling BLOB,
    return_by TEXT,
    person_told TEXT,
    not_told_because BLOB,
    review_on TEXT,
    step INTEGER,
    officer INTEGER,
    acknowledged_on TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX sharing_of_episode ON sharing (episode);
CREATE INDEX sharing_by_at ON sharing (at, id);
CREATE INDEX sharing_by_on ON sharing ("on", id);
CREATE INDEX sharing_of_agency ON sharing (agency);
CREATE INDEX sharing_of_consent ON sharing (consent);
CREATE INDEX sharing_of_agreement ON sharing (agreement);
CREATE INDEX sharing_by_return_by ON sharing (return_by, id);
CREATE INDEX sharing_by_review_on ON sharing (review_on, id);
CREATE INDEX sharing_of_step ON sharing (step);
CREATE INDEX sharing_of_officer ON sharing (officer);

CREATE TABLE complaint (
    id INTEGER PRIMARY KEY NOT NULL,
    reference TEXT,
    episode INTEGER,
    referral INTEGER,
    by_whom TEXT,
    about TEXT,
    received_on TEXT,
    text BLOB,
    handler INTEGER,
    handled BLOB,
    outcome TEXT,
    answered_on TEXT,
    answer BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX complaint_by_reference ON complaint (fold(reference), id);
CREATE INDEX complaint_of_episode ON complaint (episode);
CREATE INDEX complaint_of_referral ON complaint (referral);
CREATE INDEX complaint_by_received_on ON complaint (received_on, id);
CREATE INDEX complaint_of_handler ON complaint (handler);
CREATE INDEX complaint_by_answered_on ON complaint (answered_on, id);

CREATE TABLE access_request (
    id INTEGER PRIMARY KEY NOT NULL,
    reference TEXT,
    episode INTEGER,
    referral INTEGER,
    received_on TEXT,
    by_whom TEXT,
    paused_on TEXT,
    identity_checked_on TEXT,
    extended INTEGER,
    handler INTEGER,
    bundle_on TEXT,
    counts TEXT,
    marks TEXT,
    digest TEXT,
    bundle_copy INTEGER,
    signed_by INTEGER,
    signed_on TEXT,
    answered_on TEXT,
    outcome TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX access_request_by_reference ON access_request (fold(reference), id);
CREATE INDEX access_request_of_episode ON access_request (episode);
CREATE INDEX access_request_of_referral ON access_request (referral);
CREATE INDEX access_request_by_received_on ON access_request (received_on, id);
CREATE INDEX access_request_of_handler ON access_request (handler);
CREATE INDEX access_request_of_signed_by ON access_request (signed_by);
CREATE INDEX access_request_by_answered_on ON access_request (answered_on, id);

CREATE TABLE disagreement (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    "on" TEXT,
    given_by TEXT,
    about BLOB,
    text BLOB,
    recorded_by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX disagreement_of_episode ON disagreement (episode);
CREATE INDEX disagreement_by_on ON disagreement ("on", id);
CREATE INDEX disagreement_of_recorded_by ON disagreement (recorded_by);

CREATE TABLE decision (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT,
    about_type TEXT,
    about INTEGER,
    pseudonym TEXT,
    trigger TEXT,
    counts TEXT,
    value TEXT,
    reason_code TEXT,
    until TEXT,
    due_on TEXT,
    proposed_by INTEGER,
    proposed_at INTEGER,
    signed_by INTEGER,
    signed_at INTEGER,
    outcome TEXT,
    carried_by INTEGER,
    carried_at INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX decision_by_until ON decision (until, id);
CREATE INDEX decision_by_due_on ON decision (due_on, id);
CREATE INDEX decision_of_proposed_by ON decision (proposed_by);
CREATE INDEX decision_by_proposed_at ON decision (proposed_at, id);
CREATE INDEX decision_of_signed_by ON decision (signed_by);
CREATE INDEX decision_by_outcome ON decision (outcome, id);
CREATE INDEX decision_of_carried_by ON decision (carried_by);

CREATE TABLE casework_limit (
    id INTEGER PRIMARY KEY NOT NULL,
    clock TEXT,
    amount INTEGER,
    unit TEXT,
    urgent_hours INTEGER,
    note TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX casework_limit_by_clock ON casework_limit (clock, id);

-- What Home and the page of an ended record ask: the decisions about it.
CREATE INDEX decision_by_about_and_about_type ON decision (about, about_type, id);
-- What Home asks besides: complaints and requests without an answer, decisions that wait or are to be carried out.
CREATE INDEX complaint_by_answered_on_and_received_on ON complaint (answered_on, received_on, id);
CREATE INDEX access_request_by_answered_on_and_received_on ON access_request (answered_on, received_on, id);
CREATE INDEX decision_by_kind_and_outcome_and_carried_at ON decision (kind, outcome, carried_at, id);
