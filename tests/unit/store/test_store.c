/* A whole store in a temporary folder: counters move and go, copies, answers, a map that grows, a recount. */
#include "../test.h"
#include "box.h"

static void put(struct store *s, const char *id, const char *text, enum role role, enum label label,
	int64_t published,
	int64_t updated, const char *reply_to)
{
	struct mention m = { .firm = STR("duinzicht"), .role = role, .label = label };
	struct post p = { .id = str_of(id), .source = STR("bron"), .platform = STR("mastodon"),
		.text = str_of(text), .author = STR("jan"), .reply_to = str_of(reply_to),
		.published = published, .updated = updated, .rating = POST_UNKNOWN, .firms = &m, .nfirms = 1,
		.matched = true, .scored = true, .label = label };
	store_post(s, &p);
}

static struct count_sum sum(struct store *s)
{
	struct count_sum c;
	struct err e;
	assert_int_equal(store_count(s, "duinzicht", (int64_t[]){ NOW - 86400 * 9, NOW + 7200 }, 1, &c,
		&e), STATUS_OK);
	return c;
}

static void counts_move_with_an_edit_and_go_with_a_deletion(void **state)
{
	struct box *b = *state;
	put(b->s, "1", "fijn", ROLE_MENTION, LABEL_POS, NOW - 7200, NOW - 7200, NULL);
	assert_int_equal(sum(b->s).label[LABEL_POS], 1);
	put(b->s, "1", "naar", ROLE_MENTION, LABEL_NEG, NOW - 7200, NOW - 3600, NULL);
	assert_int_equal(sum(b->s).label[LABEL_POS], 0);
	assert_int_equal(sum(b->s).label[LABEL_NEG], 1);
	put(b->s, "1", "fijn", ROLE_MENTION, LABEL_POS, NOW - 7200, NOW - 7200, NULL);
	assert_int_equal(sum(b->s).label[LABEL_NEG], 1);
	store_delete(b->s, &(struct deletion){ STR("1"), STR("bron"), NOW });
	assert_int_equal(sum(b->s).n, 0);
}

/* The winning version says whether it is spam; a firm's own post is none. */
static void spam_is_counted_apart_and_comes_back_with_an_edit(void **state)
{
	struct box *b = *state;
	struct mention m[] = { { .firm = STR("duinzicht"), .role = ROLE_MENTION, .label = LABEL_NEG },
		{ .firm = STR("kuiper"), .role = ROLE_OWN, .label = LABEL_NEG } };
	struct post p = { .id = STR("1"), .source = STR("bron"), .platform = STR("mastodon"),
		.text = STR("dm voor promo"), .author = STR("jan"), .published = NOW - 7200,
		.updated = NOW - 7200, .rating = POST_UNKNOWN, .firms = m, .nfirms = 2, .matched = true,
		.scored = true, .spam = true };
	struct count_sum own;
	struct buf out;
	struct err e;
	buf_init(&out, 4096);
	store_post(b->s, &p);
	assert_int_equal(sum(b->s).n, 0);
	assert_int_equal(sum(b->s).spam, 1);
	assert_int_equal(sum(b->s).label[LABEL_NEG], 0);
	assert_int_equal(store_count(b->s, "kuiper", (int64_t[]){ NOW - 86400, NOW + 7200 }, 1, &own,
		&e), STATUS_OK);
	assert_int_equal(own.own, 1);
	assert_int_equal(own.spam, 0);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	p.text = STR("excuses, dat was niet van mij");
	p.updated = NOW - 3600;
	p.spam = false;
	store_post(b->s, &p);
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).spam, 0);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	buf_free(&out);
}

static void the_oldest_of_equal_texts_counts_and_the_next_takes_over(void **state)
{
	struct box *b = *state;
	const char *text = "een lang persbericht dat overal precies hetzelfde luidt vandaag";
	put(b->s, "nieuw", text, ROLE_MENTION, LABEL_POS, NOW - 3600, NOW - 3600, NULL);
	assert_int_equal(sum(b->s).n, 1);
	put(b->s, "oud", text, ROLE_MENTION, LABEL_POS, NOW - 9000, NOW - 9000, NULL);
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).copies, 1);
	store_delete(b->s, &(struct deletion){ STR("oud"), STR("bron"), NOW });
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).copies, 0);
}

#define RELEASE "Duinzicht neemt volgend jaar het kantoor van De Boer in Haarlem over met alle medewerkers"

/* With a head, with a tail, with a slip: copies of the oldest one, also of one that comes later or goes. */
static void nearly_equal_texts_are_copies(void **state)
{
	struct box *b = *state;
	put(b->s, "kop", "Persbericht: " RELEASE, ROLE_MENTION, LABEL_NEU, NOW - 3600, NOW - 3600, NULL);
	put(b->s, "staart", RELEASE " https://x.example #overname", ROLE_MENTION, LABEL_NEU, NOW - 1800,
		NOW - 1800, NULL);
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).copies, 1);
	put(b->s, "eerst", RELEASE, ROLE_MENTION, LABEL_POS, NOW - 9000, NOW - 9000, NULL);
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).label[LABEL_POS], 1);
	assert_int_equal(sum(b->s).copies, 2);
	put(b->s, "ander",
		"Duinzicht neemt volgend jaar het kantoor van De Boer in Alkmaar over met 12 medewerkers",
		ROLE_MENTION, LABEL_NEU, NOW - 1700, NOW - 1700, NULL);
	assert_int_equal(sum(b->s).n, 2);
	/* the first one says something else now: what stood behind it is free again */
	put(b->s, "eerst", "Wij nemen niemand over en dat blijft ook volgend jaar nog wel zo", ROLE_MENTION,
		LABEL_NEG, NOW - 9000, NOW - 60, NULL);
	assert_int_equal(sum(b->s).n, 3);
	assert_int_equal(sum(b->s).copies, 1);
	store_delete(b->s, &(struct deletion){ STR("kop"), STR("bron"), NOW });
	assert_int_equal(sum(b->s).n, 3);
	assert_int_equal(sum(b->s).copies, 0);
}

static size_t rows(struct store *s, char table)
{
	struct key from = key_table(table), to = key_table((char)(table + 1));
	struct kv_walk w;
	size_t n = 0;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		n++;
	return n;
}

/* Fingerprints are as old as the texts that they are of; what was a copy stays one. */
static void fingerprints_go_with_their_texts(void **state)
{
	struct box *b = *state;
	struct buf out;
	struct err e;
	buf_init(&out, 4096);
	put(b->s, "1", RELEASE, ROLE_MENTION, LABEL_POS, NOW - 9000, NOW - 9000, NULL);
	put(b->s, "2", RELEASE " Lees verder.", ROLE_MENTION, LABEL_POS, NOW - 3600, NOW - 3600, NULL);
	assert_int_equal(rows(b->s, 'K'), 12);
	assert_int_equal(rows(b->s, 'N'), 2);
	assert_int_equal(store_commit(b->s, &e), STATUS_OK);
	assert_int_equal(store_erase(b->s, "jan", NULL, &out, &e), STATUS_OK);
	assert_int_equal(rows(b->s, 'T'), 0);
	assert_int_equal(rows(b->s, 'K'), 0);
	assert_int_equal(sum(b->s).n, 1);
	assert_int_equal(sum(b->s).copies, 1);
	buf_clear(&out);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	buf_free(&out);
}

static enum status take(void *self, const struct fact *f, struct err *e)
{
	int64_t *at = self;
	(void)e;
	if (f->role == ROLE_MENTION)
		at[f->answered == CLOCK_NONE ? 1 : 0] = f->answered == CLOCK_NONE ? f->published :
			f->answered;
	return STATUS_OK;
}

static void the_first_own_reply_after_a_post_answers_it(void **state)
{
	struct box *b = *state;
	int64_t got[2] = { 0, 0 };
	struct err e;
	put(b->s, "antwoord2", "nogmaals", ROLE_OWN, LABEL_NONE, NOW - 1000, NOW - 1000, "vraag");
	put(b->s, "antwoord", "zeker", ROLE_OWN, LABEL_NONE, NOW - 2000, NOW - 2000, "vraag");
	put(b->s, "vraag", "wie helpt?", ROLE_MENTION, LABEL_NONE, NOW - 7200, NOW - 7200, NULL);
	put(b->s, "later", "en nu?", ROLE_MENTION, LABEL_NONE, NOW - 500, NOW - 500, "antwoord");
	assert_int_equal(store_facts_of(b->s, "duinzicht", ROLE_MENTION, NOW - 86400,
		NOW + 3600, take, got, &e), STATUS_OK);
	assert_int_equal(got[0], NOW - 2000);
	assert_int_equal(got[1], NOW - 500);
}

static enum status tally(void *self, const struct fact *f, struct err *e)
{
	(void)f;
	(void)e;
	++*(int *)self;
	return STATUS_OK;
}

static int posts_of(struct box *b, const char *firm, enum role role, int64_t from)
{
	struct err e;
	int n = 0;
	assert_int_equal(store_facts_of(b->s, firm, role, from, NOW + 3600, tally, &n, &e),
		STATUS_OK);
	return n;
}

/* The index of a firm's posts follows edits of the time, other roles and deletions, and the check knows. */
static void a_firm_finds_its_posts_and_no_others(void **state)
{
	struct box *b = *state;
	struct buf out;
	struct err e;
	int64_t early = NOW - 5 * 86400;
	buf_init(&out, 4096);
	put(b->s, "1", "fijn", ROLE_MENTION, LABEL_POS, early, early, NULL);
	put(b->s, "2", "wij", ROLE_OWN, LABEL_NONE, NOW - 7200, NOW - 7200, NULL);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_MENTION, early - 3600), 1);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_OWN, early - 3600), 1);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_ADDRESSED, early - 3600), 0);
	assert_int_equal(posts_of(b, "duin", ROLE_MENTION, early - 3600), 0);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_MENTION, early + 3600), 0);
	put(b->s, "1", "fijn!", ROLE_ADDRESSED, LABEL_POS, NOW - 7200, NOW - 3600, NULL);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_MENTION, early - 3600), 0);
	assert_int_equal(posts_of(b, "duinzicht", ROLE_ADDRESSED, early + 3600), 1);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	store_delete(b->s, &(struct deletion){ STR("1"), STR("bron"), NOW });
	assert_int_equal(posts_of(b, "duinzicht", ROLE_ADDRESSED, early - 3600), 0);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	buf_free(&out);
}

static enum status one_fact(void *self, const struct fact *f, struct err *e)
{
	(void)e;
	*(struct fact *)self = *f;
	return STATUS_OK;
}

/* The post as a scorer reads it: with the place of each firm, from its own row or as its fact tells. */
static void a_kept_post_has_all_its_firms(void **state)
{
	struct box *b = *state;
	struct at at[] = { { 0, 9 }, { 13, 6 } };
	struct mention m[] = { { .firm = STR("duinzicht"), .role = ROLE_ADDRESSED, .at = &at[0], .nat = 1 },
		{ .firm = STR("kuiper"), .role = ROLE_MENTION, .at = &at[1], .nat = 1 } };
	struct post p = { .source = STR("bron"), .platform = STR("mastodon"), .author = STR("jan"),
		.text = STR("Duinzicht en Kuiper"), .lang = STR("nl"), .category = CATEGORY_MESSAGE,
		.rating = 4000, .firms = m, .matched = true };
	struct fact f;
	struct post kept;
	struct err e;
	for (p.nfirms = 1; p.nfirms <= 2; p.nfirms++) {
		p.id = p.nfirms == 1 ? STR("1") : STR("2");
		p.published = p.updated = NOW - 7200 * (int64_t)p.nfirms;
		store_post(b->s, &p);
		assert_int_equal(store_facts_of(b->s, "duinzicht", ROLE_ADDRESSED, NOW - 86400,
			p.published + 3600, one_fact, &f, &e), STATUS_OK);
		assert_int_equal(f.alone, p.nfirms == 1);
		assert_true(store_kept(b->s, &f, &kept));
		assert_true(str_eq(kept.text, p.text) && str_eq(kept.lang, p.lang));
		assert_int_equal(kept.category, p.category);
		assert_int_equal(kept.rating, p.rating);
		assert_int_equal(kept.nfirms, p.nfirms);
		for (size_t i = 0; i < p.nfirms; i++) {
			assert_true(str_eq(kept.firms[i].firm, m[i].firm));
			assert_int_equal(kept.firms[i].role, m[i].role);
			assert_int_equal(kept.firms[i].nat, 1);
			assert_memory_equal(kept.firms[i].at, m[i].at, sizeof *at);
		}
	}
	store_delete(b->s, &(struct deletion){ STR("2"), STR("bron"), NOW });
	assert_false(store_kept(b->s, &f, &kept));
}

struct sent { int posts, replies; };

static void sent(void *self, size_t firm, size_t span, const struct own_sum *o)
{
	struct sent *n = self;
	assert_int_equal(firm + span, 0);
	n->posts += (int)o->posts;
	n->replies += (int)o->replies;
}

static enum status replies(void *self, const struct fact *f, struct err *e)
{
	(void)e;
	*(int *)self += f->reply;
	return STATUS_OK;
}

/* Own posts that answer somebody, as counters, facts and a recount tell it. */
static int replies_of(struct box *b)
{
	const int64_t at[] = { NOW - 86400, NOW + 7200 };
	struct outline_sum o;
	struct count_sum c;
	struct sent n = { 0, 0 };
	struct buf out;
	struct err e;
	int facts = 0;
	buf_init(&out, 4096);
	assert_int_equal(store_outline(b->s, (const char *[]){ "duinzicht" }, 1, at, 1, &o,
		(struct own_counts){ sent, &n, 0 }, &e), STATUS_OK);
	assert_int_equal(store_count(b->s, "duinzicht", at, 1, &c, &e), STATUS_OK);
	assert_int_equal(store_facts_of(b->s, "duinzicht", ROLE_OWN, NOW - 86400, NOW + 3600, replies, &facts,
		&e), STATUS_OK);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	assert_int_equal(n.posts, c.own);
	assert_int_equal(n.replies, facts);
	buf_free(&out);
	return facts;
}

static void own(struct box *b, const char *id, const char *reply_to, int64_t at)
{
	put(b->s, id, id, ROLE_OWN, LABEL_NONE, at, at, reply_to);
}

/* Not those that begin a thread, nor those right under the firm's own. */
static void a_reply_under_an_own_post_answers_nobody(void **state)
{
	struct box *b = *state;
	own(b, "een", NULL, NOW - 9000);
	own(b, "twee", "een", NOW - 8000);
	put(b->s, "vraag", "ook zondag?", ROLE_MENTION, LABEL_NONE, NOW - 7000, NOW - 7000, "twee");
	own(b, "drie", "vraag", NOW - 6000);
	own(b, "vier", "onbekend", NOW - 5000);
	assert_int_equal(replies_of(b), 2);
}

/* The post above may come later, be seen to be the firm's, move to another hour, and go. */
static void a_reply_is_marked_again_as_the_post_above_it_changes(void **state)
{
	struct box *b = *state;
	own(b, "drie", "twee", NOW - 7000);
	own(b, "twee", "een", NOW - 8000);
	assert_int_equal(replies_of(b), 1);
	put(b->s, "een", "een", ROLE_MENTION, LABEL_NONE, NOW - 9000, NOW - 9000, NULL);
	assert_int_equal(replies_of(b), 1);
	own(b, "een", NULL, NOW - 9000);
	assert_int_equal(replies_of(b), 0);
	put(b->s, "een", "anders", ROLE_OWN, LABEL_NONE, NOW - 20000, NOW - 100, NULL);
	assert_int_equal(replies_of(b), 0);
	store_delete(b->s, &(struct deletion){ STR("twee"), STR("bron"), NOW });
	assert_int_equal(replies_of(b), 1);
	store_delete(b->s, &(struct deletion){ STR("een"), STR("bron"), NOW });
	store_delete(b->s, &(struct deletion){ STR("drie"), STR("bron"), NOW });
	assert_int_equal(replies_of(b), 0);
}

/* ---- threads: a firm's facts are read among its own posts, all firms' by look-ups ---- */

#define POSTS 200
struct seen { struct fact at[POSTS]; size_t n; };

static enum status see(void *self, const struct fact *f, struct err *e)
{
	struct seen *x = self;
	(void)e;
	if (str_is(f->firm, "duinzicht") && f->role != ROLE_CONTEXT)
		x->at[x->n++] = *f;
	return STATUS_OK;
}

static int by_hash(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	return memcmp(x->hash, y->hash, HASH_LEN);
}

static void plant_threads(struct store *s)
{
	char ids[POSTS][8];
	srand(20261127);
	for (int i = 0; i < POSTS; i++) {
		int64_t at = NOW - 86400 + i * 60;
		enum role role = (enum role)(rand() % ROLE_COUNT);
		/* an earlier one, a later one, nobody, or one that is not there */
		int up = rand() % 4 ? rand() % POSTS : POSTS + rand() % 9;
		char above[8];
		snprintf(ids[i], sizeof ids[i], "%d", i);
		snprintf(above, sizeof above, "%d", up);
		put(s, ids[i], ids[i], role, LABEL_NONE, at, at, rand() % 3 ? above : NULL);
	}
}

static void threads_are_the_same_however_they_are_read(void **state)
{
	static struct seen all, one;
	struct box *b = *state;
	struct err e;
	int linked = 0;
	plant_threads(b->s);
	assert_int_equal(store_commit(b->s, &e), STATUS_OK);
	store_close(b->s);
	open_box(b, STORE_READ);
	for (int role = ROLE_OWN; role < ROLE_CONTEXT; role++)
		assert_int_equal(store_facts_of(b->s, "duinzicht", (enum role)role, NOW - 2 * 86400, NOW,
			see, &one, &e), STATUS_OK);
	assert_int_equal(store_facts(b->s, NOW - 2 * 86400, NOW, see, &all, &e), STATUS_OK);
	assert_int_equal(one.n, all.n);
	qsort(all.at, all.n, sizeof *all.at, by_hash);
	qsort(one.at, one.n, sizeof *one.at, by_hash);
	for (size_t i = 0; i < all.n; i++) {
		assert_memory_equal(one.at[i].hash, all.at[i].hash, HASH_LEN);
		assert_memory_equal(one.at[i].thread, all.at[i].thread, HASH_LEN);
		assert_memory_equal(one.at[i].parent, all.at[i].parent, HASH_LEN);
		assert_int_equal(one.at[i].answered, all.at[i].answered);
		linked += memcmp(all.at[i].thread, all.at[i].hash, HASH_LEN) != 0;
	}
	assert_true(linked > POSTS / 4);
}

static void counters_are_summed_span_by_span(void **state)
{
	struct box *b = *state;
	struct outline_sum o[3];
	struct count_sum c[3];
	struct sent none = { 0, 0 };
	struct err e;
	const int64_t at[] = { NOW - 3 * 3600, NOW - 2 * 3600, NOW - 3600, NOW + 3600 };
	put(b->s, "0", "te vroeg", ROLE_MENTION, LABEL_POS, at[0] - 1, at[0] - 1, NULL);
	put(b->s, "1", "fijn", ROLE_MENTION, LABEL_POS, at[0], at[0], NULL);
	put(b->s, "2", "naar", ROLE_MENTION, LABEL_NEG, at[2], at[2], NULL);
	put(b->s, "3", "naar", ROLE_MENTION, LABEL_NEG, at[3] - 1, at[3] - 1, "2");
	put(b->s, "4", "naar", ROLE_MENTION, LABEL_NEG, at[3] - 1, at[3] - 1, "4");
	assert_int_equal(store_count(b->s, "duinzicht", at, 3, c, &e), STATUS_OK);
	assert_int_equal(store_outline(b->s, (const char *[]){ "duinzicht" }, 1, at, 3, o,
		(struct own_counts){ sent, &none, 0 }, &e), STATUS_OK);
	/* who answers begins no thread, who names but itself does */
	assert_int_equal(o[2].starts, 2);
	assert_int_equal(o[2].starts_negative, 2);
	assert_int_equal(o[0].starts, 1);
	assert_int_equal(o[0].starts_negative, 0);
	assert_int_equal(c[0].label[LABEL_POS], 1);
	assert_int_equal(c[0].n, 1);
	assert_int_equal(c[1].n, 0);
	assert_int_equal(c[2].label[LABEL_NEG], 3);
	assert_int_equal(store_first_count(b->s, "duinzicht", 0), at[0] - 3600);
	assert_int_equal(store_first_count(b->s, "duinzicht", at[0] - 7200), at[0] - 3600);
	assert_int_equal(store_first_count(b->s, "duinzicht", at[0]), at[0]);
	assert_int_equal(store_first_count(b->s, "duinzicht", at[0] + 40 * 86400), at[0] + 40 * 86400);
	assert_int_equal(store_first_count(b->s, "duinzich", at[0]), CLOCK_NONE);
	assert_int_equal(store_first_poll(b->s), CLOCK_NONE);
}

static void a_full_map_grows_and_nothing_is_lost(void **state)
{
	struct box *b = *state;
	struct kv *kv;
	struct err e = { STATUS_OK, "" };
	struct str v;
	char *dir = mem_printf("%s/g1", b->dir), *big = mem_alloc(3000);
	store_close(b->s);
	b->s = NULL;
	assert_int_equal(kv_open(dir, KV_WRITE, (size_t)128 << 10, &kv, &e), STATUS_OK);
	for (unsigned i = 0; i < 500; i++) {
		char name[] = { 'Z', (char)(i >> 8), (char)i };
		kv_put(kv, (struct str){ name, 3 }, (struct str){ big, 3000 });
	}
	assert_int_equal(kv_commit(kv, &e), STATUS_OK);
	for (unsigned i = 0; i < 500; i++) {
		char name[] = { 'Z', (char)(i >> 8), (char)i };
		assert_true(kv_get(kv, (struct str){ name, 3 }, &v) && v.len == 3000);
	}
	kv_close(kv);
	mem_free(dir);
	mem_free(big);
}

static void a_recount_finds_a_wrong_counter(void **state)
{
	struct box *b = *state;
	struct buf out;
	struct err e = { STATUS_OK, "" };
	buf_init(&out, CAP_LINE);
	put(b->s, "1", "fijn", ROLE_MENTION, LABEL_POS, NOW - 7200, NOW - 7200, NULL);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_OK);
	assert_int_equal(out.len, 0);
	struct cell c = { .hour = (NOW - 7200) / 3600, .firm = STR("duinzicht"), .platform = STR("mastodon"),
		.role = ROLE_MENTION, .label = LABEL_POS };
	cell_add(b->s, &c, 2);
	c.firm = STR("niemand");
	cell_add(b->s, &c, 1);
	assert_int_equal(store_check(b->s, &out, &e), STATUS_DATA);
	const char *said = buf_cstr(&out);
	assert_non_null(strstr(said,
		"duinzicht mastodon network mention marketing pos: counted 3, should be 1"));
	assert_non_null(strstr(said, "niemand"));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(counts_move_with_an_edit_and_go_with_a_deletion,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(spam_is_counted_apart_and_comes_back_with_an_edit, box_new,
			box_free),
		cmocka_unit_test_setup_teardown(nearly_equal_texts_are_copies, box_new, box_free),
		cmocka_unit_test_setup_teardown(fingerprints_go_with_their_texts, box_new, box_free),
		cmocka_unit_test_setup_teardown(the_oldest_of_equal_texts_counts_and_the_next_takes_over,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(the_first_own_reply_after_a_post_answers_it,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(a_firm_finds_its_posts_and_no_others,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(a_kept_post_has_all_its_firms, box_new, box_free),
		cmocka_unit_test_setup_teardown(a_reply_is_marked_again_as_the_post_above_it_changes,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(a_reply_under_an_own_post_answers_nobody,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(threads_are_the_same_however_they_are_read,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(counters_are_summed_span_by_span,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(a_full_map_grows_and_nothing_is_lost,
			box_new, box_free),
		cmocka_unit_test_setup_teardown(a_recount_finds_a_wrong_counter,
			box_new, box_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
