-- The tables of the record types, one for each row of src/domain/catalogue.c but casework's (0002). Columns stand in the order of
-- the type's fields, between the id and the four columns that the store keeps. tests/unit/test_tables.c compares both.
--
-- fold() is the store's: text with case and accents dropped. A sorted field of text has its index on fold(column), any other on the
-- column itself, each followed by the id, so that a list can go on from any row. No UNIQUE, no trigger, no foreign key action:
-- changes are recorded and sent to other devices row by row, and the store checks references when it saves.

CREATE TABLE place (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    kind TEXT,
    parent INTEGER,
    alt_names TEXT,
    address TEXT,
    postcode TEXT,
    postcodes TEXT,
    address_hidden INTEGER,
    ext_ids TEXT,
    latitude INTEGER,
    longitude INTEGER,
    population INTEGER,
    access TEXT,
    note TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX place_by_name ON place (fold(name), id);
CREATE INDEX place_by_kind ON place (kind, id);
CREATE INDEX place_of_parent ON place (parent);

CREATE TABLE party (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    kind TEXT,
    org_type TEXT,
    acronym TEXT,
    alt_names TEXT,
    parent INTEGER,
    job_title TEXT,
    department TEXT,
    sectors TEXT,
    levels TEXT,
    audience TEXT,
    languages TEXT,
    places TEXT,
    description TEXT,
    phone TEXT,
    email TEXT,
    website TEXT,
    address TEXT,
    postcode TEXT,
    contact_by INTEGER,
    body_kind TEXT,
    mandate TEXT,
    meets TEXT,
    quorum INTEGER,
    terms INTEGER,
    status TEXT,
    legal_form TEXT,
    founded TEXT,
    staff_band TEXT,
    ext_ids TEXT,
    same_as INTEGER,
    first_contact_on TEXT,
    verified_on TEXT,
    verified_by INTEGER,
    vetting_on TEXT,
    do_not_contact INTEGER,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX party_by_name ON party (fold(name), id);
CREATE INDEX party_by_kind ON party (kind, id);
CREATE INDEX party_by_org_type ON party (org_type, id);
CREATE INDEX party_of_parent ON party (parent);
CREATE INDEX party_of_contact_by ON party (contact_by);
CREATE INDEX party_of_terms ON party (terms);
CREATE INDEX party_of_same_as ON party (same_as);
CREATE INDEX party_by_verified_on ON party (verified_on, id);
CREATE INDEX party_of_verified_by ON party (verified_by);

CREATE TABLE contact_point (
    id INTEGER PRIMARY KEY NOT NULL,
    party INTEGER,
    service INTEGER,
    place INTEGER,
    channel TEXT,
    value TEXT,
    label TEXT,
    hours TEXT,
    is_public INTEGER,
    is_emergency INTEGER,
    verified_on TEXT,
    note TEXT,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX contact_point_of_party ON contact_point (party);
CREATE INDEX contact_point_of_service ON contact_point (service);
CREATE INDEX contact_point_of_place ON contact_point (place);
CREATE INDEX contact_point_by_value ON contact_point (fold(value), id);

CREATE TABLE relationship (
    id INTEGER PRIMARY KEY NOT NULL,
    from_party INTEGER,
    type TEXT,
    to_party INTEGER,
    strength INTEGER,
    direction TEXT,
    valid_from TEXT,
    valid_to TEXT,
    confidence TEXT,
    note TEXT,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX relationship_of_from_party ON relationship (from_party);
CREATE INDEX relationship_by_type ON relationship (type, id);
CREATE INDEX relationship_of_to_party ON relationship (to_party);

CREATE TABLE engagement (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT,
    held_on TEXT,
    type TEXT,
    parties TEXT,
    absent TEXT,
    body INTEGER,
    purpose TEXT,
    summary TEXT,
    mood INTEGER,
    risk_note TEXT,
    next_due TEXT,
    starts_at INTEGER,
    minutes INTEGER,
    place INTEGER,
    activity INTEGER,
    officer INTEGER,
    reference TEXT,
    sens TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX engagement_by_held_on ON engagement (held_on, id);
CREATE INDEX engagement_by_next_due ON engagement (next_due, id);
CREATE INDEX engagement_of_body ON engagement (body);
CREATE INDEX engagement_of_place ON engagement (place);
CREATE INDEX engagement_of_activity ON engagement (activity);
CREATE INDEX engagement_of_officer ON engagement (officer);
CREATE INDEX engagement_by_reference ON engagement (fold(reference), id);

CREATE TABLE service (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    party INTEGER,
    programme INTEGER,
    alt_names TEXT,
    description TEXT,
    levels TEXT,
    areas TEXT,
    audience TEXT,
    eligibility TEXT,
    min_age INTEGER,
    max_age INTEGER,
    languages TEXT,
    interpretation TEXT,
    how_to_access TEXT,
    required_documents TEXT,
    fees TEXT,
    wait_time TEXT,
    places TEXT,
    address TEXT,
    address_hidden INTEGER,
    schedule TEXT,
    phone TEXT,
    email TEXT,
    website TEXT,
    status TEXT,
    takes_referrals TEXT,
    capacity_available INTEGER,
    capacity_max INTEGER,
    capacity_on TEXT,
    accreditation TEXT,
    alert TEXT,
    alert_until TEXT,
    verified_on TEXT,
    verified_by INTEGER,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX service_by_name ON service (fold(name), id);
CREATE INDEX service_of_party ON service (party);
CREATE INDEX service_of_programme ON service (programme);
CREATE INDEX service_by_takes_referrals ON service (takes_referrals, id);
CREATE INDEX service_by_alert_until ON service (alert_until, id);
CREATE INDEX service_by_verified_on ON service (verified_on, id);
CREATE INDEX service_of_verified_by ON service (verified_by);

CREATE TABLE programme (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT,
    status TEXT,
    levels TEXT,
    areas TEXT,
    city_role TEXT,
    visibility TEXT,
    target TEXT,
    audience TEXT,
    harms TEXT,
    places TEXT,
    lead_party INTEGER,
    partners TEXT,
    owner INTEGER,
    planned_from TEXT,
    planned_to TEXT,
    actual_from TEXT,
    actual_to TEXT,
    rationale TEXT,
    consulted TEXT,
    evidence TEXT,
    do_no_harm TEXT,
    exit_plan TEXT,
    reference TEXT,
    sens TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX programme_by_title ON programme (fold(title), id);
CREATE INDEX programme_by_status ON programme (status, id);
CREATE INDEX programme_of_lead_party ON programme (lead_party);
CREATE INDEX programme_of_owner ON programme (owner);
CREATE INDEX programme_by_planned_from ON programme (planned_from, id);
CREATE INDEX programme_by_reference ON programme (fold(reference), id);

CREATE TABLE activity (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT,
    programme INTEGER,
    type TEXT,
    status TEXT,
    planned_on TEXT,
    held_from TEXT,
    held_to TEXT,
    hours INTEGER,
    place INTEGER,
    lead INTEGER,
    lead_party INTEGER,
    cost INTEGER,
    note TEXT,
    reference TEXT,
    sens TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX activity_by_title ON activity (fold(title), id);
CREATE INDEX activity_of_programme ON activity (programme);
CREATE INDEX activity_by_status ON activity (status, id);
CREATE INDEX activity_by_planned_on ON activity (planned_on, id);
CREATE INDEX activity_of_place ON activity (place);
CREATE INDEX activity_of_lead ON activity (lead);
CREATE INDEX activity_of_lead_party ON activity (lead_party);
CREATE INDEX activity_by_reference ON activity (fold(reference), id);

CREATE TABLE participation_count (
    id INTEGER PRIMARY KEY NOT NULL,
    activity INTEGER,
    sex TEXT,
    age_band TEXT,
    place INTEGER,
    language TEXT,
    group_tag TEXT,
    reached INTEGER,
    registered INTEGER,
    attended INTEGER,
    completed INTEGER,
    method TEXT,
    basis TEXT,
    counted_on TEXT,
    note TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX participation_count_by_activity ON participation_count (activity, id);
CREATE INDEX participation_count_of_place ON participation_count (place);

CREATE TABLE practice (
    id INTEGER PRIMARY KEY NOT NULL,
    city TEXT,
    country TEXT,
    levels TEXT,
    areas TEXT,
    summary TEXT,
    contact TEXT,
    our_note TEXT,
    source TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX practice_by_city ON practice (fold(city), id);
CREATE INDEX practice_by_country ON practice (fold(country), id);

CREATE TABLE course (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT,
    reference TEXT,
    competencies TEXT,
    method TEXT,
    hours INTEGER,
    audience TEXT,
    objectives TEXT,
    is_tot INTEGER,
    refresher_of INTEGER,
    valid_months INTEGER,
    pass_mark INTEGER,
    min_attendance INTEGER,
    languages TEXT,
    adapted_from TEXT,
    provider INTEGER,
    note TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX course_by_title ON course (fold(title), id);
CREATE INDEX course_by_reference ON course (fold(reference), id);
CREATE INDEX course_of_refresher_of ON course (refresher_of);
CREATE INDEX course_of_provider ON course (provider);

CREATE TABLE session (
    id INTEGER PRIMARY KEY NOT NULL,
    course INTEGER,
    starts_on TEXT,
    ends_on TEXT,
    starts_at INTEGER,
    ends_at INTEGER,
    place INTEGER,
    trainers TEXT,
    provider INTEGER,
    capacity INTEGER,
    language TEXT,
    open_to TEXT,
    status TEXT,
    hours INTEGER,
    cost INTEGER,
    activity INTEGER,
    note TEXT,
    reference TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX session_of_course ON session (course);
CREATE INDEX session_by_starts_on ON session (starts_on, id);
CREATE INDEX session_of_place ON session (place);
CREATE INDEX session_of_provider ON session (provider);
CREATE INDEX session_by_status ON session (status, id);
CREATE INDEX session_of_activity ON session (activity);
CREATE INDEX session_by_reference ON session (fold(reference), id);

CREATE TABLE enrolment (
    id INTEGER PRIMARY KEY NOT NULL,
    session INTEGER,
    person INTEGER,
    status TEXT,
    role TEXT,
    result TEXT,
    pre INTEGER,
    post INTEGER,
    followup INTEGER,
    feedback INTEGER,
    certificate_number TEXT,
    certificate_on TEXT,
    certificate_until TEXT,
    comment TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX enrolment_by_session ON enrolment (session, id);
CREATE INDEX enrolment_of_person ON enrolment (person);
CREATE INDEX enrolment_by_status ON enrolment (status, id);
CREATE INDEX enrolment_by_certificate_until ON enrolment (certificate_until, id);

CREATE TABLE attendance (
    id INTEGER PRIMARY KEY NOT NULL,
    session INTEGER,
    person INTEGER,
    day TEXT,
    mark TEXT,
    remark TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX attendance_of_session ON attendance (session);
CREATE INDEX attendance_of_person ON attendance (person);
CREATE INDEX attendance_by_day ON attendance (day, id);

CREATE TABLE task (
    id INTEGER PRIMARY KEY NOT NULL,
    what TEXT,
    owner INTEGER,
    due TEXT,
    status TEXT,
    origin TEXT,
    note TEXT,
    party INTEGER,
    engagement INTEGER,
    agreement INTEGER,
    programme INTEGER,
    session INTEGER,
    closed_on TEXT,
    reference TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX task_of_owner ON task (owner);
CREATE INDEX task_by_due ON task (due, id);
CREATE INDEX task_by_status ON task (status, id);
CREATE INDEX task_of_party ON task (party);
CREATE INDEX task_of_engagement ON task (engagement);
CREATE INDEX task_of_agreement ON task (agreement);
CREATE INDEX task_of_programme ON task (programme);
CREATE INDEX task_of_session ON task (session);
CREATE INDEX task_by_reference ON task (fold(reference), id);

CREATE TABLE officer (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    roles TEXT,
    title TEXT,
    email TEXT,
    phone TEXT,
    language TEXT,
    active_from TEXT,
    active_to TEXT,
    note TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX officer_by_name ON officer (fold(name), id);

CREATE TABLE office (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    municipality TEXT,
    country TEXT,
    address TEXT,
    phone TEXT,
    email TEXT,
    emergency_number TEXT,
    profile TEXT,
    weekend TEXT,
    holidays TEXT,
    language TEXT,
    currency TEXT,
    data_protection_contact TEXT,
    complaints_to TEXT,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX office_by_name ON office (fold(name), id);

CREATE TABLE vocabulary (
    id INTEGER PRIMARY KEY NOT NULL,
    list TEXT,
    code TEXT,
    label TEXT,
    label_fr TEXT,
    parent TEXT,
    aliases TEXT,
    position INTEGER,
    retired INTEGER,
    archived_at INTEGER,
    archived_by INTEGER,
    archive_reason TEXT,
    import_batch INTEGER
);
CREATE INDEX vocabulary_by_list ON vocabulary (fold(list), id);
CREATE INDEX vocabulary_by_label ON vocabulary (fold(label), id);
