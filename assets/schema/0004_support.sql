-- What the office agreed with others, the meetings of the panel, the plan and the support of a case, and what is kept for the figures:
-- one table for each row of src/domain/agreement.c and src/domain/dossier. BLOB columns are sealed. See 0001 for what all record tables
-- have in common.

CREATE TABLE agreement (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT,
    title TEXT,
    status TEXT,
    signed_on TEXT,
    valid_from TEXT,
    valid_to TEXT,
    review_on TEXT,
    renews INTEGER,
    legal_basis TEXT,
    purposes TEXT,
    data_categories TEXT,
    retention_days INTEGER,
    parties TEXT,
    signatories TEXT,
    file_name TEXT,
    file_sha256 TEXT,
    where_kept TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX agreement_by_title ON agreement (fold(title), id);
CREATE INDEX agreement_by_valid_to ON agreement (valid_to, id);
CREATE INDEX agreement_by_review_on ON agreement (review_on, id);
CREATE INDEX agreement_of_renews ON agreement (renews);

CREATE TABLE legal_register (
    id INTEGER PRIMARY KEY NOT NULL,
    purpose TEXT,
    controller TEXT,
    joint_controllers TEXT,
    lawful_basis TEXT,
    condition TEXT,
    categories TEXT,
    recipients TEXT,
    retention TEXT,
    dpia_ref TEXT,
    dpia_on TEXT,
    measures TEXT,
    reviewed_on TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX legal_register_by_purpose ON legal_register (fold(purpose), id);
CREATE INDEX legal_register_by_reviewed_on ON legal_register (reviewed_on, id);

CREATE TABLE code_acceptance (
    id INTEGER PRIMARY KEY NOT NULL,
    officer INTEGER,
    version TEXT,
    "on" TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX code_acceptance_of_officer ON code_acceptance (officer);
CREATE INDEX code_acceptance_by_on ON code_acceptance ("on", id);

CREATE TABLE equality_tally (
    id INTEGER PRIMARY KEY NOT NULL,
    month TEXT,
    group_kind TEXT,
    group_label TEXT,
    outcome TEXT,
    count INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX equality_tally_by_month ON equality_tally (fold(month), id);

CREATE TABLE closed_case (
    id INTEGER PRIMARY KEY NOT NULL,
    quarter TEXT,
    subject TEXT,
    level TEXT,
    source TEXT,
    channel TEXT,
    decision TEXT,
    closure_reason TEXT,
    age_band TEXT,
    days_to_screen INTEGER,
    days_to_contact INTEGER,
    sessions INTEGER,
    missed INTEGER,
    reviews INTEGER,
    reviews_on_time INTEGER,
    steps_forward INTEGER,
    agreed INTEGER,
    reason_code TEXT,
    cancelled INTEGER,
    progress INTEGER,
    strengths INTEGER,
    strengths_better INTEGER,
    offered INTEGER,
    feedback TEXT,
    shared_out INTEGER,
    shared_in INTEGER,
    refused INTEGER,
    outside INTEGER,
    outside_refused INTEGER,
    overrides INTEGER,
    recusals INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX closed_case_by_quarter ON closed_case (fold(quarter), id);

CREATE TABLE panel_meeting (
    id INTEGER PRIMARY KEY NOT NULL,
    "on" TEXT,
    start INTEGER,
    place BLOB,
    chair BLOB,
    minute_taker BLOB,
    status TEXT,
    confidentiality_read INTEGER,
    invited_by INTEGER,
    note BLOB,
    copies_collected INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_meeting_by_on ON panel_meeting ("on", id);
CREATE INDEX panel_meeting_of_invited_by ON panel_meeting (invited_by);

CREATE TABLE panel_member (
    id INTEGER PRIMARY KEY NOT NULL,
    meeting INTEGER,
    person BLOB,
    party INTEGER,
    agency BLOB,
    discipline TEXT,
    security INTEGER,
    presence TEXT,
    confidentiality INTEGER,
    note BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_member_of_meeting ON panel_member (meeting);
CREATE INDEX panel_member_of_party ON panel_member (party);
CREATE INDEX panel_member_by_discipline ON panel_member (discipline, id);

CREATE TABLE panel_item (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    meeting INTEGER,
    position INTEGER,
    stage TEXT,
    question BLOB,
    f2_first INTEGER,
    sharing_basis TEXT,
    conflicts_asked INTEGER,
    explanation_discussed INTEGER,
    explanation BLOB,
    options BLOB,
    adopted INTEGER,
    decision TEXT,
    reasons BLOB,
    agreement TEXT,
    dissent BLOB,
    lead_agency INTEGER,
    lead_person BLOB,
    tells BLOB,
    next_look TEXT,
    other_help BLOB,
    answer_by BLOB,
    answer_on TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_item_of_episode ON panel_item (episode);
CREATE INDEX panel_item_by_meeting ON panel_item (meeting, id);
CREATE INDEX panel_item_of_lead_agency ON panel_item (lead_agency);
CREATE INDEX panel_item_by_next_look ON panel_item (next_look, id);

CREATE TABLE panel_conflict (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    item INTEGER,
    member INTEGER,
    declared BLOB,
    left_room INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_conflict_of_episode ON panel_conflict (episode);
CREATE INDEX panel_conflict_by_item ON panel_conflict (item, id);
CREATE INDEX panel_conflict_of_member ON panel_conflict (member);

CREATE TABLE panel_contribution (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    item INTEGER,
    agency BLOB,
    category TEXT,
    text BLOB,
    handling TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_contribution_of_episode ON panel_contribution (episode);
CREATE INDEX panel_contribution_by_item ON panel_contribution (item, id);

CREATE TABLE panel_action (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    item INTEGER,
    what BLOB,
    agency BLOB,
    person BLOB,
    due TEXT,
    done_on TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX panel_action_of_episode ON panel_action (episode);
CREATE INDEX panel_action_of_item ON panel_action (item);
CREATE INDEX panel_action_by_due ON panel_action (due, id);

CREATE TABLE support_plan (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    version INTEGER,
    status TEXT,
    "on" TEXT,
    lead_person BLOB,
    aim BLOB,
    aim_why BLOB,
    intensity TEXT,
    intensity_reason BLOB,
    contacts_per_week INTEGER,
    max_actions INTEGER,
    over_reason BLOB,
    unintended BLOB,
    benefits BLOB,
    crisis_contact BLOB,
    exit_criteria BLOB,
    agreed_how TEXT,
    agreed_on TEXT,
    copy_given INTEGER,
    review_on TEXT,
    first_session TEXT,
    unchanged_because BLOB,
    notes BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX support_plan_of_episode ON support_plan (episode);
CREATE INDEX support_plan_by_on ON support_plan ("on", id);
CREATE INDEX support_plan_by_review_on ON support_plan (review_on, id);
CREATE INDEX support_plan_by_first_session ON support_plan (first_session, id);

CREATE TABLE plan_action (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    plan INTEGER,
    kind TEXT,
    serves BLOB,
    what BLOB,
    service INTEGER,
    party INTEGER,
    provider_agreed INTEGER,
    provider_on TEXT,
    start TEXT,
    ends TEXT,
    often BLOB,
    contacts_per_week INTEGER,
    status TEXT,
    stopped_because BLOB,
    note_back BLOB,
    on_request INTEGER,
    fixed INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX plan_action_of_episode ON plan_action (episode);
CREATE INDEX plan_action_of_plan ON plan_action (plan);
CREATE INDEX plan_action_of_service ON plan_action (service);
CREATE INDEX plan_action_of_party ON plan_action (party);
CREATE INDEX plan_action_by_start ON plan_action (start, id);
CREATE INDEX plan_action_by_ends ON plan_action (ends, id);

CREATE TABLE support_session (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    "on" TEXT,
    kind TEXT,
    place TEXT,
    minutes INTEGER,
    present BLOB,
    kept TEXT,
    kept_reason BLOB,
    topics BLOB,
    progress BLOB,
    usefulness BLOB,
    facts BLOB,
    view BLOB,
    safety_concern INTEGER,
    worker_care INTEGER,
    next_on TEXT,
    by INTEGER,
    at INTEGER,
    signed_on TEXT,
    addendum_of INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX support_session_of_episode ON support_session (episode);
CREATE INDEX support_session_by_on ON support_session ("on", id);
CREATE INDEX support_session_by_next_on ON support_session (next_on, id);
CREATE INDEX support_session_of_by ON support_session (by);
CREATE INDEX support_session_of_addendum_of ON support_session (addendum_of);

CREATE TABLE review (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    "on" TEXT,
    kind TEXT,
    took_part TEXT,
    changes BLOB,
    reaffirmed INTEGER,
    proportionate BLOB,
    decision TEXT,
    unchanged_because BLOB,
    needed_because BLOB,
    next_on TEXT,
    by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX review_of_episode ON review (episode);
CREATE INDEX review_by_on ON review ("on", id);
CREATE INDEX review_by_next_on ON review (next_on, id);
CREATE INDEX review_of_by ON review (by);

CREATE TABLE review_change (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    review INTEGER,
    item BLOB,
    change BLOB,
    note BLOB,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX review_change_of_episode ON review_change (episode);
CREATE INDEX review_change_by_review ON review_change (review, id);

CREATE TABLE closure (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    reason TEXT,
    "on" TEXT,
    helped BLOB,
    not_helped BLOB,
    strengths BLOB,
    feedback_offered INTEGER,
    feedback BLOB,
    feedback_text BLOB,
    complaint_route_given INTEGER,
    referrer_informed TEXT,
    partners_told INTEGER,
    copies_recalled INTEGER,
    follow_on BLOB,
    panel_informed INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX closure_of_episode ON closure (episode);
CREATE INDEX closure_by_on ON closure ("on", id);

CREATE TABLE copy (
    id INTEGER PRIMARY KEY NOT NULL,
    episode INTEGER,
    number INTEGER,
    what TEXT,
    recipient BLOB,
    party INTEGER,
    "on" TEXT,
    return_by TEXT,
    returned_on TEXT,
    returned_how TEXT,
    hash BLOB,
    by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX copy_of_episode ON copy (episode);
CREATE INDEX copy_by_number ON copy (number, id);
CREATE INDEX copy_of_party ON copy (party);
CREATE INDEX copy_by_on ON copy ("on", id);
CREATE INDEX copy_by_return_by ON copy (return_by, id);
CREATE INDEX copy_of_by ON copy (by);

-- What Home asks: the sessions of a case after a day, parts of plans that are running and end, copies that are still out.
CREATE INDEX support_session_by_episode_and_on ON support_session (episode, "on", id);
CREATE INDEX plan_action_by_status_and_ends ON plan_action (status, ends, id);
CREATE INDEX copy_by_returned_on_and_return_by ON copy (returned_on, return_by, id);
