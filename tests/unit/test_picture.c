/* A picture's canvas: how the cursor goes from spot to spot, and what becomes of it on paper. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/picture/picture.h"
#include "unit.h"

void suite_picture(void);

static void release(struct canvas *canvas)
{
    grid_release(&canvas->grid);
    arena_release(&canvas->text);
    free(canvas->spots);
    *canvas = (struct canvas){ 0 };
}

static void put(struct canvas *canvas, int x, int y, int width, int height)
{
    CU_ASSERT_PTR_NOT_NULL_FATAL(canvas_spot(canvas, (struct area){ x, y, width, height }));
}

/* Rows of cells, each beside and under the next. */
static struct canvas matrix(int columns, int rows)
{
    struct canvas canvas = { .head = "", .legend = "", .paper = "" };

    for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++)
            put(&canvas, 10 + x * 5, 1 + y, 4, 1);
    }
    return canvas;
}

struct walk {
    size_t at;
    int x, y;
};

static void go(const struct canvas *canvas, struct walk *walk, enum canvas_way way)
{
    walk->at = canvas_move(canvas, walk->at, way, &walk->x, &walk->y);
}

static void arrows_go_one_cell_in_a_matrix(void)
{
    struct canvas canvas = matrix(3, 3);
    struct walk walk = { 4, 17, 2 }; /* the middle */

    go(&canvas, &walk, CANVAS_RIGHT);
    CU_ASSERT_EQUAL(walk.at, 5);
    go(&canvas, &walk, CANVAS_RIGHT);
    CU_ASSERT_EQUAL(walk.at, 5); /* the edge */
    go(&canvas, &walk, CANVAS_DOWN);
    CU_ASSERT_EQUAL(walk.at, 8);
    go(&canvas, &walk, CANVAS_LEFT);
    CU_ASSERT_EQUAL(walk.at, 7);
    go(&canvas, &walk, CANVAS_UP);
    CU_ASSERT_EQUAL(walk.at, 4);
    go(&canvas, &walk, CANVAS_ROW_START);
    CU_ASSERT_EQUAL(walk.at, 3);
    go(&canvas, &walk, CANVAS_ROW_END);
    CU_ASSERT_EQUAL(walk.at, 5);
    release(&canvas);
}

static void up_and_down_keep_to_their_column(void)
{
    struct canvas canvas = { .head = "", .legend = "", .paper = "" };
    struct walk walk = { 1, 25, 0 };

    put(&canvas, 0, 0, 4, 1);
    put(&canvas, 24, 0, 4, 1);
    put(&canvas, 0, 1, 4, 1);
    put(&canvas, 24, 3, 4, 1);
    put(&canvas, 0, 5, 4, 1);
    go(&canvas, &walk, CANVAS_DOWN);
    CU_ASSERT_EQUAL(walk.at, 3);
    go(&canvas, &walk, CANVAS_DOWN);
    CU_ASSERT_EQUAL(walk.at, 4); /* the column has ended */
    go(&canvas, &walk, CANVAS_UP);
    CU_ASSERT_EQUAL(walk.at, 3); /* and is gone back to */
    release(&canvas);
}

/* A map around one: names to the left and to the right, in rows of their own, and one in the middle. */
static void columns_beside_a_middle_are_reached_from_it(void)
{
    struct canvas canvas = { .head = "", .legend = "", .paper = "" };
    struct walk walk = { 3, 40, 5 };

    for (int y = 4; y < 7; y++)
        put(&canvas, 0, y * 2 - 6, 12, 1); /* 0, 1, 2 at rows 2, 4, 6 */
    put(&canvas, 35, 5, 10, 1);            /* 3 */
    put(&canvas, 60, 3, 12, 1);            /* 4 */
    put(&canvas, 60, 8, 12, 1);            /* 5 */
    go(&canvas, &walk, CANVAS_LEFT);
    CU_ASSERT_EQUAL(walk.at, 1); /* the nearest row */
    go(&canvas, &walk, CANVAS_UP);
    CU_ASSERT_EQUAL(walk.at, 0);
    go(&canvas, &walk, CANVAS_RIGHT);
    CU_ASSERT_EQUAL(walk.at, 4);
    go(&canvas, &walk, CANVAS_DOWN);
    CU_ASSERT_EQUAL(walk.at, 5);
    release(&canvas);
}

static void ids_and_texts_outlive_what_they_were_made_from(void)
{
    struct canvas canvas = matrix(1, 1);
    int64_t ids[] = { 7, 9 };

    CU_ASSERT_EQUAL_FATAL(canvas_ids(&canvas, &canvas.spots[0], NULL, ids, 2), OK);
    canvas.spots[0].sentence = canvas_print(&canvas, "%d records", 2);
    ids[0] = 0;
    CU_ASSERT_EQUAL(canvas.spots[0].ids[0], 7);
    CU_ASSERT_EQUAL(canvas.spots[0].id_count, 2);
    CU_ASSERT_STRING_EQUAL(canvas.spots[0].sentence, "2 records");
    release(&canvas);
}

static void all_records_behind_the_spots_are_told_once(void)
{
    static const struct record_type kind = { .key = "kind" }, other = { .key = "other" };
    struct canvas canvas = matrix(3, 1);
    int64_t first[] = { 9, 7 }, second[] = { 7 }, third[] = { 3 }, *ids = NULL;
    size_t count;

    CU_ASSERT_EQUAL_FATAL(canvas_ids(&canvas, &canvas.spots[0], &kind, first, 2), OK);
    CU_ASSERT_EQUAL_FATAL(canvas_ids(&canvas, &canvas.spots[1], &kind, second, 1), OK);
    CU_ASSERT_EQUAL_FATAL(canvas_ids(&canvas, &canvas.spots[2], &other, third, 1), OK);
    CU_ASSERT_EQUAL_FATAL(canvas_records(&canvas, &kind, &ids, &count), OK);
    CU_ASSERT_EQUAL_FATAL(count, 2);
    CU_ASSERT_EQUAL(ids[0], 7);
    CU_ASSERT_EQUAL(ids[1], 9);
    free(ids);
    release(&canvas);
}

/* --- on paper --- */
static const struct picture sample = { .name = "sample", .label = "Sample <&>" };

static struct picture_view laid(void)
{
    struct picture_view view = { .picture = &sample, .wish.as_of = { 2026, 11, 23 } };

    view.canvas = matrix(4, 2);
    view.canvas.head = "8 cells";
    view.canvas.legend = ". nothing";
    view.canvas.frozen_columns = 10;
    CU_ASSERT_EQUAL_FATAL(canvas_size(&view.canvas, 30, 3), OK);
    draw_text(&view.canvas.grid, 0, 1, 9, STYLE_TEXT, "Row <a>");
    draw_text(&view.canvas.grid, 0, 2, 9, STYLE_TEXT, "สงขลา");
    for (size_t i = 0; i < view.canvas.count; i++)
        draw_printf(&view.canvas.grid, view.canvas.spots[i].area.x, view.canvas.spots[i].area.y, 4, STYLE_WARN, "%zu",
                    i);
    return view;
}

static void what_is_wider_comes_in_bands_with_the_frozen_columns(void)
{
    struct picture_view view = laid();
    struct buf text = { 0 };

    CU_ASSERT_EQUAL_FATAL(picture_print(&view, 80, &text), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&text), "Sample <&>\n8 cells\n\n\n"
                                            "Row <a>   0    1    2    3\n"
                                            "สงขลา     4    5    6    7\n\n. nothing\n");
    buf_clear(&text);
    CU_ASSERT_EQUAL_FATAL(picture_print(&view, 20, &text), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&text), "Sample <&>\n8 cells\n\n\n"
                                            "Row <a>   0    1\n"
                                            "สงขลา     4    5\n\n\n"
                                            "Row <a>    2    3\n"
                                            "สงขลา      6    7\n\n. nothing\n");
    buf_release(&text);
    release(&view.canvas);
}

static void a_drawing_escapes_what_it_shows(void)
{
    struct picture_view view = laid();
    struct buf text = { 0 };

    CU_ASSERT_EQUAL_FATAL(picture_svg(&view, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "<title>Sample &lt;&amp;&gt;</title>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), ">Row &lt;a&gt;</text>"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "<a>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "สงขลา</text>"));
    /* The last number of the first row stands in column 25, under heading, head, a blank line and the first row. */
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "<text x=\"212\" y=\"93\" textLength=\"8\""));
    buf_release(&text);
    release(&view.canvas);
}

static void a_reason_stands_instead_of_a_picture(void)
{
    struct picture_view view = laid();
    struct buf text = { 0 };

    view.canvas.empty = "Choose a stakeholder: p.";
    CU_ASSERT_EQUAL_FATAL(picture_print(&view, 80, &text), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&text), "Sample <&>\n8 cells\n\nChoose a stakeholder: p.\n");
    buf_clear(&text);
    CU_ASSERT_EQUAL_FATAL(picture_svg(&view, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), ">Choose a stakeholder: p.</text>"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "Row"));
    buf_release(&text);
    release(&view.canvas);
}

/* --- the table --- */
static void pictures_have_what_the_program_needs_of_them(void)
{
    size_t count;
    const struct picture *const *pictures = pictures_all(&count);

    for (size_t i = 0; i < count; i++) {
        const struct picture *picture = pictures[i];

        CU_ASSERT_PTR_EQUAL(picture_find(picture->name), picture);
        CU_ASSERT_TRUE(picture->load && picture->lay && picture->table && picture->release && picture->type);
        CU_ASSERT_TRUE(picture->label[0] && picture->sentence[0] && picture->switch_count <= PICTURE_SWITCHES);
        for (int at = 0; at < picture->switch_count; at++) {
            const struct picture_switch *one = &picture->switches[at];

            CU_ASSERT_EQUAL(picture_switch_find(picture, one->name), at); /* no name stands twice */
            CU_ASSERT_PTR_NULL(strchr("xqv/?", one->key));
            for (int other = 0; other < at; other++)
                CU_ASSERT_NOT_EQUAL(picture->switches[other].key, one->key);
            CU_ASSERT_TRUE(one->kind != SWITCH_CHOICE || one->choice_count > 1);
            CU_ASSERT_TRUE(one->kind != SWITCH_WORD || one->vocabulary);
            CU_ASSERT_TRUE(one->kind != SWITCH_RECORD || one->type);
        }
    }
    CU_ASSERT_PTR_NULL(picture_find("rainfall"));
}

void suite_picture(void)
{
    CU_pSuite suite = CU_add_suite("picture", NULL, NULL);

    CU_ADD_TEST(suite, arrows_go_one_cell_in_a_matrix);
    CU_ADD_TEST(suite, up_and_down_keep_to_their_column);
    CU_ADD_TEST(suite, columns_beside_a_middle_are_reached_from_it);
    CU_ADD_TEST(suite, ids_and_texts_outlive_what_they_were_made_from);
    CU_ADD_TEST(suite, all_records_behind_the_spots_are_told_once);
    CU_ADD_TEST(suite, what_is_wider_comes_in_bands_with_the_frozen_columns);
    CU_ADD_TEST(suite, a_drawing_escapes_what_it_shows);
    CU_ADD_TEST(suite, a_reason_stands_instead_of_a_picture);
    CU_ADD_TEST(suite, pictures_have_what_the_program_needs_of_them);
}
