/* Roles as officers type them. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/schema/role.h"

void suite_role(void);

static unsigned read(const char *text)
{
    unsigned roles = 0;

    return roles_read(text, &roles, NULL) == OK ? roles : 0;
}

static void roles_in_many_words(void)
{
    CU_ASSERT_EQUAL(read("team_lead;administrator"), ROLE_LEAD | ROLE_ADMINISTRATOR);
    CU_ASSERT_EQUAL(read("LD+ad"), ROLE_LEAD | ROLE_ADMINISTRATOR);
    CU_ASSERT_EQUAL(read(" Case Officer , intake"), ROLE_CASE | ROLE_INTAKE);
    CU_ASSERT_EQUAL(read("reviewer;programme;trainer"), ROLE_REVIEWER | ROLE_PROGRAMME | ROLE_TRAINER);
    CU_ASSERT_EQUAL(read("lead;;lead"), ROLE_LEAD);
}

static void an_unknown_role_is_named(void)
{
    unsigned roles = 77;
    struct why why = { 0 };

    CU_ASSERT_EQUAL(roles_read("lead;mayor", &roles, &why), E_INVALID);
    CU_ASSERT_EQUAL(roles, 77);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "mayor"));
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "data_protection_reviewer"));
    CU_ASSERT_EQUAL(read("lea"), 0);
    CU_ASSERT_EQUAL(read(""), 0);
    CU_ASSERT_EQUAL(read(" ; "), 0);
}

static void every_role_comes_back(void)
{
    char text[200];

    for (int i = 0; i < ROLE_COUNT; i++)
        CU_ASSERT_EQUAL(read(roles_write(1U << i, text, sizeof text)), 1U << i);
    CU_ASSERT_EQUAL(read(roles_write(ROLES_ALL, text, sizeof text)), ROLES_ALL);
    CU_ASSERT_EQUAL(read(roles_show(ROLES_ALL, text, sizeof text)), ROLES_ALL);
    CU_ASSERT_STRING_EQUAL(roles_write(ROLE_INTAKE | ROLE_LEAD, text, sizeof text), "intake_officer;team_lead");
    CU_ASSERT_STRING_EQUAL(roles_show(ROLE_LEAD | ROLE_ADMINISTRATOR, text, sizeof text), "team lead, administrator");
    CU_ASSERT_STRING_EQUAL(roles_write(0, text, sizeof text), "");
}

static void a_small_buffer_is_not_overrun(void)
{
    char text[12] = "###########";

    CU_ASSERT_STRING_EQUAL(roles_write(ROLES_ALL, text, 8), "intake_");
    CU_ASSERT_EQUAL(text[8], '#');
}

void suite_role(void)
{
    CU_pSuite suite = CU_add_suite("role", NULL, NULL);

    CU_add_test(suite, "codes, letters, short forms and labels are read", roles_in_many_words);
    CU_add_test(suite, "an unknown role is named and the roles are listed", an_unknown_role_is_named);
    CU_add_test(suite, "every role comes back from what is written and shown", every_role_comes_back);
    CU_add_test(suite, "a small buffer is not overrun", a_small_buffer_is_not_overrun);
}
