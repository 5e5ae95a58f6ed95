/* What a screen must know again after a lock, and nobody may read meanwhile: sealed with a key that goes with the lock
 * and comes back with the officer's passphrase. It never leaves memory. */
#include <string.h>

#include "store_in.h"

static const char bound[] = "townkeep aside";

void store_put_aside(struct store *store, void *bytes, size_t len, struct buf *sealed)
{
    buf_release(sealed);
    if (len > 0 && buf_reserve(sealed, len + NONCE_SIZE + TAG_SIZE) == OK) {
        sealed->len = len + NONCE_SIZE + TAG_SIZE;
        seal((uint8_t *)sealed->data, bytes, len, bound, sizeof bound, store->draft_key);
    }
    wipe(bytes, len);
}

bool store_take_back(struct store *store, struct buf *sealed, void *bytes, size_t len)
{
    bool is_there =
        sealed->len == len + NONCE_SIZE + TAG_SIZE &&
        unseal(bytes, (const uint8_t *)sealed->data, sealed->len, bound, sizeof bound, store->draft_key) == OK;

    if (!is_there)
        memset(bytes, 0, len);
    buf_release(sealed);
    return is_there;
}

void store_put_text_aside(struct store *store, struct buf *text, struct buf *sealed)
{
    store_put_aside(store, text->data, text->len, sealed);
    buf_release(text);
}

void store_take_text_back(struct store *store, struct buf *sealed, struct buf *text)
{
    size_t len = sealed->len > NONCE_SIZE + TAG_SIZE ? sealed->len - NONCE_SIZE - TAG_SIZE : 0;

    buf_release(text);
    if (len == 0 || buf_reserve(text, len + 1))
        return;
    if (store_take_back(store, sealed, text->data, len))
        text->len = len;
    text->data[text->len] = '\0';
}
