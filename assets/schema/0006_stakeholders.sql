-- The tables of the stakeholder map, in the order of the fields of src/domain/map/<type>.c. See 0001 for what all record tables have in common.

CREATE TABLE party_name (
    id INTEGER PRIMARY KEY NOT NULL,
    party INTEGER,
    name TEXT,
    acronym TEXT,
    language TEXT,
    script TEXT,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX party_name_of_party ON party_name (party);
CREATE INDEX party_name_by_name ON party_name (fold(name), id);

CREATE TABLE party_assessment (
    id INTEGER PRIMARY KEY NOT NULL,
    party INTEGER,
    "on" TEXT,
    by INTEGER,
    influence INTEGER,
    interest INTEGER,
    capacity INTEGER,
    trust_toward_city INTEGER,
    city_trust INTEGER,
    stance TEXT,
    engagement_now TEXT,
    engagement_wanted TEXT,
    evidence TEXT,
    confidence TEXT,
    round INTEGER,
    sens TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX party_assessment_of_party ON party_assessment (party);
CREATE INDEX party_assessment_by_on ON party_assessment ("on", id);
CREATE INDEX party_assessment_of_by ON party_assessment (by);
CREATE INDEX party_assessment_of_round ON party_assessment (round);

CREATE TABLE seat (
    id INTEGER PRIMARY KEY NOT NULL,
    body INTEGER,
    party INTEGER,
    person INTEGER,
    role TEXT,
    valid_from TEXT,
    valid_to TEXT,
    note TEXT,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX seat_of_body ON seat (body);
CREATE INDEX seat_of_party ON seat (party);
CREATE INDEX seat_of_person ON seat (person);
CREATE INDEX seat_by_role ON seat (role, id);

CREATE TABLE signatory (
    id INTEGER PRIMARY KEY NOT NULL,
    agreement INTEGER,
    party INTEGER,
    person INTEGER,
    name TEXT,
    role TEXT,
    "on" TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX signatory_of_agreement ON signatory (agreement);
CREATE INDEX signatory_of_party ON signatory (party);
CREATE INDEX signatory_of_person ON signatory (person);
CREATE INDEX signatory_by_on ON signatory ("on", id);

CREATE TABLE opening (
    id INTEGER PRIMARY KEY NOT NULL,
    service INTEGER,
    place INTEGER,
    days TEXT,
    opens INTEGER,
    closes INTEGER,
    closed INTEGER,
    valid_from TEXT,
    valid_to TEXT,
    rrule TEXT,
    note TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX opening_of_service ON opening (service);
CREATE INDEX opening_of_place ON opening (place);
CREATE INDEX opening_by_opens ON opening (opens, id);

CREATE TABLE mapping_round (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT,
    status TEXT,
    opened_on TEXT,
    closed_on TEXT,
    lead INTEGER,
    sectors TEXT,
    places TEXT,
    levels TEXT,
    audience TEXT,
    daily INTEGER,
    aim TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX mapping_round_by_title ON mapping_round (fold(title), id);
CREATE INDEX mapping_round_by_opened_on ON mapping_round (opened_on, id);
CREATE INDEX mapping_round_of_lead ON mapping_round (lead);

CREATE TABLE mapping_answer (
    id INTEGER PRIMARY KEY NOT NULL,
    round INTEGER,
    question TEXT,
    sector TEXT,
    place INTEGER,
    audience TEXT,
    level TEXT,
    answer TEXT,
    party INTEGER,
    note TEXT,
    by INTEGER,
    "on" TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX mapping_answer_of_round ON mapping_answer (round);
CREATE INDEX mapping_answer_by_question ON mapping_answer (question, id);
CREATE INDEX mapping_answer_of_place ON mapping_answer (place);
CREATE INDEX mapping_answer_of_party ON mapping_answer (party);
CREATE INDEX mapping_answer_of_by ON mapping_answer (by);
CREATE INDEX mapping_answer_by_on ON mapping_answer ("on", id);

CREATE TABLE duplicate_decision (
    id INTEGER PRIMARY KEY NOT NULL,
    party_a INTEGER,
    party_b INTEGER,
    decision TEXT,
    likeness INTEGER,
    why TEXT,
    "on" TEXT,
    by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX duplicate_decision_of_party_a ON duplicate_decision (party_a);
CREATE INDEX duplicate_decision_of_party_b ON duplicate_decision (party_b);
CREATE INDEX duplicate_decision_by_on ON duplicate_decision ("on", id);
CREATE INDEX duplicate_decision_of_by ON duplicate_decision (by);

CREATE TABLE outside_row (
    id INTEGER PRIMARY KEY NOT NULL,
    standard TEXT,
    sheet TEXT,
    outside_id TEXT,
    type TEXT,
    about INTEGER,
    columns TEXT,
    said TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX outside_row_by_sheet ON outside_row (fold(sheet), id);
CREATE INDEX outside_row_by_outside_id ON outside_row (fold(outside_id), id);
CREATE INDEX outside_row_by_about ON outside_row (about, id);

CREATE TABLE exported_file (
    id INTEGER PRIMARY KEY NOT NULL,
    what TEXT,
    path TEXT,
    profile TEXT,
    records INTEGER,
    reason TEXT,
    "on" TEXT,
    by INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX exported_file_by_on ON exported_file ("on", id);
CREATE INDEX exported_file_of_by ON exported_file (by);
