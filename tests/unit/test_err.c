#include <CUnit/CUnit.h>
void suite_err(void);
void suite_err(void)
{
    CU_add_suite("err", NULL, NULL);
}
