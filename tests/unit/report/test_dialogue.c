/* Who was answered, how soon, who never was; what the firm's own accounts did; the goals. */
#include "report_fixture.h"
#include "../../../src/report/figures.h"

/* Kaplan and Meier by hand: waits 1, 2, 2+, 3, 5+ (+ is not answered yet). Still waiting after 1: 4/5; after
 * 2: 4/5 x 3/4 = 3/5; after 3: 3/5 x 1/2 = 3/10. The median is 3; of those answered alone it is 2. */
static void kaplan_meier_by_hand(void **state)
{
	struct wait w[] = { { 3, true }, { 2, false }, { 1, true }, { 5, false }, { 2, true } };
	(void)state;
	struct daily_response r = dialogue_response(w, 5);
	assert_int_equal(r.kaplan_meier, 3);
	assert_int_equal(r.median, 2);
}

static void kaplan_meier_at_its_ends(void **state)
{
	struct wait all[] = { { 4, true }, { 2, true } }, half[] = { { 4, true }, { 9, false } },
		few[] = { { 1, true }, { 9, false }, { 9, false } }, none[] = { { 7, false } };
	(void)state;
	assert_int_equal(dialogue_response(all, 2).kaplan_meier, 2);     /* half wait no longer than this */
	assert_int_equal(dialogue_response(all, 2).median, 3);
	assert_int_equal(dialogue_response(half, 2).kaplan_meier, 4);
	assert_int_equal(dialogue_response(few, 3).kaplan_meier, DAILY_UNKNOWN);
	assert_int_equal(dialogue_response(few, 3).median, 1);
	assert_int_equal(dialogue_response(none, 1).kaplan_meier, DAILY_UNKNOWN);
	assert_int_equal(dialogue_response(none, 1).median, DAILY_UNKNOWN);
	assert_int_equal(dialogue_response(none, 0).median, DAILY_UNKNOWN);
}

static struct fact *question(struct field *f, int64_t published, int64_t answered)
{
	struct fact *x = &plant(f, published)->fact;
	x->needs_reply = true;
	x->answered = answered;
	return x;
}

static struct fact *own(struct field *f, int64_t published)
{
	struct fact *x = &plant(f, published)->fact;
	x->role = ROLE_OWN;
	x->hash[0] = (unsigned char)f->in.nfacts;
	memcpy(x->thread, x->hash, sizeof x->thread);    /* begins a thread */
	return x;
}

static struct fact *reply(struct field *f, int64_t published, unsigned char author)
{
	struct fact *x = own(f, published);
	x->thread[0] = 200;
	x->reply = true;
	x->author[0] = author;
	return x;
}

/* The page's example: 13 of 21 answered, 62 %; 8 threads missed, 6 of them without @. */
static void thirteen_of_twenty_one(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-16T09:00:00Z");
	for (int i = 0; i < 21; i++) {
		struct fact *x = question(f, t + i * HOUR, CLOCK_NONE);
		if (i < 13)
			x->answered = x->published + 600 * (i + 1);
		x->role = i >= 19 ? ROLE_ADDRESSED : ROLE_MENTION;
	}
	own(f, t);
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.answered, 13);
	assert_int_equal(d.dialogue.needing, 21);
	assert_int_equal(d.dialogue.rate, 619);
	assert_int_equal(d.dialogue.missed_addressed, 2);
	assert_int_equal(d.dialogue.missed_other, 6);
	assert_int_equal(d.dialogue.clock.median, 7 * 600);
}

static void no_rate_of_four(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-16T09:00:00Z");
	own(f, t);
	for (int i = 0; i < 4; i++)
		question(f, t, t + HOUR);
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.rate, DAILY_UNKNOWN);
	question(f, t, t + HOUR);
	d = field_day(f);
	assert_int_equal(d.dialogue.rate, 1000);
}

/* Asked on Friday at 16:00, answered on Monday at 10:00: 66 hours by the clock, 2 in the office. */
static void office_hours_know_the_weekend(void **state)
{
	struct field *f = *state;
	f->in.day = (struct day){ 2026, 11, 17 };
	f->in.now = AT("2026-11-18T05:30:00Z");
	question(f, AT("2026-11-13T15:00:00Z"), AT("2026-11-16T09:00:00Z"));
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.clock.median, 66 * HOUR);
	assert_int_equal(d.dialogue.office.median, 2 * HOUR);
}

/* A thread in which the firm has spoken is not missed, even if it spoke before the question. */
static void a_thread_with_a_post_of_the_firm_is_not_missed(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-16T09:00:00Z");
	struct fact *x = question(f, t, CLOCK_NONE), *mine = own(f, t - HOUR);
	memcpy(x->thread, mine->thread, sizeof x->thread);
	question(f, t, CLOCK_NONE);
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.needing, 2);
	assert_int_equal(d.dialogue.missed_other, 1);
	assert_int_equal(d.nopen, 2);
}

static void presence(void **state)
{
	struct field *f = *state;
	static const char *const accounts[] = { "bluesky", "linkedin", "mastodon" };
	static const char *const heard[] = { "bluesky", "mastodon", "feed" };
	int64_t t = AT("2026-11-10T09:00:00Z");
	f->accounts = accounts;
	f->naccounts = 3;
	f->in.heard = heard;
	f->in.nheard = 3;
	for (int i = 0; i < 8; i++)
		own(f, t + i)->platform = STR("feed");   /* sends only */
	for (int i = 0; i < 9; i++)
		own(f, t + i)->platform = STR("bluesky");
	reply(f, t, 1)->platform = STR("bluesky");       /* 1 of 10 */
	own(f, t);                                       /* mastodon: one post */
	own(f, AT("2026-10-01T09:00:00Z"));              /* and one before the 28 days */
	struct daily d = field_day(f);
	static const struct { const char *platform; bool measured; enum presence state; int posts, replies; }
		rows[] = { { "bluesky", true, PRESENCE_DIALOGUE, 10, 1 },
		{ "feed", true, PRESENCE_SENDING, 8, 0 }, { "linkedin", false, PRESENCE_PASSIVE, 0, 0 },
		{ "mastodon", true, PRESENCE_PASSIVE, 1, 0 } };
	assert_int_equal(d.npresence, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(d.presence[i].platform, rows[i].platform);
		assert_int_equal(d.presence[i].measured, rows[i].measured);
		assert_int_equal(d.presence[i].state, rows[i].state);
		assert_int_equal(d.presence[i].posts, rows[i].posts);
		assert_int_equal(d.presence[i].replies, rows[i].replies);
	}
}

/* The four states at their edges: no account; 3 posts; 4 posts; 1 of 11 and 1 of 10 replies. */
static void states_of_presence(void **state)
{
	static const struct { struct daily_own own; enum presence state; } rows[] = {
		{ { "x", false, 0, 0 }, PRESENCE_ABSENT }, { { "x", true, 3, 3 }, PRESENCE_PASSIVE },
		{ { "x", true, 4, 0 }, PRESENCE_SENDING }, { { "x", true, 11, 1 }, PRESENCE_SENDING },
		{ { "x", true, 10, 1 }, PRESENCE_DIALOGUE }, { { "x", true, 4, 1 }, PRESENCE_DIALOGUE } };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(presence_of(&rows[i].own), rows[i].state);
	assert_int_equal(presence_of(NULL), PRESENCE_ABSENT);
}

static void the_branch_per_state(void **state)
{
	struct field *f = *state;
	static const struct daily_own sends = { "mastodon", true, 20, 0 },
		talks = { "mastodon", true, 20, 9 };
	f->in.npeers = 4;
	f->peers[0] = (struct daily_peer){ "duinzicht", f->outline, NULL, 0, &f->threads };
	f->peers[1] = (struct daily_peer){ "een", f->outline, &sends, 1, &f->threads };
	f->peers[2] = (struct daily_peer){ "twee", f->outline, &talks, 1, &f->threads };
	f->peers[3] = (struct daily_peer){ "drie", f->outline, NULL, 0, &f->threads };
	own(f, AT("2026-11-10T09:00:00Z"));
	struct daily d = field_day(f);
	assert_int_equal(d.npresence, 1);
	assert_true(d.presence[0].measured);
	for (int i = 0; i < PRESENCE_COUNT; i++)
		assert_int_equal(d.presence[0].branch[i], 1);
}

/* Own posts on the 1st, 3rd and 28th of the 28 days: 24 days of silence; two people answered. */
static void continuity(void **state)
{
	struct field *f = *state;
	int64_t first = day_start(day_add(f->in.day, -27)) + HOUR;
	own(f, first);
	own(f, first + 60);
	reply(f, first + 2 * 86400 + 2 * HOUR, 1);
	reply(f, first + 27 * 86400 + 2 * HOUR, 2);
	reply(f, first + 27 * 86400 + 3 * HOUR, 2);
	reply(f, first - 86400, 3);                      /* before the 28 days */
	struct daily d = field_day(f);
	assert_int_equal(d.continuity.active_days, 3);
	assert_int_equal(d.continuity.longest_silence, 24);
	assert_int_equal(d.continuity.repliers, 2);
	f->in.nfacts = 0;
	assert_int_equal(field_day(f).continuity.longest_silence, 28);
}

static void goals(void **state)
{
	struct field *f = *state;
	static const struct daily_goal set[] = { { .goal = GOAL_RESPONSE_RATE, .target = 800 },
		{ .goal = GOAL_RESPONSE_HOURS, .target = 8000 }, { .goal = GOAL_ACTIVE_DAYS, .target = 1 },
		{ .goal = GOAL_REPLIERS, .target = 3 } };
	int64_t t = AT("2026-11-16T09:00:00Z");
	f->in.goals = set;
	f->in.ngoals = 4;
	struct daily d = field_day(f);
	for (int i = 0; i < 4; i++)
		assert_int_equal(d.goals[i].state, GOAL_UNKNOWN);        /* no own account was heard */
	for (int i = 0; i < 5; i++)
		question(f, t, i < 4 ? t + 3 * HOUR : CLOCK_NONE);
	reply(f, t + 3 * HOUR, 1);
	d = field_day(f);
	static const struct { int64_t value; enum goal_state state; } wanted[] = { { 800, GOAL_MET },
		{ 3000, GOAL_MET }, { 1, GOAL_MET }, { 1, GOAL_MISSED } };
	for (int i = 0; i < 4; i++) {
		assert_int_equal(d.goals[i].value, wanted[i].value);
		assert_int_equal(d.goals[i].state, wanted[i].state);
	}
	f->plants[3].fact.answered = CLOCK_NONE;
	assert_int_equal(field_day(f).goals[0].state, GOAL_MISSED);      /* 3 of 5 */
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, field_new, field_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kaplan_meier_by_hand),
		cmocka_unit_test(kaplan_meier_at_its_ends),
		cmocka_unit_test(states_of_presence),
		EACH(thirteen_of_twenty_one),
		EACH(no_rate_of_four),
		EACH(office_hours_know_the_weekend),
		EACH(a_thread_with_a_post_of_the_firm_is_not_missed),
		EACH(presence),
		EACH(the_branch_per_state),
		EACH(continuity),
		EACH(goals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
