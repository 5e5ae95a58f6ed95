/*
 * Taking a name apart: into words in Latin letters, each with what kind of word it is, how it sounds and its
 * consonants. The lists are of words as they come out of text_transliterate, in the languages of the shipped word
 * lists and their neighbours; a word that is in none of them is taken for one that tells names apart, so that a missing
 * entry costs a hint, never a wrong link.
 */
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

/* Each list begins and ends with a blank. */
static const char sorts[] =
    " agency allotment allotments association athletics badminton band bowling bowls boxing brigade "
    "brownies bureau cadets cafe cathedral centre chapel choir church clinic club college committee council court "
    "cricket cycling department directorate federation food foodbank football forum foundation gallery golf "
    "grammar group guide guides guild gurdwara gym gymnastics hall high hockey hospice hospital hotel house hub "
    "infant infants institute judo junior juniors karate kindergarten kitchen lacrosse league leisure library "
    "ministries mosque museum netball network nursery office orchestra pantry parish park partnership pharmacy "
    "playgroup police pool preschool primary prison probation project rainbows refuge rowing rugby scheme school "
    "scout scouts secondary service services shelter shop society sports squash station surgery swimming "
    "synagogue team temple tennis theatre union university wi ";
/* Which confession, where two churches or schools of one saint stand in one town. */
static const char confessions[] = " adventist anglican baptist catholic cofe evangelical lutheran methodist orthodox "
                                  "pentecostal quaker rc reformed urc sunni shia ";
static const char sides[] =
    " almshouse almshouses alumni amis appeal benevolent bequest bursary elternverein endowment foerderverein "
    "forderverein freunde friend friends fund funds governors hsa legacy memorial parent parents "
    "parentsassociation psa pta ptfa pupils retired scholarship staff supporters teacher teachers trustees wives ";
static const char marks[] =
    " boys east eastern first girls ii iii iv ladies lower men mens north northern over second senior "
    "seniors south southern third u11 u13 u15 u18 u5 u7 u9 under upper veteran veterans vi vii viii west western "
    "women womens youth ";
static const char forms[] =
    " ab ad ag aisbl ano aps as asbl bv charitable charity cic cio co company corp dd doo ei eingetragener eood "
    "ets ev ggmbh gmbh inc incorporated ivzw kft ks limited llp lp ltd mbh mtu ngo ngos nko nonprofit np nv odv "
    "ong onlus ood ooo ops osc oy plc reg registered rf ry sa sarl sas scic scio sh shpk spa spzoo srl sro ta "
    "trust ug verein vzw zrt zs ";
static const char smalls[] =
    " a al an and at by d da das de del dem den der des di die du e een el en et for fur het i im in l la le les "
    "na no o od of on po the to u ul und v van vo with y ye za zu ";
/* Another way to write a word of these lists, or of a name. */
static const char twins[] =
    " academy=school center=centre centrum=centre centar=centre zentrum=centre tsentr=centre kentro=centre "
    "centro=centre "
    "markaz=centre mrkz=centre assoc=association assn=association asscn=association ass=association "
    "asociacija=association asociacion=association associazione=association udruzenje=association "
    "udruga=association assotsiatsiia=association vereinigung=association soc=society sch=school schule=school "
    "ecole=school skola=school shkola=school escuela=school scuola=school grundschule=school mdrsh=school "
    "bibliothek=library bibliotheque=library biblioteka=library biblioteca=library kirche=church eglise=church "
    "crkva=church iglesia=church chiesa=church ch=church klub=club foundn=foundation stiftung=foundation "
    "fondation=foundation fundacja=foundation fondacija=foundation fond=foundation fundacion=foundation "
    "fondazione=foundation haus=house kuca=house maison=house dom=house dum=house casa=house masjid=mosque "
    "moschee=mosque mosquee=mosque dzamija=mosque jnr=junior jr=junior snr=senior sr=senior ctte=committee "
    "dept=department univ=university uni=university saint=st sankt=st sv=st sveti=st sainte=st ste=st san=st "
    "santa=st santo=st agios=st agia=st sfantul=st nr=no num=no numero=no hosp=hospital govt=government "
    "natl=national intl=international mohd=mohammed muhammad=mohammed mohamed=mohammed muhammed=mohammed "
    "mehmed=mohammed mohammad=mohammed mhmd=mohammed 1st=first 2nd=second 3rd=third chapell=chapel pre=preschool "
    "organisation=organization srvcs=services svc=service yth=youth comm=community cmty=community ";
/* To these a trust or a charity may belong; alone, or with anything else, "trust" is a legal form. */
static const char homes[] = " school academy college university church parish chapel mosque synagogue temple hospital "
                            "primary secondary infant infants junior juniors grammar high nursery ";

enum { WORD_SIZE = 80 };

static bool is_in(const char *list, const char *word)
{
    char between[WORD_SIZE + 2];

    if (strlen(word) >= WORD_SIZE)
        return false;
    text_print_into(between, sizeof between, " %s ", word);
    return strstr(list, between) != NULL;
}

/* The word that stands for this one, in place. */
static void use_twin(char word[WORD_SIZE])
{
    char key[WORD_SIZE + 2];
    const char *at;
    size_t len;

    text_print_into(key, sizeof key, " %s=", word);
    at = strstr(twins, key);
    if (!at)
        return;
    at += strlen(key);
    len = strcspn(at, " ");
    memcpy(word, at, len);
    word[len] = '\0';
}

/* 7, 7th, 42nd. */
static bool is_number(const char *word)
{
    static const char *const ends[] = { "", "st", "nd", "rd", "th", "e", "er" };
    size_t digits = strspn(word, "0123456789");

    for (size_t i = 0; digits > 0 && i < sizeof ends / sizeof *ends; i++) {
        if (strcmp(word + digits, ends[i]) == 0)
            return true;
    }
    return false;
}

static enum word_class class_of(const char *word)
{
    if (is_number(word) || is_in(marks, word))
        return WORD_MARK;
    if (is_in(sorts, word) || is_in(confessions, word) || is_in(" fc cc ", word))
        return WORD_SORT;
    if (is_in(sides, word))
        return WORD_SIDE;
    if (is_in(forms, word))
        return WORD_FORM;
    return is_in(smalls, word) ? WORD_SMALL : WORD_NAME;
}

/* --- sound and bones --- */
struct spelling {
    const char *is, *as;
};
static const struct spelling sounds[] = {
    { "shch", "s" }, { "sch", "s" }, { "sh", "s" }, { "ch", "c" }, { "zh", "z" }, { "kh", "h" }, { "gh", "g" },
    { "ph", "f" },   { "th", "t" },  { "dh", "d" }, { "ts", "c" }, { "tz", "c" }, { "dz", "z" }, { "ck", "k" },
    { "qu", "k" },   { "ou", "u" },  { "oo", "u" }, { "ee", "i" }, { "ie", "i" }, { "yi", "i" }, { "ae", "a" },
    { "oe", "o" },   { "ue", "u" },  { "y", "i" },  { "j", "i" },  { "w", "v" },  { "q", "k" },  { "x", "ks" },
};

static void write_sound(const char *word, char out[WORD_SIZE])
{
    size_t len = 0;

    for (size_t at = 0; word[at] && len + 3 < WORD_SIZE;) {
        const struct spelling *found = NULL;

        for (size_t i = 0; i < sizeof sounds / sizeof *sounds && !found; i++) {
            if (strncmp(word + at, sounds[i].is, strlen(sounds[i].is)) == 0)
                found = &sounds[i];
        }
        if (!found)
            out[len++] = word[at++];
        for (const char *c = found ? found->as : ""; *c; c++)
            out[len++] = *c;
        at += found ? strlen(found->is) : 0;
        if (len > 1 && out[len - 1] == out[len - 2] && (unsigned char)out[len - 1] < 0x80)
            len--;
    }
    out[len] = '\0';
}

/* Sport and sports, John's and Johns. */
static void drop_ending(char sound[WORD_SIZE])
{
    size_t len = strlen(sound);

    if (len >= 5 && sound[len - 1] == 's')
        sound[len - 1] = '\0';
}

/* Of what was written without vowels, and of what is compared with it. */
static void write_bones(const char *word, char out[WORD_SIZE])
{
    static const struct spelling same[] = { { "sh", "s" }, { "ch", "s" }, { "kh", "h" }, { "gh", "g" },
                                            { "th", "t" }, { "dh", "d" }, { "ph", "f" }, { "q", "k" } };
    size_t len = 0;

    for (size_t at = 0; word[at] && len + 1 < WORD_SIZE;) {
        const struct spelling *found = NULL;
        char c;

        for (size_t i = 0; i < sizeof same / sizeof *same && !found; i++) {
            if (strncmp(word + at, same[i].is, strlen(same[i].is)) == 0)
                found = &same[i];
        }
        c = found ? found->as[0] : word[at];
        at += found ? strlen(found->is) : 1;
        if (!strchr("aeiouywv", c) && (len == 0 || out[len - 1] != c))
            out[len++] = c;
    }
    if (len > 2 && (out[len - 1] == 'h' || out[len - 1] == 't'))
        len--; /* the ending of jam'iya, jam'iyat, khaneh */
    out[len] = '\0';
}

/* --- taking apart --- */
struct taking {
    char words[NAME_WORDS][WORD_SIZE];
    int count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Where the word ends that begins here. Within a word an apostrophe is passed over, but not behind one letter alone
 * ("d'Été"); a point is between single letters ("e.V."). */
static size_t take_word(const char *text, size_t at, char word[WORD_SIZE])
{
    size_t len = 0, since = 0;

    for (; text[at]; at++) {
        if (is_letter(text[at])) {
            if (len + 1 < WORD_SIZE)
                word[len++] = text[at];
            since++;
        } else if (text[at] == '\'' && since > 1 && is_letter(text[at + 1])) {
            continue;
        } else if (text[at] == '.' && since == 1 && is_letter(text[at + 1]) && !is_letter(text[at + 2])) {
            since = 0;
        } else {
            break;
        }
    }
    word[len] = '\0';
    return at;
}

static void put_word(struct taking *taking, const char *word)
{
    char(*last)[WORD_SIZE] = taking->count > 0 ? &taking->words[taking->count - 1] : NULL;

    if (taking->count == NAME_WORDS || word[0] == '\0')
        return;
    /* "e. V.", "A B C": letters that stand alone are one word, but for "d'" and "l'". */
    if (last && word[1] == '\0' && strlen(*last) < 4 && strspn(*last, "abcdefghijklmnopqrstuvwxyz") == 1 &&
        (*last)[1] == '\0' && !strchr("dl", (*last)[0])) {
        memcpy(*last + 1, word, 2);
        return;
    }
    text_cut_into(taking->words[taking->count++], WORD_SIZE, word);
}

static bool is_phrase(const struct taking *taking, int at, const char *const words[3])
{
    for (int i = 0; i < 3 && words[i]; i++) {
        if (at + i >= taking->count || strcmp(taking->words[at + i], words[i]) != 0)
            return false;
    }
    return true;
}

static void put_instead(struct taking *taking, int at, int count, const char *word)
{
    text_cut_into(taking->words[at], WORD_SIZE, word);
    memmove(&taking->words[at + 1], &taking->words[at + count],
            (size_t)(taking->count - at - count) * sizeof taking->words[0]);
    taking->count -= count - 1;
}

static void shorten_phrases(struct taking *taking)
{
    static const struct {
        const char *words[3], *as;
    } phrases[] = {
        { { "church", "of", "england" }, "cofe" },
        { { "c", "of", "e" }, "cofe" },
        { { "ce", NULL, NULL }, "cofe" },
        { { "roman", "catholic", NULL }, "rc" },
        { { "food", "bank", NULL }, "foodbank" },
        { { "football", "club", NULL }, "fc" },
        { { "afc", NULL, NULL }, "fc" },
        { { "cricket", "club", NULL }, "cc" },
        { { "play", "group", NULL }, "playgroup" },
        { { "pre", "school", NULL }, "preschool" },
    };

    for (int at = 0; at < taking->count; at++) {
        for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
            int count = phrases[i].words[1] ? phrases[i].words[2] ? 3 : 2 : 1;

            if (is_phrase(taking, at, phrases[i].words))
                put_instead(taking, at, count, phrases[i].as);
        }
    }
}

/* --- the name --- */
static enum err fill_word(struct arena *arena, const char *text, struct card_word *out)
{
    char sound[WORD_SIZE], bones[WORD_SIZE];

    write_sound(text, sound);
    drop_ending(sound);
    write_bones(text, bones);
    out->text = arena_copy(arena, text);
    out->sound = arena_copy(arena, sound);
    out->bones = arena_copy(arena, bones);
    return out->text && out->sound && out->bones ? OK : E_MEMORY;
}

/* What a word is may hang on its neighbours: the name behind "St", the trust of a school. */
static void settle_classes(struct card_name *name)
{
    bool has_home = false;

    for (int i = 0; i < name->count; i++)
        has_home = has_home || is_in(homes, name->words[i].text);
    for (int i = 0; i < name->count; i++) {
        struct card_word *word = &name->words[i];

        if (strcmp(word->text, "st") == 0) {
            word->class = WORD_SMALL;
            if (i + 1 < name->count && word[1].class == WORD_NAME)
                word[1].class = WORD_SAINT;
        } else if (has_home && is_in(" trust charity charitable ", word->text)) {
            word->class = WORD_SIDE;
        }
    }
}

/* As it was written, before words were replaced: "Jugend Haus" is "Jugendhaus". */
static enum err join_words(const struct taking *taking, struct buf *out)
{
    char sound[WORD_SIZE];
    enum err e = buf_add_str(out, "");

    for (int i = 0; i < taking->count && !e; i++) {
        enum word_class class = class_of(taking->words[i]);

        if (class != WORD_FORM && class != WORD_SMALL)
            e = buf_add_str(out, taking->words[i]);
    }
    if (e || out->len >= WORD_SIZE)
        return e;
    write_sound(out->data, sound);
    buf_clear(out);
    return buf_add_str(out, sound);
}

static bool has_other_script(const char *name)
{
    for (size_t at = 0; name[at];) {
        if (text_next(name, &at) >= 0x370)
            return true;
    }
    return false;
}

static enum err take_apart(const char *name, struct taking *taking, struct buf *joined)
{
    struct buf latin = { 0 };
    char word[WORD_SIZE];
    enum err e = text_transliterate(&latin, name);

    for (size_t at = 0; !e && at < latin.len;) {
        while (at < latin.len && !is_letter(latin.data[at]))
            at++;
        at = take_word(buf_text(&latin), at, word);
        put_word(taking, word);
    }
    buf_release(&latin);
    if (!e)
        e = join_words(taking, joined);
    for (int i = 0; i < taking->count; i++)
        use_twin(taking->words[i]);
    shorten_phrases(taking);
    return e;
}

static enum err fill_name(struct arena *arena, const struct taking *taking, const char *joined, struct card_name *out)
{
    enum err e = OK;

    out->joined = arena_copy(arena, joined);
    out->words = arena_alloc(arena, (size_t)(taking->count + 1) * sizeof *out->words);
    if (!out->shown || !out->joined || !out->words)
        return E_MEMORY;
    for (int i = 0; i < taking->count && !e; i++) {
        e = fill_word(arena, taking->words[i], &out->words[i]);
        out->words[i].class = (uint8_t)class_of(taking->words[i]);
    }
    out->count = (uint8_t)taking->count;
    settle_classes(out);
    return e;
}

enum err name_prepare(struct arena *arena, const char *name, struct card_name *out)
{
    struct taking taking = { 0 };
    struct buf joined = { 0 };
    enum err e = take_apart(name, &taking, &joined);

    *out = (struct card_name){ .shown = arena_copy(arena, name),
                               .has_bones_only = text_leaves_vowels_out(name),
                               .is_other_script = has_other_script(name) };
    if (!e)
        e = fill_name(arena, &taking, buf_text(&joined), out);
    buf_release(&joined);
    return e;
}
