/*
 * The table of commands: usage line, help and function of each come from its row. Running one unlocks the vault first
 * where it must.
 */
#include <string.h>

#include "cli_in.h"

const struct command commands[] = {
    { .name = "init",
      .usage = N_("--office NAME --officer NAME [--backup-folder FOLDER] [--kdf interactive|moderate|sensitive] "
                  "[--cipher xchacha20|aes256gcm]"),
      .sentence = N_("Make a vault, with its first officer."),
      .help = N_("The first officer leads the team and administers. The passphrase comes from --passphrase-file, or is "
                 "asked for.\n"
                 "--backup-folder is where backups go by themselves from then on: best on another disk.\n"
                 "Afterwards: townkeep officer recovery prints the recovery code for the envelope in the safe.\n"
                 "A vault made with --cipher aes256gcm is somewhat faster, and opens only on computers whose processor "
                 "has AES; xchacha20, the default, opens on every one."),
      .run = command_init,
      .alone = true },
    { .name = "demo",
      .usage = N_("[--fresh] [--no-screens]"),
      .sentence = N_("Make a demonstration vault of an invented town, and open it."),
      .help = N_("Safe to play with: nothing in it is real. --fresh makes it anew; --no-screens only makes it and "
                 "tells its passphrase."),
      .run = command_demo,
      .alone = true,
      .wide = true },
    { .name = "where",
      .usage = "",
      .sentence = N_("Print the paths in use, and what protects the program."),
      .help = N_("One line each: a name, a tab, a path; then guard-NAME, a tab, on, partly, off or unknown, a tab, a "
                 "sentence."),
      .run = command_where },
    { .name = "add",
      .usage = N_("TYPE field=value … [--json FILE|-]"),
      .sentence = N_("Add a record and print its id (a referral: its reference)."),
      .help = N_("References are given by id, reference or name; several values of a field with ; between them; days "
                 "as 2026-11-23, 23.11., today, +7.\n"
                 "`townkeep help add TYPE` lists the fields of a type."),
      .run = command_add,
      .vault = true },
    { .name = "set",
      .usage = N_("TYPE ID|REFERENCE|NAME field=value … [--json FILE|-]"),
      .sentence = N_("Change fields of a record; field= empties one."),
      .run = command_set,
      .vault = true },
    { .name = "show",
      .usage = N_("TYPE ID|REFERENCE|NAME [--format table|csv|json]"),
      .sentence = N_("Show one record with all its fields."),
      .help = N_("Sealed fields of casework are shown to officers with a casework role, and the log says that they "
                 "looked. To others they stay (sealed),\n"
                 "and the exit status is 3."),
      .run = command_show,
      .vault = true },
    { .name = "list",
      .usage = N_("TYPE [--filter TEST]… [--sort FIELD[:desc]] [--limit N] [--archived] [--fields A,B] [--format "
                  "table|csv|json]"),
      .sentence = N_("List records. As a table the first 50; as CSV and JSON all; --limit 0 is all."),
      .help = N_("A test is field=value, field!=value, field~words (each begins a word there), field>=value, "
                 "field<=value, field= (empty), field!= (filled), or\n"
                 "~words (anywhere). Several tests must all hold. CSV has LF line ends and cells just as they are "
                 "kept, references as ids."),
      .run = command_list,
      .vault = true },
    { .name = "find",
      .usage = N_("WORDS [--type TYPE] [--limit N]"),
      .sentence = N_("Search the text of all records."),
      .help = N_("One line each: type, id, title, the text around the words."),
      .run = command_find_words,
      .vault = true },
    { .name = "remove",
      .usage = N_("TYPE ID|REFERENCE|NAME --reason WHY"),
      .sentence = N_("Archive a record: out of the lists, not out of the vault."),
      .help = N_("Prints the entry; `townkeep undo ENTRY` brings the record back."),
      .run = command_remove,
      .vault = true },
    { .name = "step",
      .usage = N_("REFERENCE [ACTION [field=value …]]"),
      .sentence = N_("Move a referral along its workflow; without ACTION say what can be done."),
      .run = command_step,
      .vault = true },
    { .name = "assess",
      .usage = N_("CASE [--new | --changes] [QUESTION=ANSWER | QUESTION.FIELD=VALUE …]"),
      .sentence = N_("Show or answer the assessment of a case, and say what is missing before the panel may see it."),
      .help = N_("--new begins a version with the answers of the one before; --changes tells which answers changed "
                 "since then. Questions and answers are\n"
                 "given by their codes, as they are shown: townkeep assess C-2026-0007 housing=unknown "
                 "housing.find_out='Ask the mother.'\n"
                 "The judgement itself (summary, priority, intensity …) is set with `townkeep set assessment ID …`."),
      .run = command_assess,
      .vault = true },
    { .name = "retention",
      .usage = N_("[list] | dry-run REFERENCE | propose REFERENCE keep|anonymise|erase field=value … | sign ID | "
                  "return ID |\n"
                  "       carry-out ID [PSEUDONYM] | profile PROFILE REASON | delay DAY REASON"),
      .sentence = N_("What has ended and is due for a decision, and the decisions of two about it."),
      .help =
          N_("A team lead proposes, a data-protection reviewer signs or returns, and a team lead carries out what was "
             "signed. Everything of one person goes together; dry-run says how\n"
             "many records of each kind that is, and what stands in the way. propose takes reason_code=, for keep also "
             "reason= and until=. anonymise leaves figures that lead to\n"
             "nobody, erase leaves nothing; neither can be taken back, so carry-out wants the pseudonym typed.\n"
             "profile proposes another order of steps (consent_first, panel_first); delay lets new cases begin until "
             "DAY although decisions are late. REASON is a code of the list\n"
             "decision_reason. Reviewers see the decisions alone, nothing of the record."),
      .run = command_retention,
      .vault = true },
    { .name = "access",
      .usage = N_("REFERENCE [bundle [--all] | keep N… | out N… | black N WORDS… | done | sign]"),
      .sentence = N_("Put together what is kept about a person who asks, and have it signed."),
      .help = N_("bundle shows the passages that speak of others (--all: every one), each with its number. keep, out "
                 "and black decide about them; done puts the papers\n"
                 "together once all are decided; sign is for a data-protection reviewer who does not handle the "
                 "request. Then `townkeep document access_bundle\n"
                 "REFERENCE FILE --to person` gives them out as a sealed file. Only the fields of the request show a "
                 "reviewer what is signed, never a case."),
      .run = command_access,
      .vault = true },
    { .name = "conduct",
      .usage = N_("[accept]"),
      .sentence = N_("Show the code of conduct, or accept it: casework stays closed before."),
      .run = command_conduct,
      .vault = true },
    { .name = "duplicates",
      .usage =
          N_("[--at-least N] [--limit N] [--format table|csv|json] | --link-from N [--yes] | --unlink STAKEHOLDER"),
      .sentence = N_("Stakeholders that may be on the map twice, each pair with how alike they are and why."),
      .help = N_("A likeness of 85 and more is very likely, below 60 nothing is shown. --link-from 90 shows what would "
                 "be linked; with --yes it is. Nothing\n"
                 "is lost: of each pair one is archived and stands for the other from then on, with all that hangs on "
                 "it; --unlink brings it back."),
      .run = command_duplicates,
      .vault = true },
    { .name = "import",
      .usage = N_("TYPE FILE | hsds3|hsds FOLDER | folder FOLDER [--recipe NAME] [--dry-run] [--mapping NAME|FILE] "
                  "[--map COLUMN=FIELD]… [--source NAME] [--sens public|partner|team] "
                  "[--encoding NAME] [--separator C] [--no-refused-file] [--link-duplicates N] [--place]"),
      .sentence = N_("Import a spreadsheet saved as CSV, a map saved as GeoJSON, a folder of them, or a directory of "
                     "services (HSDS)."),
      .help =
          N_("Separator, encoding and line ends are found out; columns are known by their headings, by a mapping "
             "that fits them, or by --map. Rows already\n"
             "there are recognised and only changed where they differ. Refused rows go to FILE-refused.csv, each "
             "with its reason, to be mended and imported\n"
             "again. All is one entry of the history: `townkeep undo` takes it back. `import folder` takes a town's "
             "open data: the recipe says which file is what.\n"
             "hsds3 is a package of HSDS 3.0, hsds a folder of HSDS 1.x as the Ohana API writes it. A directory is "
             "public: so are the new records, unless --sens says otherwise. What no field here holds is kept and "
             "goes out again with `townkeep export hsds3`."),
      .run = command_import,
      .vault = true },
    { .name = "placing",
      .usage = N_("[--dry-run]"),
      .sentence = N_("Give a place to stakeholders and sites that have none, by postcode or coordinates."),
      .help =
          N_("A place knows the beginnings of its postcodes (\"Postcodes here\": M33;WA15 7); the longest that fits "
             "wins. A site without one goes to the\n"
             "nearest district or neighbourhood within 5 kilometres. What has a place keeps it. `import … --place` "
             "does it after an import."),
      .run = command_placing,
      .vault = true },
    { .name = "export",
      .usage = N_("TYPE FILE [--format csv|json] [--filter TEST]… [--sort FIELD[:desc]] [--limit N] [--archived] "
                  "[--fields A,B] [--bom] [--replace] [--profile public|partner|team] [--reason WORDS] [--preview] |\n"
                  "       directory|hsds3|vcard|vcard3|kumu|kumu-csv|graphml|dot PATH [--profile public|partner|team] "
                  "[--as-of DAY] [--reason WORDS] [--preview]"),
      .sentence = N_("Write records to a file for others. The history says so."),
      .help = N_("--profile says for whom: everybody, partners or the team; what is marked otherwise, notes, private "
                 "numbers and hidden addresses stay, and --preview tells what would leave and what stays, and why, and "
                 "writes nothing. The formats of other programs are for everybody unless a profile is given; address "
                 "cards are never for the team. hsds3 and kumu-csv make a new folder, all others a new file.\n"
                 "CSV has CRLF line ends; cells that a spreadsheet would run as a formula get a ' in front, which "
                 "import takes away again. Sealed fields never leave."),
      .run = command_export,
      .vault = true },
    { .name = "report",
      .usage = N_("[NAME [FILE]] [--format table|csv|json|markdown] [--from DAY] [--to DAY]"),
      .sentence = N_("Make a report: without a name list them, without a file print it."),
      .help =
          N_("A file that is there is never written over. Reports of casework are counted by whole quarters; a count "
             "under five is shown as <5.\n"
             "`townkeep report workflow` needs no vault: it prints the whole workflow as the program keeps to it."),
      .run = command_report },
    { .name = "picture",
      .usage = N_("[NAME] [--as-of DAY] [--SWITCH VALUE] [--width CELLS] [--height CELLS] [--ascii] [--format "
                  "text|csv|svg|graphml|dot] "
                  "[--output FILE]"),
      .sentence = N_("Draw a picture of the stakeholders: without a name list them with their switches."),
      .help =
          N_("The same picture as on the screen, whole: what is wider than CELLS (80) comes in bands, each with its "
             "first column. A file that is there is never written over."),
      .run = command_picture,
      .vault = true },
    { .name = "document",
      .usage = N_("KIND CASE|MEETING FILE --to RECIPIENT|person [--party NAME] [--return-by DAY] [--sealed] | returned "
                  "NUMBER HOW [--on DAY]"),
      .sentence = N_("Give out a paper of a case as a numbered copy, or say what became of one."),
      .help =
          N_("KIND is f2_sheet, f3_sheet, decision_letter, plan or agenda (of a meeting, named by its day). The copy "
             "stands in the case before the file is there; its number is printed. What tells who the person is "
             "leaves as a sealed file only: its passphrase is printed on the second line, once, and `townkeep "
             "unseal` opens it. HOW is returned, destroyed, kept_lawfully, kept_by_person or lost."),
      .run = command_document,
      .vault = true },
    { .name = "history",
      .usage = N_("[TYPE ID|REFERENCE|NAME] [--limit N] [--format table|csv|json] | --access [REFERENCE] | --exports"),
      .sentence = N_("Show what was done, by whom, and whether the signature holds; newest first."),
      .help = N_("--access shows who opened which case, when and for what, of all cases or of one: for team leads and "
                 "data-protection reviewers, who need no key of a case for it.\n"
                 "That the log was read stands in it too.\n"
                 "--exports lists the files that were written for others: when, by whom, for whom, what, where to, and "
                 "whether they still lie there."),
      .run = command_history,
      .vault = true },
    { .name = "undo",
      .usage = N_("ENTRY"),
      .sentence = N_("Take an entry of the history back, as a new entry."),
      .run = command_undo,
      .vault = true },
    { .name = "officer",
      .usage =
          N_("list | add NAME --role ROLE[,ROLE] --new-passphrase-file FILE | role NAME ROLE[,ROLE] | remove NAME |\n"
             "       passphrase [NAME] --new-passphrase-file FILE [--force] | grant NAME | recovery"),
      .sentence = N_("Officers, their roles and passphrases."),
      .help =
          N_("Roles: intake_officer, case_officer, team_lead, programme_officer, data_protection_reviewer, "
             "administrator, trainer (also intake, case, lead …).\n"
             "passphrase without NAME changes one's own; with NAME an administrator gives another officer a new one,\n"
             "where cases would be lost because nobody else can open them only with --force.\n"
             "grant hands the keys of all cases to an officer with a casework role. recovery prints a new recovery "
             "code; older ones stop working.\n"
             "New passphrases are hashed at --kdf interactive|moderate|sensitive."),
      .run = command_officer,
      .vault = true },
    { .name = "code",
      .usage = N_("list | new office | new casework | test [--code-file FILE] [--record] | use [--code-file FILE]"),
      .sentence = N_("The recovery codes: the one of the office, and the one for casework."),
      .help = N_("new makes a code, prints it once, and puts the older one out of use. The one of the office opens the "
                 "vault when passphrases are lost, but no casework;\n"
                 "the one for casework, made by a caseworker, opens the cases to a caseworker who unlocks with a fresh "
                 "passphrase (use). Keep the two apart.\n"
                 "test says whether a code is still the right one, and opens nothing; with --record the history says "
                 "that it was tested.\n"
                 "list prints for each when it was made, last tested, and used."),
      .run = command_code },
    { .name = "header",
      .usage = N_("print [FILE] | restore FILE|-"),
      .sentence = N_("The vault's header on paper, for the day both copies in the file are destroyed."),
      .help =
          N_("print writes numbered lines, each with check letters, to be printed and locked away. They open nothing "
             "without a passphrase of that day; officers removed later\n"
             "would come back with them, so print anew after a change and destroy the older sheet. restore takes "
             "the lines back, names the one that was typed wrong,\n"
             "and refuses unless both headers of the file are unreadable, the passphrase opens the sheet, and the "
             "sheet the file."),
      .run = command_header },
    { .name = "rekey",
      .usage = N_("[--cipher xchacha20|aes256gcm] [--discard]"),
      .sentence = N_("Give the vault a new key, and another cipher where asked: when somebody has left, say."),
      .help = N_("Every page is written anew into a file beside the vault, which takes its place when it has been read "
                 "back. Interrupted, the vault is as it was,\n"
                 "and the next run goes on where this one stopped; --discard removes what it left behind. Other "
                 "officers unlock as before. A recovery code of the office\n"
                 "opens no more: a new one is printed. Who took a copy of the vault before can still open that copy; "
                 "and a solid-state disk may keep the old file's\n"
                 "bytes, closed as they were, for a while after they are freed."),
      .run = command_rekey,
      .alone = true },
    { .name = "verify",
      .usage = "",
      .sentence = N_("Check every page, record, entry and signature of the vault."),
      .help = N_("Exit status 4 and one line for each finding when something is damaged, also when the vault cannot be "
                 "opened for it."),
      .run = command_verify },
    { .name = "salvage",
      .usage = N_("NEWFILE [--list FILE]"),
      .sentence = N_("Write everything that can be read of a damaged vault to a new one, and say what is lost."),
      .help = N_("The same passphrases open it. What the history can give back is put back; sealed fields stay sealed. "
                 "What is lost is printed, one line each, and with\n"
                 "--list written to a file as well. The damaged file is not touched: keep it until all is well."),
      .run = command_salvage,
      .vault = true },
    { .name = "backup",
      .usage = N_("[FILE]"),
      .sentence = N_("Make an encrypted copy of the vault, and verify it."),
      .help = N_("Without FILE it goes into the folder of backups (setting backup_folder), where 7 daily, 5 weekly and "
                 "6 monthly ones are kept.\n"
                 "A backup that does not read back, open and compare as it should is removed again."),
      .run = command_backup,
      .vault = true },
    { .name = "restore",
      .usage = N_("BACKUP NEWFILE"),
      .sentence = N_("Make a vault of a backup, beside the one in use."),
      .help = N_("Never over a file that is there. It takes a name and passphrase of the day the backup was made. The "
                 "restored vault is checked as a whole, goes on as a device\n"
                 "of its own, and says in its history where it comes from. What the vault in use (--vault) has and the "
                 "backup lacks is told."),
      .run = command_restore,
      .alone = true },
    { .name = "unseal",
      .usage = N_("FILE"),
      .sentence = N_("Print what is in a sealed file, with the passphrase that was told with it."),
      .help =
          N_("No vault is needed. --passphrase-file gives the passphrase of the file. To keep it, send it to a file: "
             "townkeep unseal FILE > NAME; what stands there is no longer encrypted."),
      .run = command_unseal },
    { .name = "run",
      .usage = N_("FILE|-"),
      .sentence = N_("Run many commands, one a line, in one unlocked session."),
      .help = N_("Words are quoted as in a shell. Each command is answered by one line, written at once: \"ok\" and "
                 "the data, with \\n for line ends, \\t, \\r and \\\\;\n"
                 "or \"refused\", the exit status the command would have had, and a sentence. Empty lines and lines "
                 "beginning with # are passed over.\n"
                 "The exit status is that of the first command refused. With --passphrase-file - the passphrase is the "
                 "first line of standard input."),
      .run = command_run_lines,
      .alone = true,
      .wide = true },
    { .name = "help",
      .usage = N_("[COMMAND]"),
      .sentence = N_("Say how the program, or one command, is used."),
      .run = command_help },
};
const size_t command_count = sizeof commands / sizeof *commands;

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

enum err command_run(struct cli *cli, const char *name, struct args *args, struct why *why)
{
    const struct command *command = command_find(name);
    enum err e;

    if (!command)
        return why_set(why, E_USAGE, N_("There is no command \"%s\". `townkeep help` lists them."), name);
    if (cli->in_run && command->alone)
        return why_set(why, E_USAGE, N_("\"%s\" cannot stand among the commands of `run`."), name);
    if (command->vault && (e = cli_unlock(cli, why)))
        return e;
    return command->run(cli, args, why);
}
