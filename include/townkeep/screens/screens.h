/*
 * Every screen's constructor, in one place so that screens can open each other. Each is one file in src/screens, named
 * as its constructor. All give NULL when there is no memory, which flow_push takes and tells. Texts are copied unless
 * said otherwise; record types are the catalogue's.
 */
#ifndef TOWNKEEP_SCREENS_SCREENS_H
#define TOWNKEEP_SCREENS_SCREENS_H

#include "townkeep/domain/document.h"
#include "townkeep/picture/picture.h"
#include "townkeep/screens/screen.h"

/* --- the way in --- */
struct screen *
unlock_screen_new(void); /* asks name and passphrase, opens the vault, then home (or the screens that were locked) */
struct screen *wizard_screen_new(void); /* the first run: makes a vault */
struct screen *home_screen_new(void);
struct screen *gate_screen_new(struct screen *next); /* asks to open casework, then makes way for `next`, which it takes
                                                        over; NULL: next is closed */
struct screen *conduct_screen_new(void);             /* the code of conduct, before that for who has not accepted it */
struct screen *casework_screen_new(void);            /* asks the passphrase again: use flow_open_casework */

/* --- menus and the office --- */
struct screen *
menu_screen_new(enum menu_area area); /* schema.h: the types with this .menu, and what belongs to the area */
struct screen *officers_screen_new(void);
struct screen *retention_screen_new(void); /* what has ended and is due for a decision */
struct screen *retention_item_screen_new(const struct record_type *type, int64_t id); /* what would go, and deciding */
struct screen *decisions_screen_new(void); /* of two: sign, return, carry out; the order of steps; a delay */
struct screen *verify_screen_new(void);
struct screen *backup_screen_new(void);
struct screen *salvage_screen_new(void);
struct screen *restore_screen_new(const char *backup); /* of this file; NULL: the newest in the folder */
struct screen *closing_screen_new(void);               /* the last backup, then the program ends */
struct screen *recovery_screen_new(void);
struct screen *rekey_screen_new(void);
struct screen *sheet_screen_new(void);
struct screen *settings_screen_new(void);
struct screen *about_screen_new(void);

/* --- help and palette: opened by global keys --- */
struct screen *help_screen_new(void); /* of the screen it is pushed on */
struct screen *palette_screen_new(void);

/* --- generic: written once over the tables --- */
struct screen *list_screen_new(const struct record_type *type);
/* The list with filters as query_add_filter reads them ("sector=faith"), joined by newlines; NULL none. */
struct screen *list_screen_new_filtered(const struct record_type *type, const char *filters);
/* The list of these records alone; `label` says in words which they are, in front of what it is narrowed to. */
struct screen *list_screen_new_of(const struct record_type *type, const int64_t *ids, size_t count, const char *label);
struct screen *detail_screen_new(const struct record_type *type, int64_t id);
/* Put filters together field by field; left by flow_done with their text, one a line as query_add_filter reads them. */
struct screen *filter_screen_new(const struct record_type *type, const char *filters);
/* Edit, or make a new record (id 0). Offers the kept draft. Left by flow_done(type, id, title) when saved. */
struct screen *form_screen_new(const struct record_type *type, int64_t id);
/* New, with fields set as if typed: "party=12345\nname=Youth House". */
struct screen *form_screen_new_with(const struct record_type *type, const char *fields);
/* The form of the agreement that goes on from this one. */
struct screen *renewal_screen_new(int64_t agreement);
struct screen *history_screen_new(const struct record_type *type, int64_t id); /* type NULL: the whole vault's */
struct screen *search_screen_new(const char *words);                           /* full-text search; words may be NULL */
struct screen *access_log_screen_new(int64_t case_id);     /* who looked at this case, or (0) at any; without content */
struct screen *access_request_screen_new(int64_t request); /* papers for a person who asks what is kept */
struct screen *import_screen_new(const struct record_type *type); /* file, mapping, dry run, import */
struct screen *export_screen_new(const struct record_type *type); /* the type's rows, or a map, to a file */
struct screen *exports_screen_new(void); /* files that were written, and whether they still lie there */

/* --- stakeholders that are there twice --- */
struct screen *duplicates_screen_new(void);
struct screen *linked_screen_new(int64_t main); /* those linked to a stakeholder; 0: all that are linked */

/* --- the work itself --- */
struct screen *intake_screen_new(int64_t referral); /* guided steps; 0 a new referral, else go on with it */
/* A draft nobody was searched for yet: the search comes first, as before a new one. */
struct screen *intake_screen_new_searching(int64_t referral);
struct screen *referral_screen_new(int64_t referral); /* where it stands, next steps (screening) */
/* One step of a referral or a case (`type`), with what it asks. */
struct screen *step_screen_new(const struct record_type *type, int64_t id, const char *action);
/* All steps of a referral or a case: what can be taken now, and why the rest cannot. */
struct screen *steps_screen_new(const struct record_type *type, int64_t id);
struct screen *advice_screen_new(int64_t contact); /* advice without a name; 0 a new one, asked for on the form first */
struct screen *person_search_screen_new(void);     /* a person by name, with a reason */
struct screen *case_screen_new(int64_t episode);   /* where a case stands, what comes next, and the ways on */
/* The assessment of a case: this version, 0 the newest; of a version alone (episode 0) the case is found. Where there
 * is none yet, F2 begins it. */
struct screen *assessment_screen_new(int64_t episode, int64_t assessment);
struct screen *assessment_item_screen_new(int64_t item); /* the version this question is of */
/* All versions of it, and what changed between two; left by flow_done with the one that was chosen. */
struct screen *versions_screen_new(int64_t episode);
/* The plan of support: the newest version, or this one alone. */
struct screen *plan_screen_new(int64_t episode);
struct screen *plan_version_screen_new(int64_t plan);
/* Who could carry out this action (0: any); left by flow_done with the service. */
struct screen *provider_screen_new(int64_t episode, int64_t action);
struct screen *panel_screen_new(int64_t meeting);         /* agenda, who sits at the table */
struct screen *panel_item_screen_new(int64_t item);       /* a case before the panel */
struct screen *panel_item_screen_new_of(int64_t episode); /* its newest item */
/* A paper before it leaves: read, addressed, and given out as a numbered copy. `subject` as for document_make. */
struct screen *document_screen_new(enum document_kind kind, int64_t subject);
struct screen *document_screen_new_of(enum document_kind kind, int64_t episode); /* of the newest item or plan */
/* Copies that were given out of a case, 0 of all; the selected one, 0 the newest. */
struct screen *copies_screen_new(int64_t episode, int64_t copy);
/* A review: this one; 0 the one that is being written, else a new one. Episode 0: that of the review or its draft. */
struct screen *review_screen_new(int64_t episode, int64_t review);
/* The sessions of a case with their notes; adding: with the form of a new one over it. */
struct screen *support_sessions_screen_new(int64_t episode);
struct screen *support_sessions_screen_new_adding(int64_t episode);
struct screen *roster_screen_new(int64_t session); /* attendance, keys P L E A */
struct screen *tasks_screen_new(void);
struct screen *numbers_screen_new(void);  /* how casework goes, by quarters */
struct screen *placing_screen_new(void);  /* places for stakeholders and sites that have none */
struct screen *pictures_screen_new(void); /* all of them to choose from */
struct screen *picture_screen_new(const struct picture *picture,
                                  const struct picture_wish *wish); /* wish NULL: everything at its first choice */
/* A round of mapping: how far it has come and the ways on; 0: the one that is running. */
struct screen *mapping_round_screen_new(int64_t round);
struct screen *limits_screen_new(void); /* every time limit of casework as it holds in this office */

/* The screen that lists a type: its own where it has one, else the list. */
struct screen *records_screen_new(const struct record_type *type);
/* The screen a record opens in: intake/referral, roster and the like where the type has its own, else the detail. */
struct screen *record_screen_new(const struct record_type *type, int64_t id);
/* The screen on which a kept draft is gone on with; id 0: of a new record. */
struct screen *draft_screen_new(const struct record_type *type, int64_t id);
/* The screen that makes a new record of the type: intake for a referral, else the form. */
struct screen *record_screen_new_blank(const struct record_type *type);
/* The same with fields set as if typed, where it is the form. */
struct screen *record_screen_new_with(const struct record_type *type, const char *fields);

#endif
