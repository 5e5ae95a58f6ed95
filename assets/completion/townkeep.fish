# fish completion for townkeep
set -l commands init demo where add set show list find remove step conduct access assess retention duplicates import placing export report picture document history undo officer verify backup restore run help
set -l types party party_name party_assessment contact_point relationship seat engagement service opening agreement signatory place mapping_round mapping_answer duplicate_decision outside_row programme activity participation_count practice referral referral_step episode episode_step advice_contact contact_attempt consent assessment assessment_item family_member sharing disagreement complaint access_request decision panel_meeting panel_member panel_item panel_conflict panel_contribution panel_action support_plan plan_action support_session review review_change closure copy closed_case equality_tally course session enrolment attendance task officer office casework_limit vocabulary legal_register exported_file code_acceptance
complete -c townkeep -f -n "not __fish_seen_subcommand_from $commands" -a "$commands"
complete -c townkeep -l vault -r -F -d 'the vault'
complete -c townkeep -l officer -x -d 'whose passphrase it is'
complete -c townkeep -l passphrase-file -r -F -d 'the passphrase'
complete -c townkeep -l config -r -F -d 'settings'
complete -c townkeep -l accept-older -d 'open an older or second copy'
complete -c townkeep -l help -d 'how it is used'
complete -c townkeep -l version -d 'which version it is'
complete -c townkeep -f -n "__fish_seen_subcommand_from add set show list remove export history" -a "$types"
complete -c townkeep -n "__fish_seen_subcommand_from import" -a "$types folder hsds hsds3"
complete -c townkeep -n "__fish_seen_subcommand_from list show history export" -l format -x -a "table csv json"
complete -c townkeep -n "__fish_seen_subcommand_from report" -l format -x -a "table csv json markdown"
complete -c townkeep -n "__fish_seen_subcommand_from report" -l from -x
complete -c townkeep -n "__fish_seen_subcommand_from report" -l to -x
complete -c townkeep -n "__fish_seen_subcommand_from report" -a "workflow limits casework map equality"
complete -c townkeep -f -n "__fish_seen_subcommand_from picture" -a "influence reach coverage ego adjacency paths bridges quality"
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l format -x -a "text csv svg graphml dot"
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l as-of -x
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l width -x
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l height -x
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l ascii
complete -c townkeep -n "__fish_seen_subcommand_from picture" -l output -r -F
complete -c townkeep -n "__fish_seen_subcommand_from document" -a "f2_sheet f3_sheet decision_letter plan agenda returned"
complete -c townkeep -n "__fish_seen_subcommand_from document" -l to -x
complete -c townkeep -n "__fish_seen_subcommand_from document" -l party -x
complete -c townkeep -n "__fish_seen_subcommand_from document" -l return-by -x
complete -c townkeep -n "__fish_seen_subcommand_from document" -l sealed
complete -c townkeep -n "__fish_seen_subcommand_from list export" -l filter -x
complete -c townkeep -n "__fish_seen_subcommand_from list export" -l sort -x
complete -c townkeep -n "__fish_seen_subcommand_from list export find history" -l limit -x
complete -c townkeep -n "__fish_seen_subcommand_from access" -l all
complete -c townkeep -n "__fish_seen_subcommand_from assess" -l new
complete -c townkeep -n "__fish_seen_subcommand_from assess" -l changes
complete -c townkeep -n "__fish_seen_subcommand_from import placing" -l dry-run
complete -c townkeep -n "__fish_seen_subcommand_from import" -l recipe -x
complete -c townkeep -n "__fish_seen_subcommand_from import" -l link-duplicates -x
complete -c townkeep -n "__fish_seen_subcommand_from import" -l place
complete -c townkeep -n "__fish_seen_subcommand_from import" -l mapping -x
complete -c townkeep -n "__fish_seen_subcommand_from import" -l map -x
complete -c townkeep -n "__fish_seen_subcommand_from export" -l replace
complete -c townkeep -f -n "__fish_seen_subcommand_from export" -a "directory hsds3 vcard vcard3 kumu kumu-csv graphml dot"
complete -c townkeep -n "__fish_seen_subcommand_from export" -l profile -x -a "public partner team" -d 'for whom it is'
complete -c townkeep -n "__fish_seen_subcommand_from export" -l as-of -x -d 'the map of which day'
complete -c townkeep -n "__fish_seen_subcommand_from export" -l reason -x -d 'who gets it and what for'
complete -c townkeep -n "__fish_seen_subcommand_from export" -l preview -d 'what would leave'
complete -c townkeep -f -n "__fish_seen_subcommand_from officer" -a "list add role remove passphrase grant recovery"
complete -c townkeep -n "__fish_seen_subcommand_from officer" -l role -x -a "intake_officer case_officer team_lead programme_officer data_protection_reviewer administrator trainer"
complete -c townkeep -n "__fish_seen_subcommand_from init" -l backup-folder -r
complete -c townkeep -n "__fish_seen_subcommand_from init officer" -l kdf -x -a "interactive moderate sensitive"
complete -c townkeep -n "__fish_seen_subcommand_from demo" -l fresh
