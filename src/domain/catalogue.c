/*
 * The record types of the program, in the order of the menus. A new type is its table in a file of its own, its name
 * here and in the header, and its table in assets/schema.
 */
#include "townkeep/domain/catalogue.h"

#include "townkeep/domain/casework.h"

static const struct record_type *const types[] = {
    &party_type,
    &contact_point_type,
    &relationship_type,
    &engagement_type,
    &service_type,
    &agreement_type,
    &place_type,
    &programme_type,
    &activity_type,
    &participation_count_type,
    &practice_type,
    &episode_type,
    &referral_type,
    &referral_step_type,
    &episode_step_type,
    &panel_meeting_type,
    &panel_member_type,
    &panel_item_type,
    &panel_conflict_type,
    &panel_contribution_type,
    &panel_action_type,
    &advice_contact_type,
    &contact_attempt_type,
    &consent_type,
    &assessment_type,
    &assessment_item_type,
    &family_member_type,
    &sharing_type,
    &disagreement_type,
    &complaint_type,
    &access_request_type,
    &decision_type,
    &support_plan_type,
    &plan_action_type,
    &support_session_type,
    &review_type,
    &review_change_type,
    &closure_type,
    &copy_type,
    &closed_case_type,
    &equality_tally_type,
    &course_type,
    &session_type,
    &enrolment_type,
    &attendance_type,
    &task_type,
    &officer_type,
    &office_type,
    &casework_limit_type,
    &vocabulary_type,
    &legal_register_type,
    &code_acceptance_type,
};

const struct catalogue domain_catalogue = {
    .types = types,
    .count = sizeof types / sizeof types[0],
    .may_open = casework_may_open,
    .check = casework_check_saved,
};
