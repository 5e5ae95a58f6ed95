/* The record types of the program, in menu order. Each type's table is in src/domain/<area>/<type>.c or
 * src/domain/<type>.c. */
#ifndef TOWNKEEP_DOMAIN_CATALOGUE_H
#define TOWNKEEP_DOMAIN_CATALOGUE_H

#include "townkeep/schema/schema.h"

extern const struct record_type place_type, party_type, contact_point_type, relationship_type, engagement_type,
    service_type, agreement_type;
extern const struct record_type party_name_type, party_assessment_type, seat_type, signatory_type, opening_type,
    mapping_round_type, mapping_answer_type, duplicate_decision_type, outside_row_type;
extern const struct record_type programme_type, activity_type, participation_count_type, practice_type;
extern const struct record_type referral_type, referral_step_type, episode_type, episode_step_type;
extern const struct record_type advice_contact_type, contact_attempt_type, consent_type, assessment_type,
    assessment_item_type, family_member_type, sharing_type, disagreement_type;
extern const struct record_type complaint_type, access_request_type, decision_type, casework_limit_type;
extern const struct record_type panel_meeting_type, panel_member_type, panel_item_type, panel_conflict_type,
    panel_contribution_type, panel_action_type;
extern const struct record_type support_plan_type, plan_action_type, support_session_type, review_type,
    review_change_type, closure_type, copy_type;
extern const struct record_type closed_case_type, equality_tally_type;
extern const struct record_type course_type, session_type, enrolment_type, attendance_type;
extern const struct record_type exported_file_type;
extern const struct record_type task_type, officer_type, office_type, vocabulary_type, legal_register_type,
    code_acceptance_type;

extern const struct catalogue domain_catalogue;

#endif
