# bash completion for townkeep
_townkeep() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" i
    local commands="init demo where add set show list find remove step conduct access assess retention duplicates import placing export report picture document history undo officer verify backup restore run help"
    local types="party party_name party_assessment contact_point relationship seat engagement service opening agreement signatory place mapping_round mapping_answer duplicate_decision outside_row programme activity participation_count practice
        referral referral_step episode episode_step
        advice_contact contact_attempt consent assessment assessment_item family_member sharing disagreement complaint
        access_request decision panel_meeting panel_member panel_item panel_conflict panel_contribution panel_action
        support_plan plan_action support_session review review_change closure copy closed_case equality_tally course session enrolment
        attendance task officer office casework_limit vocabulary legal_register exported_file code_acceptance"
    local globals="--vault --officer --passphrase-file --config --accept-older --help --version"

    COMPREPLY=()
    case $before in
    --vault | --passphrase-file | --new-passphrase-file | --config | --json)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W "table csv json markdown" -- "$word")
        return
        ;;
    --kdf)
        mapfile -t COMPREPLY < <(compgen -W "interactive moderate sensitive" -- "$word")
        return
        ;;
    --role)
        mapfile -t COMPREPLY < <(compgen -W "intake_officer case_officer team_lead programme_officer data_protection_reviewer administrator trainer" -- "$word")
        return
        ;;
    --encoding)
        mapfile -t COMPREPLY < <(compgen -W "UTF-8 UTF-16 Windows-1252 Macintosh" -- "$word")
        return
        ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --vault | --officer | --passphrase-file | --config) i=$((i + 1)) ;;
        -*) ;;
        *)
            command=${COMP_WORDS[i]}
            break
            ;;
        esac
    done
    if [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands $globals" -- "$word")
        return
    fi
    local options=""
    case $command in
    init) options="--office --backup-folder --kdf" ;;
    demo) options="--fresh --no-screens" ;;
    add | set) options="--json" ;;
    show) options="--format" ;;
    list) options="--filter --sort --limit --archived --fields --format" ;;
    find) options="--type --limit" ;;
    remove) options="--reason" ;;
    access) options="--all" ;;
    assess) options="--new --changes" ;;
    retention) options="list dry-run propose sign return carry-out profile delay" ;;
    import) options="--dry-run --mapping --map --source --encoding --separator --no-refused-file --recipe --place --link-duplicates" ;;
    placing) options="--dry-run" ;;
    export) options="--format --filter --sort --limit --archived --fields --bom --replace --profile --as-of --reason --preview" ;;
    report) options="--format --from --to" ;;
    picture) options="--as-of --width --height --ascii --format --output" ;;
    document) options="--to --party --return-by --sealed --on" ;;
    history) options="--limit --format --exports" ;;
    officer) options="--role --new-passphrase-file --kdf --force" ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options $globals" -- "$word")
    elif [ "$before" = "$command" ]; then
        case $command in
        export) mapfile -t COMPREPLY < <(compgen -W "$types directory hsds3 vcard vcard3 kumu kumu-csv graphml dot" -- "$word") ;;
        add | set | show | list | remove | history) mapfile -t COMPREPLY < <(compgen -W "$types" -- "$word") ;;
        import) mapfile -t COMPREPLY < <(compgen -W "$types folder hsds hsds3" -- "$word") ;;
        picture) mapfile -t COMPREPLY < <(compgen -W "influence reach coverage ego adjacency paths bridges quality" -- "$word") ;;
        report) mapfile -t COMPREPLY < <(compgen -W "workflow limits casework map equality" -- "$word") ;;
        document) mapfile -t COMPREPLY < <(compgen -W "f2_sheet f3_sheet decision_letter plan agenda returned" -- "$word") ;;
        officer) mapfile -t COMPREPLY < <(compgen -W "list add role remove passphrase grant recovery" -- "$word") ;;
        help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word") ;;
        run | backup | restore) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        esac
    else
        case $command in
        import | export | report | restore) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        esac
    fi
}
complete -o filenames -F _townkeep townkeep
