/* Settings, keys, looks, word lists and the stack, put together. What is wrong in the files of settings is told on the
 * first screen and stops nothing. */
#include "townkeep/app/app.h"

#include <stdio.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"

static enum err read_settings(struct app *app, const struct cli_screens *wanted, struct why *why)
{
    enum err e = config_init(&app->config, why);

    if (e)
        return e;
    if (config_load(&app->config, wanted->config[0] ? wanted->config : NULL, &app->notes, why))
        return why ? why->code : E_INVALID;
    return config_keys(NULL, &app->keys, &app->notes, why);
}

static void start_language(struct app *app)
{
    struct buf locale = { 0 };
    bool found = path_locale(&locale, NULL) == OK;

    i18n_start(config_text(&app->config, SETTING_LANGUAGE), found ? buf_text(&locale) : NULL);
    buf_release(&locale);
}

void app_read_looks(struct app *app)
{
    start_language(app);
    config_looks(&app->config, app->looks, NULL);
    app->grid.ascii = config_wants_ascii(&app->config, i18n_is_utf8() != 0);
}

static void tell_notes(struct app *app)
{
    if (app->notes.count > 0)
        flow_toast(app->flow, STYLE_WARN, "%s", app->notes.text[0]);
    else if (!crypt_memory_is_locked())
        flow_toast(app->flow, STYLE_WARN, "%s", _("This computer does not let the program keep its keys out of swap."));
}

/* Once for each person on a computer: a mark among the state says that it was told. */
static void tell_swap(struct app *app, const struct guards *guards)
{
    struct buf folder = { 0 }, mark = { 0 };

    if (!guards || guards->of[GUARD_SWAP].state != GUARD_OFF)
        return;
    if (path_state(&folder, NULL) || path_join(&mark, buf_text(&folder), "swap-told") || path_exists(buf_text(&mark)))
        goto done;
    flow_toast(app->flow, STYLE_WARN, "%s",
               _("This computer swaps to a disk that is not encrypted: see About Townkeep."));
    if (path_make_folders(buf_text(&folder), NULL) || path_write_file(buf_text(&mark), "", 0, NULL))
        goto done; /* it will be told again */
done:
    buf_release(&folder);
    buf_release(&mark);
}

enum err app_open(struct app *app, const struct cli_screens *wanted, enum kdf_level kdf, int width, int height,
                  struct why *why)
{
    enum err e;

    *app = (struct app){ 0 };
    if ((e = read_settings(app, wanted, why)) || (e = path_assets(&app->assets, why)) ||
        (e = cli_words_load(buf_text(&app->assets), &app->words, why)))
        goto done;
    if ((e = grid_init(&app->grid, width, height))) {
        why_set(why, e, "%s", err_text(e));
        goto done;
    }
    app_read_looks(app);
    if (!wanted->demonstration && path_state(&app->state, NULL))
        buf_clear(&app->state);
    app->setup = (struct stack_setup){
        .vault = wanted->vault,
        .officer = wanted->officer,
        .assets = buf_text(&app->assets),
        .demo_passphrase = wanted->demonstration ? cli_demo_passphrase() : NULL,
        .catalogue = &domain_catalogue,
        .vocabulary = app->words.entries,
        .vocabulary_count = app->words.count,
        .config = &app->config,
        .keys = &app->keys,
        .state = app->state.len > 0 ? buf_text(&app->state) : NULL,
        .kdf = kdf,
        .guards = wanted->guards,
    };
    if ((e = stack_new(&app->setup, width, height, &app->flow, why)))
        goto done;
    tell_swap(app, wanted->guards);
    tell_notes(app);
    stack_draw(app->flow, &app->grid);
done:
    if (e)
        app_close(app);
    return e;
}

void app_close(struct app *app)
{
    stack_free(app->flow);
    grid_release(&app->grid);
    cli_words_release(&app->words);
    config_keys_release(&app->keys);
    config_notes_release(&app->notes);
    config_release(&app->config);
    buf_release(&app->assets);
    buf_release(&app->state);
    *app = (struct app){ 0 };
}

void app_step(struct app *app, const struct event *event)
{
    enum stack_next next;

    stack_handle(app->flow, event);
    while ((next = stack_next(app->flow)) != STACK_NOTHING && next != STACK_OVER) {
        if (next == STACK_LOOKS)
            app_read_looks(app);
    }
    do
        stack_draw(app->flow, &app->grid);
    while (stack_work(app->flow));
    stack_draw(app->flow, &app->grid);
}
