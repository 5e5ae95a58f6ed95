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
