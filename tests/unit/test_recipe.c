/* A folder of files by a recipe: the order, the files it leaves, those it does not know, one report for each. */
#include <sys/stat.h>

#include "town.h"
#include "townkeep/exchange/import.h"

struct fixture {
    struct town *town;
    char folder[UNIT_PATH_SIZE], recipe[UNIT_PATH_SIZE];
    struct recipe_report report;
};

static void write_text(const struct fixture *f, const char *name, const char *text)
{
    char path[UNIT_PATH_SIZE];
    FILE *file;

    unit_path(f->folder, name, path);
    file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

static void start(struct fixture *f, const char *recipe)
{
    FILE *file;

    *f = (struct fixture){ .town = town_begin() };
    unit_path(f->town->folder, "in", f->folder);
    CU_ASSERT_EQUAL_FATAL(mkdir(f->folder, 0700), 0);
    unit_path(f->town->folder, "recipe.ini", f->recipe);
    file = fopen(f->recipe, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(recipe, file);
    fclose(file);
}

static enum err run(struct fixture *f)
{
    struct import_wish wish = { .path = f->folder, .refused_file = true };

    recipe_report_release(&f->report);
    return import_by_recipe(f->town->store, &wish, f->recipe, &f->report, &f->town->why);
}

static void end(struct fixture *f)
{
    recipe_report_release(&f->report);
    town_end(f->town);
}

static const struct recipe_file *file_of(const struct fixture *f, const char *name)
{
    for (size_t i = 0; i < f->report.count; i++) {
        if (strcmp(f->report.files[i].name, name) == 0)
            return &f->report.files[i];
    }
    CU_FAIL_FATAL("the file is in the report");
    return NULL;
}

static const char usual[] = "[recipe]\ntitle = \"Test\"\nleave = \"*-refused*.csv;*.txt\"\nplace = yes\n"
                            "[files]\nsports_clubs = \"*club*.csv\"\nfood_banks = \"*bank*.csv\"\n";
static const char clubs[] = "name,category,address,postcode\nOaks,Bowling,1 Road,M33 1AA\n,Golf,2 Road,M33 2AA\n";
static const char banks[] = "Name,Referral method,Opening times,Address,Postcode,Contact,Website,Area name,Area code\n"
                            "Trust,Voucher,Monday,Hall A,M33 1AA,a@b.org,http://t,Trafford,E08000009\n"
                            "Trust,Voucher,Tuesday,Hall B,M33 2AA,0161 1,http://t,Trafford,E08000009\n"
                            "Trust,NA,NA,Hall C,BL1 1AA,Not known,http://other,Bolton,E08000001\n";

static void every_file_has_its_report(void)
{
    struct fixture f;

    start(&f, usual);
    write_text(&f, "a_club.csv", clubs);
    write_text(&f, "banks.csv", banks);
    write_text(&f, "charities.csv", "registered_charity_number,charity_name\n123,CHOIR\n");
    write_text(&f, "notes.txt", "anything");
    write_text(&f, "strange.csv", "colour,number\nred,1\n");
    write_text(&f, "empty.csv", "");
    town_must(f.town, run(&f));
    CU_ASSERT_STRING_EQUAL(f.report.title, "Test");
    CU_ASSERT_TRUE(f.report.place);
    CU_ASSERT_EQUAL(f.report.count, 6);
    CU_ASSERT_STRING_EQUAL(f.report.files[0].name, "a_club.csv"); /* as the recipe's lines stand */
    CU_ASSERT_EQUAL(file_of(&f, "a_club.csv")->report.added, 1);
    CU_ASSERT_EQUAL(file_of(&f, "a_club.csv")->report.refused, 1);
    CU_ASSERT_EQUAL(file_of(&f, "a_club.csv")->report.refusals[0].line, 3);
    CU_ASSERT_STRING_EQUAL(file_of(&f, "charities.csv")->mapping, ""); /* by its headings */
    CU_ASSERT_EQUAL(file_of(&f, "charities.csv")->report.added, 1);
    CU_ASSERT_TRUE(file_of(&f, "notes.txt")->left);
    CU_ASSERT_PTR_NULL(file_of(&f, "strange.csv")->mapping);
    CU_ASSERT_PTR_NOT_NULL(strstr(file_of(&f, "strange.csv")->reason, "No mapping"));
    CU_ASSERT_PTR_NOT_NULL(strstr(file_of(&f, "empty.csv")->reason, "empty"));
    CU_ASSERT_EQUAL(f.report.whole.read, 6);
    CU_ASSERT_EQUAL(f.report.whole.refused, 1);
    CU_ASSERT_NOT_EQUAL(f.report.whole.entry, 0);
    end(&f);
}

static void load_party(struct fixture *f, const char *website, struct record *out)
{
    struct record_page page = { 0 };
    struct query query;

    query_init(&query, &party_type);
    town_must(f->town, query_add_filter(&query, website, store_words(f->town->store), &f->town->why));
    town_must(f->town, store_page(f->town->store, &query, NULL, false, 10, &page, &f->town->why));
    CU_ASSERT_EQUAL_FATAL(page.count, 1);
    CU_ASSERT_EQUAL(record_copy(out, &page.records[0]), OK);
    record_page_release(&page);
}

/* One organisation with two halls is one with two places; the one of the other website is another. */
static void a_second_branch_is_one_more_place(void)
{
    struct record trust = { 0 };
    struct fixture f;

    start(&f, usual);
    write_text(&f, "banks.csv", banks);
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(f.report.whole.added, 2);
    CU_ASSERT_EQUAL(f.report.whole.changed, 1);
    load_party(&f, "website=http://t", &trust);
    CU_ASSERT_PTR_NOT_NULL(strchr(record_text(&trust, "places"), ';'));
    CU_ASSERT_STRING_EQUAL(record_text(&trust, "sectors"), "emergency");
    record_release(&trust);
    town_must(f.town, run(&f));
    CU_ASSERT_EQUAL(f.report.whole.unchanged, 3);
    CU_ASSERT_EQUAL(f.report.whole.entry, 0);
    end(&f);
}

static void a_bad_recipe_is_refused(void)
{
    static const char *const recipes[] = {
        "[recipe]\nnonsense = \"x\"\n",
        "[recipe]\nplace = perhaps\n",
        "[else]\nx = \"y\"\n",
        "[files]\nno_such_mapping = \"*.csv\"\n",
    };

    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        struct fixture f;

        start(&f, recipes[i]);
        write_text(&f, "a_club.csv", clubs);
        CU_ASSERT_NOT_EQUAL(run(&f), OK);
        CU_ASSERT_TRUE(f.town->why.text[0] != '\0');
        end(&f);
    }
}

void suite_recipe(void);
void suite_recipe(void)
{
    CU_pSuite s = CU_add_suite("recipe", NULL, NULL);

    CU_add_test(s, "every file has its report", every_file_has_its_report);
    CU_add_test(s, "a second branch is one more place", a_second_branch_is_one_more_place);
    CU_add_test(s, "a bad recipe is refused", a_bad_recipe_is_refused);
}
