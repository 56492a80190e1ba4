/* The pages: hostile text stays text, and the page for a terminal fits one: at most 70 lines of 80
 * columns. */
#include "report_fixture.h"
#include <luister/caps.h>

static const struct render nl = { .english = false }, en = { .english = true };

/* Everything that a post can hold against a terminal, a browser or a parser. */
static const char hostile[] = "<script>alert(1)</script> </title></style> \"quoted\" 'quoted' & &lt; "
	"\\ \033[2J\033]0;t\007 "
	"\xc2\x9b" "31m \xe2\x80\xae" "txet\xe2\x80\xac \xe2\x81\xa6"
	"isolated\xe2\x81\xa9 %s %n caf\xc3\xa9";

static const char *page_text(struct buf *out, const struct daily *d, const struct render *r)
{
	buf_clear(out);
	report_text(out, d, r);
	assert_false(out->failed);
	return buf_cstr(out);
}

static const char *page_json(struct buf *out, const struct daily *d)
{
	buf_clear(out);
	report_json(out, d);
	assert_false(out->failed);
	return buf_cstr(out);
}

static const char *page_html(struct buf *out, const struct daily *d, const struct render *r)
{
	buf_clear(out);
	report_html(out, d, r);
	assert_false(out->failed);
	return buf_cstr(out);
}

/* No controls but line ends, no signs that turn text round. */
static void assert_clean(const char *page)
{
	struct str s = str_of(page);
	assert_true(utf8_valid(s));
	for (size_t at = 0; at < s.len;) {
		uint32_t cp = utf8_next(s, &at);
		assert_true(cp == '\n' || (cp >= 0x20 && cp != 0x7F && !(cp >= 0x80 && cp < 0xA0)));
		assert_false((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069));
	}
}

static void assert_fits(const char *page)
{
	struct str rest = str_of(page), line;
	int lines = 0;
	while (str_cut(&rest, '\n', &line)) {
		int columns = 0;
		lines += line.len || rest.len;   /* none after the last line end */
		for (size_t at = 0; at < line.len; columns++)
			utf8_next(line, &at);
		if (columns > 80)
			fail_msg("%d columns: %.*s", columns, STR_ARG(line));
	}
	if (lines > 70)
		fail_msg("%d lines:\n%s", lines, page);
}

static size_t count(const char *page, const char *what)
{
	size_t n = 0;
	for (const char *p = page; (p = strstr(p, what)) != NULL; p += strlen(what))
		n++;
	return n;
}

/* The busiest day: every list is longer than its place on the page. */
static void busy(struct field *f)
{
	static const char *const platforms[] = { "bluesky", "discourse", "feed", "file", "googleplaces",
		"lemmy", "mastodon", "misskey", "nodebb", "peertube", "reddit", "stackexchange", "trustpilot",
		"wordpress" };
	for (int i = 0; i < 42; i++) {
		struct plant *p = plant(f, AT("2026-11-19T00:00:00Z") + i * 1500);
		p->fact.platform = str_of(platforms[i % 14]);
		p->fact.label = (enum label)(i % LABEL_COUNT);
		p->fact.process = (enum process)(i % PROCESS_COUNT);
		p->fact.polarity = i % 2 ? -1000 : 999;
		p->fact.needs_reply = i % 2;
		p->fact.role = i % 3 ? ROLE_MENTION : ROLE_ADDRESSED;
		p->text = "Wij vinden de jaarrekeningcontroleverklaring van Accountantskantoor Duinzicht "
			"onbegrijpelijk "
			"ingewikkeld en buitengewoon teleurstellend, en dat al sinds afgelopen voorjaar "
			"zonder antwoord op "
			"onze vragen";
		p->url = "https://een.heel.lange.naam.van.een.platform.example/berichten/2026/11/19/"
			"met-een-nog-langere-"
			"titel-erachter-zodat-hij-niet-past";
	}
	struct plant *own = plant(f, AT("2026-11-19T12:00:00Z"));
	own->fact.role = ROLE_OWN;
}

static void the_busiest_day_fits_the_page(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	busy(f);
	struct daily d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	assert_fits(page_text(&out, &d, &en));
	/* of addresses that take two lines each fewer posts find room */
	assert_non_null(strstr(page_text(&out, &d, &nl), "en nog 17."));
	for (int i = 0; i < 5; i++)
		poll_at(f, "bron-die-het-niet-doet", d.from + i * HOUR,
			"HTTP 503, de server is overbelast, probeer later");
	f->plans[0] = (struct daily_plan){ "bron-die-het-niet-doet", HOUR };
	f->nplans = 1;
	d = field_day(f);
	assert_true(d.incomplete);
	assert_fits(page_text(&out, &d, &nl));
	assert_non_null(strstr(buf_cstr(&out), "volgt een verbeterd rapport met nummer 2026-11-19/2.\n"));
	d.issue = 99;
	assert_fits(page_text(&out, &d, &en));
	assert_non_null(strstr(buf_cstr(&out), "INCOMPLETE"));
	assert_non_null(strstr(buf_cstr(&out), "a better report follows, with number 2026-11-19/100.\n"));
	buf_free(&out);
}

static void an_empty_and_a_silent_day_fit_too(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	struct daily d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	assert_non_null(strstr(buf_cstr(&out), "STILLE DAG"));
	assert_null(strstr(buf_cstr(&out), "STILTE NIET"));
	f->plans[0] = (struct daily_plan){ "bron", HOUR };
	f->nplans = 1;
	d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	assert_non_null(strstr(buf_cstr(&out), "NIET GELUISTERD"));
	poll_at(f, "bron", AT("2026-11-19T05:00:00Z"), NULL);
	d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	assert_non_null(strstr(buf_cstr(&out), "STILTE NIET VAST TE STELLEN"));
	assert_null(strstr(buf_cstr(&out), "STILLE DAG"));
	assert_fits(page_text(&out, &d, &en));
	buf_free(&out);
}

static void hostile_text_is_text_on_the_page(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = hostile;
	p->fact.needs_reply = true;
	struct daily d = field_day(f);
	assert_clean(page_text(&out, &d, &nl));
	assert_fits(buf_cstr(&out));
	assert_non_null(strstr(buf_cstr(&out), "<script>alert(1)</script>"));
	assert_non_null(strstr(buf_cstr(&out), "%s %n caf\xc3\xa9"));
	buf_free(&out);
}

static void hostile_text_is_text_in_html(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = hostile;
	p->url = "https://vb.example/?a=1&b='2'";
	p->fact.platform = STR("<b>platform</b>");
	p->fact.needs_reply = true;
	f->in.name = "Jansen & <i>Zoon</i> \"Advocaten\"";
	f->plans[0] = (struct daily_plan){ "<u>bron</u>", HOUR };
	f->nplans = 1;
	poll_at(f, "<u>bron</u>", AT("2026-11-19T10:00:00Z"), "<script>fout</script>");
	struct daily d = field_day(f);
	const char *page = page_html(&out, &d, &nl);
	assert_clean(page);
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "<b>"));
	assert_null(strstr(page, "<i>"));
	assert_null(strstr(page, "<u>"));
	assert_int_equal(count(page, "</title>"), 1);
	assert_int_equal(count(page, "</style>"), 1);
	assert_int_equal(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;"), 2);
	assert_int_equal(count(page, "&lt;script&gt;fout&lt;/script&gt;"), 1);
	assert_int_equal(count(page, "&quot;quoted&quot; &#39;quoted&#39; &amp; &amp;lt;"), 2);
	assert_int_equal(count(page, "href=\"https://vb.example/?a=1&amp;b=&#39;2&#39;\""), 2);
	assert_non_null(strstr(page, "Jansen &amp; &lt;i&gt;Zoon&lt;/i&gt; &quot;Advocaten&quot;"));
	buf_free(&out);
}

/* Nothing that a browser would fetch by itself, and nothing that runs. */
static void html_stands_alone(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	busy(f);
	struct daily d = field_day(f);
	const char *page = page_html(&out, &d, &en);
	static const char *const loads[] = { "src=", "<link", "<script", "<img", "<iframe", "@import", "url(",
		"onclick", "onload" };
	for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
		assert_null(strstr(page, loads[i]));
	assert_int_equal(count(page, "<a "), count(page, "<a rel=\"noopener noreferrer\" href=\"https://"));
	assert_true(count(page, "<a ") > 40);
	assert_non_null(strstr(page, "<html lang=\"en\">"));
	assert_non_null(strstr(page, "prefers-color-scheme:dark"));
	assert_non_null(strstr(page, "@media print"));
	buf_free(&out);
}

static void hostile_text_is_text_in_json(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = hostile;
	f->in.name = "Jansen \"&\" Zoon \\ \n";
	struct daily d = field_day(f);
	const char *page = page_json(&out, &d);
	assert_clean(page);
	assert_int_equal(count(page, "\n"), 1);          /* one object, one line */
	assert_non_null(strstr(page, "\\\"quoted\\\" 'quoted' & &lt; \\\\ "));
	assert_non_null(strstr(page, "\"name\":\"Jansen \\\"&\\\" Zoon \\\\ \\n\""));
	buf_free(&out);
}

/* "Cannot know" is said, never shown as zero. */
static void what_is_unknown_is_not_nought(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	plant(f, AT("2026-11-19T10:00:00Z"));
	struct daily d = field_day(f);
	assert_non_null(strstr(page_text(&out, &d, &nl), "Niet te zeggen"));
	assert_null(strstr(buf_cstr(&out), "Beantwoord"));
	assert_null(strstr(buf_cstr(&out), "gesprekken gemist"));
	assert_non_null(strstr(page_html(&out, &d, &en), "Cannot know"));
	assert_null(strstr(buf_cstr(&out), "Answered:"));
	assert_non_null(strstr(page_json(&out, &d), "\"dialogue\":null"));
	assert_non_null(strstr(buf_cstr(&out), "\"net_sentiment\":null"));
	buf_free(&out);
}

static void an_incomplete_day_has_no_percentages(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	busy(f);
	struct daily d = field_day(f);
	assert_non_null(strstr(page_text(&out, &d, &nl), "%.."));
	assert_non_null(strstr(page_json(&out, &d), "\"net_sentiment\":{\"value\":0.059,"));
	f->plans[0] = (struct daily_plan){ "bron", HOUR };
	f->nplans = 1;
	d = field_day(f);
	struct str rest = str_of(page_text(&out, &d, &nl)), line;
	while (str_cut(&rest, '\n', &line))
		if (line.len && !memmem(line.p, line.len, "95%-marge", 9))
			assert_null(memchr(line.p, '%', line.len));
	assert_null(strstr(page_json(&out, &d), "\"net_sentiment\":{"));
	assert_null(strstr(page_html(&out, &d, &nl), "%</td>"));
	buf_free(&out);
}

static void colour_is_in_the_headings_alone(void **state)
{
	struct field *f = *state;
	struct buf out;
	struct render color = { .color = true };
	buf_init(&out, CAP_REPORT);
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = hostile;
	struct daily d = field_day(f);
	const char *page = page_text(&out, &d, &color);
	assert_true(count(page, "\033[1m") >= 6);
	assert_int_equal(count(page, "\033"), 2 * count(page, "\033[1m"));
	assert_int_equal(count(page, "\033[0m"), count(page, "\033[1m"));
	assert_int_equal(count(page_text(&out, &d, &nl), "\033"), 0);
	buf_free(&out);
}

static void the_same_figures_everywhere(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	busy(f);
	f->misses = 6;
	struct daily d = field_day(f);
	assert_non_null(strstr(page_text(&out, &d, &nl),
		"49 treffers - 0 dubbel - 6 andere betekenis - 1 eigen - 0 spam = 42"));
	assert_non_null(strstr(page_html(&out, &d, &nl),
		"49 treffers - 0 dubbel - 6 andere betekenis - 1 eigen - 0 spam = 42"));
	assert_non_null(strstr(page_json(&out, &d),
		"\"waterfall\":{\"hits\":49,\"copies\":0,\"misses\":6,\"own\":1,\"spam\":0,"
		"\"mentions\":42}"));
	assert_non_null(strstr(buf_cstr(&out), "\"needing_reply\":7,\"answered\":0"));
	buf_free(&out);
}


/* No word and no name is so long that it leaves the page. */
static void long_words_and_names_fit_the_page(void **state)
{
	struct field *f = *state;
	struct buf out;
	char word[400];
	buf_init(&out, CAP_REPORT);
	memset(word, 'a', sizeof word - 1);
	word[sizeof word - 1] = 0;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = word;
	struct daily d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	p->text = "kort";
	f->in.name = "Accountantskantoor en Belastingadviesbureau Van den Heuvel, Duinzicht en Partners";
	d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	buf_free(&out);
}

static void many_failing_sources_fit_the_page(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	plant(f, AT("2026-11-19T10:00:00Z"));
	for (int i = 0; i < 60; i++)
		f->plans[i] = (struct daily_plan){ "bron", HOUR };
	f->nplans = 60;
	struct daily d = field_day(f);
	assert_fits(page_text(&out, &d, &nl));
	buf_free(&out);
}

static void hostile_addresses_and_errors_are_clean(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->fact.needs_reply = true;
	p->url = "https://vb.example/\xe2\x80\xae" "gnp.\xc2\x9b" "31m";
	struct daily d = field_day(f);
	assert_clean(page_text(&out, &d, &nl));
	buf_free(&out);
}

static void hostile_errors_are_clean(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	plant(f, AT("2026-11-19T10:00:00Z"));
	f->plans[0] = (struct daily_plan){ "bron", HOUR };
	f->nplans = 1;
	poll_at(f, "bron", AT("2026-11-19T10:00:00Z"), "\033[2J\xe2\x80\xae");
	struct daily d = field_day(f);
	assert_clean(page_text(&out, &d, &nl));
	buf_free(&out);
}

/* The margin of 6 and 5 is -44..+57 (Wilson: 574.8 thousandths), in every form. */
static void one_rounding(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	for (int i = 0; i < 11; i++)
		plant(f, AT("2026-11-19T10:00:00Z"))->fact.label = i < 6 ? LABEL_POS : LABEL_NEG;
	struct daily d = field_day(f);
	page_text(&out, &d, &nl);
	print_message("text: %.*s\n", 60, strstr(buf_cstr(&out), "-44%.."));
	assert_non_null(strstr(buf_cstr(&out), "-44%..+57%"));
	buf_free(&out);
}

static void text_and_html_round_alike(void **state)
{
	struct field *f = *state;
	struct buf out;
	buf_init(&out, CAP_REPORT);
	for (int i = 0; i < 43; i++)
		plant(f, AT("2026-11-19T10:00:00Z"))->fact.label = i < 29 ? LABEL_POS : LABEL_NEG;
	struct daily d = field_day(f);              /* 29 and 14: 348.8 thousandths */
	assert_non_null(strstr(page_text(&out, &d, &nl), "+35%"));
	assert_non_null(strstr(page_html(&out, &d, &nl), "+35%"));
	buf_free(&out);
}

static void a_copy_of_an_own_post_is_one_hit(void **state)
{
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->fact.role = ROLE_OWN;
	p->fact.copy = true;
	struct daily d = field_day(f);
	assert_int_equal(d.copies + d.own, 1);
}

static void a_copied_context_post_is_no_hit(void **state)
{
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->fact.role = ROLE_CONTEXT;
	p->fact.copy = true;
	struct daily d = field_day(f);
	assert_int_equal(d.copies + d.own, 0);
}

static void missed_dialogue_counts_threads(void **state)
{
	struct field *f = *state;
	for (int i = 0; i < 2; i++) {
		struct plant *p = plant(f, AT("2026-11-18T10:00:00Z") + i);
		p->fact.needs_reply = true;
		p->fact.thread[0] = 7;
	}
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.missed_other, 1);
}

/* What the firm must see at once stands on the page, and still fits it. */
static void alarms_goals_and_the_branch_are_on_the_page(void **state)
{
	struct field *f = *state;
	struct buf out;
	static struct outline_sum others[DAILY_DAYS];
	static const char *const names[] = { "een", "twee", "drie", "vier" };
	static const struct daily_goal goals[] = { { .goal = GOAL_RESPONSE_RATE, .target = 800 },
		{ .goal = GOAL_RESPONSE_HOURS, .target = 8000 }, { .goal = GOAL_REPLIERS, .target = 3 } };
	buf_init(&out, CAP_REPORT);
	f->in.goals = goals;
	f->in.ngoals = 3;
	f->in.npeers = 5;
	f->peers[0] = (struct daily_peer){ "duinzicht", f->outline, NULL, 0, &f->threads };
	for (int i = 0; i < DAILY_DAYS; i++)
		others[i].n = 5;
	for (int i = 1; i < 5; i++)
		f->peers[i] = (struct daily_peer){ names[i - 1], others, NULL, 0, &f->threads };
	for (int i = 0; i < 19; i++)
		plant(f, AT("2026-11-19T08:00:00Z") + i)->fact.label = i < 12 ? LABEL_NEG : LABEL_POS;
	for (int i = 0; i < 5; i++) {
		struct plant *p = plant(f, AT("2026-11-17T08:00:00Z") + i * HOUR);
		p->fact.needs_reply = true;
		if (i < 3)
			p->fact.answered = p->fact.published + HOUR;
	}
	plant(f, AT("2026-11-17T09:00:00Z"))->fact.role = ROLE_OWN;
	struct daily d = field_day(f);
	const char *page = page_text(&out, &d, &nl);
	assert_fits(page);
	assert_non_null(strstr(page, " ! 19 gesprekken; normaal op donderdag 0 (8 weken)."));
	assert_non_null(strstr(page, "Zo hoog is het normaal op "));
	assert_non_null(strstr(page, " ! Negatief in 12 gesprekken, normaal 0 ("));
	assert_non_null(strstr(page, "3 van 5 (60%)  doel 80%: NIET GEHAALD"));
	assert_non_null(strstr(page, "1 u 00 kantooruren, 1 u 00 klok\n"
		"                            doel 8 u 00: JA"));
	assert_non_null(strstr(page, "reageerden: 0  doel 3: NIET GEHAALD"));
	assert_non_null(strstr(page, "Aandeel (5 kantoren)"));
	assert_non_null(strstr(page, "7 dagen: plaats 5 van 5; vorige 7 dagen 0%: meer."));
	page = page_text(&out, &d, &en);
	assert_fits(page);
	assert_non_null(strstr(page, " ! 19 threads; normal on a Thursday 0 (8 weeks)."));
	buf_free(&out);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, field_new, field_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(the_busiest_day_fits_the_page),
		EACH(an_empty_and_a_silent_day_fit_too),
		EACH(hostile_text_is_text_on_the_page),
		EACH(hostile_text_is_text_in_html),
		EACH(html_stands_alone),
		EACH(hostile_text_is_text_in_json),
		EACH(what_is_unknown_is_not_nought),
		EACH(an_incomplete_day_has_no_percentages),
		EACH(colour_is_in_the_headings_alone),
		EACH(the_same_figures_everywhere),
		EACH(long_words_and_names_fit_the_page),
		EACH(many_failing_sources_fit_the_page),
		EACH(hostile_addresses_and_errors_are_clean),
		EACH(hostile_errors_are_clean),
		EACH(one_rounding),
		EACH(text_and_html_round_alike),
		EACH(a_copy_of_an_own_post_is_one_hit),
		EACH(a_copied_context_post_is_no_hit),
		EACH(missed_dialogue_counts_threads),
		EACH(alarms_goals_and_the_branch_are_on_the_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
