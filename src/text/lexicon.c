/* lexicon.c: reads lexicons/nl (FORMAT.md) into one hash table of forms and one index of patterns. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <luister/caps.h>
#include <luister/file.h>
#include <luister/post.h>
#include <luister/token.h>
#include "examples.h"
#include "language.h"
#include "lexicon_in.h"

#define COLUMNS 10
#define TABLE_SIZE ((size_t)1 << 17)  /* slots to begin with */
#define LEXICON_SIZE ((size_t)18 << 20)
#define FOLD_CAP ((size_t)64 << 10)

struct loader {
	struct lexicon *lx;
	struct buf *problems;
	struct err *e;
	const char *file;            /* arena */
	int line;
	enum status status;
	uint64_t version;
	uint32_t sense;              /* being expanded */
	uint32_t particle;
	uint8_t rank;
	struct buf text, folded;
};

struct row { struct str col[COLUMNS]; size_t n; };

/* ---- the table of forms ---- */

struct key { struct str s; uint32_t hash; uint64_t head; };

/* The first eight bytes, or all: of one length no two are alike. */
static uint64_t head_of(struct str s)
{
	uint64_t head = 0;
	uint32_t first, last;

	if (s.len >= sizeof head) {
		memcpy(&head, s.p, sizeof head);
	} else if (s.len >= sizeof first) {
		memcpy(&first, s.p, sizeof first);
		memcpy(&last, s.p + s.len - sizeof last, sizeof last);
		head = (uint64_t)last << 32 | first;
	} else if (s.len) {
		head = (uint64_t)(unsigned char)s.p[0] << 16 | (uint64_t)(unsigned char)s.p[s.len / 2] << 8 |
			(unsigned char)s.p[s.len - 1];
	}
	return head;
}

#define STIR 0x9E3779B97F4A7C15u

/* Multiplied and folded, eight bytes at a time; the last eight may overlap those before. */
static struct key key_of(struct str s)
{
	uint64_t head = head_of(s), h = (head ^ s.len) * STIR, next;

	for (size_t i = sizeof next; i < s.len; i += sizeof next) {
		memcpy(&next, s.p + (i + sizeof next < s.len ? i : s.len - sizeof next), sizeof next);
		h = (h ^ h >> 32 ^ next) * STIR;
	}
	return (struct key){ s, (uint32_t)((h ^ h >> 32) * STIR >> 32), head };
}

uint32_t lexicon_hash(struct str s)
{
	return key_of(s).hash;
}

static uint32_t find(const struct lexicon *lx, const struct key *k)
{
	size_t len = k->s.len;
	uint32_t id, at = k->hash;

	while ((id = slots_next(&lx->slots, k->hash, &at)) != 0) {
		const struct form *f = &lx->forms[id];
		if (f->len == len && f->head == k->head &&
			(len <= sizeof f->head || !memcmp(f->p, k->s.p, len)))
			break;
	}
	return id;
}

uint32_t lexicon_find(const struct lexicon *lx, struct str s)
{
	uint32_t id = lexicon_word(lx, s);

	return id < lx->known ? id : 0;
}

uint32_t lexicon_word(const struct lexicon *lx, struct str s)
{
	struct key k = key_of(s);

	return find(lx, &k);
}

/* Zeroed by writing: memory that is first read takes each page twice from the kernel. */
void slots_new(struct slots *s, size_t n)
{
	mem_free(s->at);
	s->at = mem_grow(NULL, n, sizeof *s->at);
	s->mask = (uint32_t)n - 1;
	memset(s->at, 0, n * sizeof *s->at);
}

void slots_put(struct slots *s, uint32_t hash, uint32_t id)
{
	uint32_t i = hash & s->mask;

	while (s->at[i])
		i = (i + 1) & s->mask;
	s->at[i] = (hash & ~s->mask) | id;
}

static void more_slots(struct lexicon *lx)
{
	slots_new(&lx->slots, ((size_t)lx->slots.mask + 1) * 2);
	for (uint32_t id = 1; id < lx->nforms; id++)
		slots_put(&lx->slots, lexicon_hash((struct str){ lx->forms[id].p, lx->forms[id].len }), id);
}

uint32_t lexicon_intern(struct lexicon *lx, struct str s)
{
	struct key k = key_of(s);
	uint32_t id = find(lx, &k);

	if (id)
		return id;
	if (lx->nforms * 4 > lx->slots.mask * 3)
		more_slots(lx);
	MEM_ROOM(lx->forms, lx->nforms, lx->cforms);
	id = (uint32_t)lx->nforms++;
	lx->forms[id] = (struct form){ .p = arena_dupn(lx->a, s.p, s.len), .head = k.head,
		.len = (uint32_t)s.len };
	slots_put(&lx->slots, k.hash, id);
	return id;
}

bool lexicon_has(const struct lexicon *lx, struct ids set, uint32_t form)
{
	const uint32_t *p = lx->pool + set.at;
	size_t lo = 0, hi = set.n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (p[mid] < form)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < set.n && p[lo] == form;
}

bool lexicon_polar(const struct lexicon *lx, uint32_t form)
{
	for (uint32_t l = lx->forms[form].links; l; l = lx->links[l].next) {
		const struct sense *s = &lx->senses[lx->links[l].sense];
		if (s->kind == SENSE_WORD && s->milli && !(lx->links[l].flags & FORM_APART))
			return true;
		if (s->kind == SENSE_STOP && !s->when)
			return false;
	}
	return false;
}

int lexicon_sign(const struct lexicon *lx, uint32_t form)
{
	for (uint32_t l = lx->forms[form].links; l; l = lx->links[l].next) {
		const struct sense *s = &lx->senses[lx->links[l].sense];
		if (s->kind == SENSE_WORD && s->milli && !(lx->links[l].flags & FORM_APART))
			return s->milli < 0 ? -1 : 1;
	}
	return 0;
}

/* ---- problems ---- */

static void __attribute__((format(printf, 3, 4))) problem(struct loader *ld, bool error, const char *fmt, ...)
{
	char msg[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	if (ld->problems)
		buf_printf(ld->problems, "%s:%d: %s: %s\n", ld->file, ld->line, error ? "error" : "note",
			msg);
	if (!error)
		return;
	if (ld->status == STATUS_OK)
		err_set(ld->e, STATUS_CONFIG, "%s:%d: %s", ld->file, ld->line, msg);
	ld->status = STATUS_CONFIG;
}

/* ---- fields ---- */

static bool empty(struct str s)
{
	return s.len == 0 || (s.len == 1 && *s.p == '-');
}

/* A decimal number as thousandths. */
static bool milli_of(struct str s, int *out)
{
	size_t i = 0;
	long n = 0;
	int digits = 0, after = -1;
	bool minus = s.len && s.p[0] == '-';

	for (i = minus || (s.len && s.p[0] == '+'); i < s.len; i++) {
		if (s.p[i] == '.' && after < 0) {
			after = 0;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || digits > 6)
			return false;
		digits++;
		if (after >= 0 && ++after > 3)
			continue;
		n = n * 10 + (s.p[i] - '0');
	}
	for (int k = after < 0 ? 0 : after; k < 3; k++)
		n *= 10;
	*out = (int)(minus ? -n : n);
	return digits > 0;
}

static int number(struct loader *ld, struct str s, const char *what, int lo, int hi, int otherwise)
{
	int v;

	if (empty(s))
		return otherwise;
	if (!milli_of(s, &v)) {
		problem(ld, true, "%s is not a number: %.*s", what, STR_ARG(s));
		return otherwise;
	}
	if (v < lo || v > hi) {
		problem(ld, true, "%s is out of its range: %.*s", what, STR_ARG(s));
		return otherwise;
	}
	return v;
}

/* As it is, when nothing in it folds: most of a lexicon is small letters. */
static struct str folded(struct loader *ld, struct str s)
{
	size_t i = 0;

	while (i < s.len && (unsigned char)s.p[i] < 0x80 && (s.p[i] < 'A' || s.p[i] > '`'))
		i++;
	if (i == s.len)
		return s;
	buf_clear(&ld->folded);
	fold(&ld->folded, s);
	return buf_view(&ld->folded);
}

static const char *kept(struct loader *ld, struct str s)
{
	return arena_dupn(ld->lx->a, s.p ? s.p : "", s.len);
}

/* They mostly stand in their order already: forms are numbered as they come. */
void ids_sort(uint32_t *id, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t x = id[i];
		size_t k = i;
		for (; k > 0 && id[k - 1] > x; k--)
			id[k] = id[k - 1];
		id[k] = x;
	}
}

static uint32_t pool_add(struct lexicon *lx, uint32_t id)
{
	MEM_ROOM(lx->pool, lx->npool, lx->cpool);
	lx->pool[lx->npool] = id;
	return (uint32_t)lx->npool++;
}

static struct ids ids_of(struct loader *ld, struct str list)
{
	struct ids ids = { .at = (uint32_t)ld->lx->npool };
	struct str part;

	while (str_cut(&list, '|', &part)) {
		part = str_trim(part);
		if (part.len == 0)
			continue;
		pool_add(ld->lx, lexicon_intern(ld->lx, folded(ld, part)));
		ids.n++;
	}
	ids_sort(ld->lx->pool + ids.at, ids.n);
	return ids;
}

static const struct cond *cond_of(struct loader *ld, struct str when)
{
	struct cond *c;
	struct str part, key;

	if (empty(when))
		return NULL;
	c = arena_alloc(ld->lx->a, sizeof *c);
	while (str_cut(&when, ';', &part)) {
		struct str list = str_trim(part);
		part = list;
		bool has = part.len && memchr(part.p, '=', part.len);
		if (!has)
			key = part;
		else
			str_cut(&list, '=', &key);
		if (has && str_is(key, "near"))
			c->near = ids_of(ld, list);
		else if (has && str_is(key, "not"))
			c->not = ids_of(ld, list);
		else if (has && str_is(key, "prev"))
			c->prev = ids_of(ld, list);
		else if (has && str_is(key, "next"))
			c->next = ids_of(ld, list);
		else if (!has && str_is(key, "end"))
			c->end = true;
		else if (!has && str_is(key, "alone"))
			c->alone = true;
		else if (has && str_is(key, "pos") && (str_is(list, "pred") || str_is(list, "attr")))
			*(str_is(list, "pred") ? &c->pred : &c->attr) = true;
		else if (part.len)
			problem(ld, true, "unknown condition: %.*s", STR_ARG(part));
	}
	return c;
}

/* ---- words ---- */

/* Lower ranks are tried first: a form that is itself an entry beats one that a rule made of another entry. */
static uint8_t rank_of(const struct sense *s, unsigned flags)
{
	unsigned kind = s->kind == SENSE_STOP ? 0 : s->kind == SENSE_DOMAIN ? 1 : s->kind == SENSE_PLAIN ? 3 :
		2;
	unsigned how = flags & FORM_ERROR ? 4 : flags & FORM_LEMMA ? 0 : flags & FORM_LISTED ? 1 :
		flags & FORM_APART ? 3 : 2;

	return (uint8_t)(kind * 8 + how);
}

static void link_add(struct lexicon *lx, uint32_t form, uint32_t sense, uint32_t particle, unsigned flags)
{
	uint8_t rank = rank_of(&lx->senses[sense], flags);
	uint32_t *slot = &lx->forms[form].links;

	for (uint32_t l = *slot; l; l = lx->links[l].next) {
		if (lx->links[l].sense != sense || lx->links[l].particle != particle)
			continue;
		lx->links[l].flags |= (uint16_t)(flags & (FORM_ATTR | FORM_COMP | FORM_SUP));
		return;
	}
	MEM_ROOM(lx->links, lx->nlinks, lx->clinks);
	while (*slot && lx->links[*slot].rank <= rank)
		slot = &lx->links[*slot].next;
	uint32_t id = (uint32_t)lx->nlinks++;
	lx->links[id] = (struct link){ .sense = sense, .particle = particle, .next = *slot,
		.flags = (uint16_t)flags, .rank = rank };
	*slot = id;
}

static void take_form(void *self, struct str form, unsigned flags)
{
	struct loader *ld = self;
	uint32_t id = lexicon_intern(ld->lx, form);

	link_add(ld->lx, id, ld->sense, flags & FORM_APART ? ld->particle : 0, flags);
	if (!(flags & FORM_APART)) {
		pool_add(ld->lx, id);
		ld->lx->senses[ld->sense].forms.n++;
	}
}

/* An accent on both of two like vowels is stress, not spelling; only "een" (one) is spelled so. */
static bool stressed(struct str s)
{
	static const char *const pairs[] = { "\xc3\xa9\xc3\xa9", "\xc3\xa1\xc3\xa1", "\xc3\xb3\xc3\xb3",
		"\xc3\xba\xc3\xba" };

	for (size_t i = memchr(s.p, 0xc3, s.len) ? 0 : s.len; i + 3 < s.len; i++)
		for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
			if (!memcmp(s.p + i, pairs[k], 4) && s.len > 5)
				return true;
	return false;
}

static uint32_t sense_new(struct loader *ld, struct str entry, enum sense_kind kind, enum pos pos)
{
	struct lexicon *lx = ld->lx;

	MEM_ROOM(lx->senses, lx->nsenses, lx->csenses);
	lx->senses[lx->nsenses] = (struct sense){ .entry = kept(ld, entry), .file = ld->file,
		.line = ld->line, .kind = kind, .pos = pos, .intensity = 1000, .stressed = stressed(entry) };
	return (uint32_t)lx->nsenses++;
}

/* Cut to `size`, which no lemma and no list of forms needs. */
static char *copied(char *to, size_t size, struct str s)
{
	size_t n = s.len < size ? s.len : size - 1;

	memcpy(to, s.p, n);
	to[n] = 0;
	return to;
}

static void expand(struct loader *ld, uint32_t sense, struct str lemma, enum pos pos, struct str forms)
{
	char particle[32], low[128], how[512];
	struct inflect to = { take_form, ld };
	const char *bar, *why;

	copied(low, sizeof low, folded(ld, lemma));
	copied(how, sizeof how, folded(ld, forms));
	bar = strchr(low, '|');
	ld->sense = sense;
	ld->particle = bar ? lexicon_intern(ld->lx, (struct str){ low, (size_t)(bar - low) }) : 0;
	ld->lx->senses[sense].forms = (struct ids){ .at = (uint32_t)ld->lx->npool };
	why = inflect(&to, low, pos, how, particle);
	if (why)
		problem(ld, true, "%s", why);
	struct ids set = ld->lx->senses[sense].forms;
	ids_sort(ld->lx->pool + set.at, set.n);
}

static int part_of_speech(struct loader *ld, struct str s)
{
	int pos = pos_of(s);

	if (pos < 0)
		problem(ld, true, "unknown part of speech: %.*s", STR_ARG(s));
	return pos;
}

static void row_word(struct loader *ld, const struct row *r)
{
	int pos = part_of_speech(ld, r->col[1]);

	if (pos < 0)
		return;
	uint32_t id = sense_new(ld, r->col[0], SENSE_WORD, (enum pos)pos);
	int milli = number(ld, r->col[3], "polarity", -1000, 1000, 0);
	int subjectivity = number(ld, r->col[4], "subjectivity", 0, 1000, 500);
	int intensity = number(ld, r->col[5], "intensity", 0, 3000, 1000);
	const struct cond *when = cond_of(ld, r->col[6]);
	struct sense *s = &ld->lx->senses[id];
	s->milli = milli;
	s->subjectivity = subjectivity;
	s->intensity = intensity;
	s->when = when;
	expand(ld, id, r->col[0], (enum pos)pos, r->col[2]);
}

static void row_domain(struct loader *ld, const struct row *r)
{
	int pos = part_of_speech(ld, r->col[1]);

	if (pos < 0)
		return;
	if (!str_is(r->col[3], "*") && !str_is(r->col[3], "accountancy") &&
		!str_is(r->col[3], "advocatuur") &&
	    !str_is(r->col[3], "consultancy"))
		problem(ld, true, "unknown branch: %.*s", STR_ARG(r->col[3]));
	uint32_t id = sense_new(ld, r->col[0], SENSE_DOMAIN, (enum pos)pos);
	int milli = number(ld, r->col[4], "polarity", -1000, 1000, 0);
	const struct cond *when = cond_of(ld, r->col[5]);
	ld->lx->senses[id].milli = milli;
	ld->lx->senses[id].when = when;
	expand(ld, id, r->col[0], (enum pos)pos, r->col[2]);
}

static void row_plain(struct loader *ld, const struct row *r)
{
	int pos = part_of_speech(ld, r->col[1]);

	if (pos >= 0)
		expand(ld, sense_new(ld, r->col[0], SENSE_PLAIN, (enum pos)pos), r->col[0], (enum pos)pos,
			r->col[2]);
}

static void row_stop(struct loader *ld, const struct row *r)
{
	uint32_t id = sense_new(ld, r->col[0], SENSE_STOP, POS_NAME);
	const struct cond *when = cond_of(ld, r->col[1]);

	ld->lx->senses[id].when = when;
	link_add(ld->lx, lexicon_intern(ld->lx, folded(ld, r->col[0])), id, 0, FORM_LEMMA);
}

/* Emoji and emoticons are kept as they are written, without variation selectors. */
static void row_emoji(struct loader *ld, const struct row *r)
{
	uint32_t id = sense_new(ld, r->col[0], SENSE_EMOJI, POS_INTJ);
	int milli = number(ld, r->col[1], "polarity", -1000, 1000, 0);
	int subjectivity = number(ld, r->col[2], "subjectivity", 0, 1000, 900);
	char bare[128];
	size_t n = 0;

	for (size_t i = 0; i < r->col[0].len && n < sizeof bare; i++) {
		if (i + 2 < r->col[0].len && !memcmp(r->col[0].p + i, "\xef\xb8\x8f", 3)) {
			i += 2;
			continue;
		}
		bare[n++] = r->col[0].p[i];
	}
	ld->lx->senses[id].milli = milli;
	ld->lx->senses[id].subjectivity = subjectivity;
	uint32_t form = lexicon_intern(ld->lx, (struct str){ bare, n });
	if (ld->lx->forms[form].links)
		problem(ld, false, "stands here twice: %.*s", STR_ARG(r->col[0]));
	link_add(ld->lx, form, id, 0, FORM_LEMMA);
}

static void row_affix(struct loader *ld, const struct row *r)
{
	struct lexicon *lx = ld->lx;
	struct affix x = { .file = ld->file, .line = ld->line };
	struct str name = str_trim(folded(ld, r->col[1]));

	while (name.len && (*name.p == '-'))
		name.p++, name.len--;
	while (name.len && name.p[name.len - 1] == '-')
		name.len--;
	x.entry = kept(ld, name);
	x.text = str_of(x.entry);
	x.suffix = str_is(r->col[0], "suffix");
	if (!x.suffix && !str_is(r->col[0], "prefix"))
		problem(ld, true, "kind is prefix or suffix, not %.*s", STR_ARG(r->col[0]));
	x.effect = str_is(r->col[2], "negate") ? AFFIX_NEGATE : str_is(r->col[2], "intensify") ?
		AFFIX_INTENSIFY : AFFIX_POLARITY;
	if (x.effect == AFFIX_POLARITY && !str_is(r->col[2], "polarity"))
		problem(ld, true, "effect is polarity, negate or intensify, not %.*s", STR_ARG(r->col[2]));
	x.milli = number(ld, r->col[3], "value", -3000, 3000, 0);
	x.minimum = (size_t)(number(ld, r->col[4], "minimum", 0, 40000, 3000) / 1000);
	if (!x.text.len) {
		problem(ld, true, "an empty affix");
		return;
	}
	MEM_ROOM(lx->affixes, lx->naffixes, lx->caffixes);
	lx->affixes[lx->naffixes++] = x;
}

/* ---- patterns: kept as source until all words are known ---- */

static void pattern_row(struct loader *ld, const struct row *r, struct pattern p)
{
	struct lexicon *lx = ld->lx;

	p.entry = kept(ld, r->col[0]);
	p.file = ld->file;
	p.line = ld->line;
	MEM_ROOM(lx->patterns, lx->npatterns, lx->cpatterns);
	lx->patterns[lx->npatterns++] = p;
}

static void row_idiom(struct loader *ld, const struct row *r)
{
	pattern_row(ld, r, (struct pattern){ .kind = !strcmp(ld->file, "facts.tsv") ? PATTERN_FACT :
		PATTERN_IDIOM, .milli = number(ld, r->col[1], "polarity", -1000, 1000, 0),
		.subjectivity = number(ld, r->col[2], "subjectivity", 0, 1000, 500) });
}

static void row_cue(struct loader *ld, const struct row *r)
{
	bool process = !strcmp(ld->file, "process.tsv");
	int what = process ? process_of(r->col[1]) : intent_of(r->col[1]);

	if (what < 0) {
		problem(ld, true, "unknown %s: %.*s", process ? "process" : "intent", STR_ARG(r->col[1]));
		return;
	}
	pattern_row(ld, r, (struct pattern){ .kind = process ? PATTERN_PROCESS : PATTERN_INTENT, .what = what,
		.milli = number(ld, r->col[2], "weight", -10000, 10000, 1000) });
}

static void row_negator(struct loader *ld, const struct row *r)
{
	static const char *const kinds[] = { "forward", "backward", "both", "pseudo", "relief" };

	for (int k = 0; k < 5; k++) {
		if (!str_is(r->col[1], kinds[k]))
			continue;
		pattern_row(ld, r, (struct pattern){ .kind = PATTERN_NEGATOR, .what = k,
			.scope = number(ld, r->col[2], "scope", 0, 99000, 0) / 1000,
			.milli = number(ld, r->col[3], "factor", -2000, 2000, -700) });
		return;
	}
	problem(ld, true, "unknown kind of negator: %.*s", STR_ARG(r->col[1]));
}

static void row_intensifier(struct loader *ld, const struct row *r)
{
	static const char *const places[] = { "before", "after", "both" };

	for (int k = 0; k < 3; k++) {
		if (!str_is(r->col[2], places[k]))
			continue;
		pattern_row(ld, r, (struct pattern){ .kind = PATTERN_INTENSIFIER, .what = k,
			.milli = number(ld, r->col[1], "factor", 0, 5000, 1000) });
		return;
	}
	problem(ld, true, "unknown position: %.*s", STR_ARG(r->col[2]));
}

static void row_irony(struct loader *ld, const struct row *r)
{
	bool sure = str_is(r->col[1], "sure");

	if (!sure && !str_is(r->col[1], "cue"))
		problem(ld, true, "irony is cue or sure, not %.*s", STR_ARG(r->col[1]));
	else
		pattern_row(ld, r, (struct pattern){ .kind = PATTERN_IRONY,
			.what = sure ? IRONY_SURE : IRONY_CUE });
}

static void row_spam(struct loader *ld, const struct row *r)
{
	int kind = spam_kind_of(r->col[1]);

	if (kind < 0) {
		problem(ld, true, "unknown kind of spam: %.*s", STR_ARG(r->col[1]));
		return;
	}
	pattern_row(ld, r, (struct pattern){ .kind = PATTERN_SPAM, .what = kind,
		.milli = number(ld, r->col[2], "weight", kind == SPAM_HONEST ? -2000 : 0,
			kind == SPAM_HONEST ? 0 : 1000, 0) });
}

static void row_branch(struct loader *ld, const struct row *r)
{
	pattern_row(ld, r, (struct pattern){ .kind = PATTERN_BRANCH });
}

static void row_set(struct loader *ld, const struct row *r)
{
	struct lexicon *lx = ld->lx;
	struct str words = folded(ld, r->col[1]);

	for (size_t i = 0; i < lx->nsets; i++)
		if (str_is(r->col[0], lx->sets[i].name))
			problem(ld, true, "stands here twice: %.*s", STR_ARG(r->col[0]));
	MEM_ROOM(lx->sets, lx->nsets, lx->csets);
	lx->sets[lx->nsets++] = (struct named_set){ kept(ld, r->col[0]),
		{ arena_dupn(lx->a, words.p, words.len), words.len } };
}

/* ---- the short lists of the rules ---- */

static void row_class(struct loader *ld, const struct row *r)
{
	int k = class_of(r->col[0]);
	struct str words = r->col[1], word;

	if (k < 0) {
		problem(ld, true, "unknown class: %.*s", STR_ARG(r->col[0]));
		return;
	}
	while (str_cut(&words, '|', &word)) {
		uint32_t id = lexicon_intern(ld->lx, folded(ld, word));
		ld->lx->forms[id].classes |= 1ull << k;
	}
}

/* ---- languages ---- */

static void row_language(struct loader *ld, const struct row *r)
{
	static const char *const kinds[] = { "words", "end", "letters" };
	struct str items = r->col[2], item;
	int kind = 0;

	while (kind < 3 && !str_is(r->col[1], kinds[kind]))
		kind++;
	if (kind == 3) {
		problem(ld, true, "words, end or letters, not %.*s", STR_ARG(r->col[1]));
		return;
	}
	while (str_cut(&items, '|', &item)) {
		if (kind != LANGUAGE_WORD && (item.len < 2 || item.len > LANGUAGE_PART)) {
			problem(ld, true, "an ending or letters of 2 to %d bytes, not %.*s", LANGUAGE_PART,
				STR_ARG(item));
			return;
		}
		if (!languages_add(ld->lx, r->col[0], (enum language_kind)kind, item)) {
			problem(ld, true, "unknown language: %.*s", STR_ARG(r->col[0]));
			return;
		}
	}
}

/* ---- examples ---- */

static void row_example(struct loader *ld, const struct row *r)
{
	int label = label_of(r->col[0]);

	if (label < 0 || label >= EXAMPLE_LABELS) {
		problem(ld, true, "an example is pos, neu or neg, not %.*s", STR_ARG(r->col[0]));
		return;
	}
	if (!utf8_valid(r->col[1])) {
		problem(ld, true, "not UTF-8");
		return;
	}
	examples_add(ld->lx->examples, r->col[1], (enum label)label, ld->line);
}

/* ---- files ---- */

static const struct table {
	const char *name;
	size_t min, max;             /* columns */
	void (*row)(struct loader *ld, const struct row *r);
} tables[] = {
	{ "stop.tsv", 1, 3, row_stop },
	{ "domain.tsv", 5, 7, row_domain },
	{ "adjectives.tsv", 4, 8, row_word },
	{ "verbs.tsv", 4, 8, row_word },
	{ "nouns.tsv", 4, 8, row_word },
	{ "other.tsv", 4, 8, row_word },
	{ "inflect.tsv", 3, 4, row_plain },
	{ "emoji.tsv", 2, 4, row_emoji },
	{ "emoticons.tsv", 2, 4, row_emoji },
	{ "affixes.tsv", 5, 6, row_affix },
	{ "idioms.tsv", 2, 4, row_idiom },
	{ "facts.tsv", 2, 4, row_idiom },
	{ "process.tsv", 2, 4, row_cue },
	{ "intent.tsv", 2, 4, row_cue },
	{ "negators.tsv", 4, 5, row_negator },
	{ "intensifiers.tsv", 3, 4, row_intensifier },
	{ "irony.tsv", 2, 3, row_irony },
	{ "spam.tsv", 3, 4, row_spam },
	{ "sets.tsv", 2, 3, row_set },
	{ "classes.tsv", 2, 3, row_class },
	{ "branches.tsv", 1, 2, row_branch },
};
/* Read once the others are: their words are not the lexicon's own, but known as it knows them. */
static const struct table languages = { "languages.tsv", 3, 4, row_language };
static const struct table examples = { "examples.tsv", 2, 2, row_example };

static void read_row(struct loader *ld, const struct table *t, struct str line)
{
	struct row r = { .n = 0 };
	struct str part;

	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	if (str_trim(line).len == 0)
		return;
	while (str_cut(&line, '\t', &part)) {
		if (r.n < COLUMNS)
			r.col[r.n] = str_trim(part);
		r.n++;
	}
	if (r.n < t->min || r.n > t->max) {
		problem(ld, true, "%zu columns, expected %zu to %zu", r.n, t->min, t->max);
		return;
	}
	if (r.col[0].len == 0 || !utf8_valid(r.col[0])) {
		problem(ld, true, "the first column is empty or not UTF-8");
		return;
	}
	t->row(ld, &r);
}

static uint64_t stirred(uint64_t h)
{
	h *= 1099511628211ull;
	return h ^ h >> 32;
}

/* FNV-1a, eight bytes at a time. */
static uint64_t version_of(struct str text, uint64_t h)
{
	uint64_t word;

	for (; text.len >= sizeof word; text.p += sizeof word, text.len -= sizeof word) {
		memcpy(&word, text.p, sizeof word);
		h = stirred(h ^ word);
	}
	word = 0;
	memcpy(&word, text.p, text.len);
	return text.len ? stirred(h ^ word) : h;
}

static void read_table(struct loader *ld, const struct table *t, struct str text)
{
	struct str line;

	ld->file = t->name;
	ld->line = 0;
	ld->version = version_of(text, ld->version);
	while (str_cut(&text, '\n', &line)) {
		ld->line++;
		/* an emoticon may open with '#': only "# " is a comment */
		if (line.len && line.p[0] == '#' && (line.len == 1 || line.p[1] == ' ' ||
			t->row != row_emoji))
			continue;
		read_row(ld, t, line);
		if (ld->status != STATUS_OK && !ld->problems)
			return;
	}
}

static enum status read_file(struct loader *ld, const char *dir, const struct table *t)
{
	char *path = mem_printf("%s/%s", dir, t->name);
	enum status st = STATUS_OK;

	buf_clear(&ld->text);
	if (file_exists(path)) {
		st = file_read(path, &ld->text, ld->e);
		if (st == STATUS_OK)
			read_table(ld, t, buf_view(&ld->text));
	} else if (ld->problems) {
		buf_printf(ld->problems, "%s:0: note: the file is missing\n", t->name);
	}
	mem_free(path);
	return st;
}

static enum status read_others(struct loader *ld, const char *dir)
{
	enum status st;

	ld->lx->known = (uint32_t)ld->lx->nforms;
	st = read_file(ld, dir, &languages);
	return st == STATUS_OK ? read_file(ld, dir, &examples) : st;
}

static void compile_all(struct loader *ld)
{
	struct lexicon *lx = ld->lx;

	for (size_t i = 0; i < lx->npatterns; i++) {
		const char *warn = NULL, *why;
		struct str source = folded(ld, str_of(lx->patterns[i].entry));
		ld->file = lx->patterns[i].file;
		ld->line = lx->patterns[i].line;
		why = pattern_compile(lx, &lx->patterns[i], source, &warn);
		if (why)
			problem(ld, true, "%s", why);
		else if (warn)
			problem(ld, false, "no lemma known for %s~", warn);
		if (ld->status != STATUS_OK && !ld->problems)
			return;
	}
	pattern_file(lx);
}

/* ---- what the editor should look at ---- */

/* Two unconditional senses of one form that pull apart: the first wins, the second is dead. */
static void check_form(struct loader *ld, const struct form *f)
{
	const struct lexicon *lx = ld->lx;
	const struct sense *first = NULL;
	uint8_t rank = 0;

	for (uint32_t l = f->links; l; l = lx->links[l].next) {
		const struct sense *s = &lx->senses[lx->links[l].sense];
		if ((s->kind != SENSE_WORD && s->kind != SENSE_STOP && s->kind != SENSE_DOMAIN) ||
			lx->links[l].particle)
			continue;
		if (!first) {
			if (!s->when && (lx->links[l].flags & FORM_LEMMA)) {
				first = s;
				rank = lx->links[l].rank;
			}
			continue;
		}
		if (lx->links[l].rank != rank || !(lx->links[l].flags & FORM_LEMMA))
			continue;
		ld->file = s->file;
		ld->line = s->line;
		if (s->milli * first->milli < 0 && !s->when)
			problem(ld, false, "contradiction: %s has another sign in %s:%d, which wins",
				s->entry, first->file, first->line);
		else if (s->when)
			problem(ld, false, "never reached: %s without a condition stands before it (%s:%d)",
				s->entry, first->file, first->line);
		else
			problem(ld, false, "duplicate: %s stands in %s:%d already", s->entry, first->file,
				first->line);
	}
}

static int by_entry(const void *a, const void *b)
{
	const struct pattern *x = *(const struct pattern *const *)a, *y = *(const struct pattern *const *)b;
	int d = strcmp(x->file, y->file);

	if (!d)
		d = strcmp(x->entry, y->entry);
	return d ? d : x->line - y->line;
}

static void check_patterns(struct loader *ld)
{
	const struct lexicon *lx = ld->lx;
	const struct pattern **p = mem_grow(NULL, lx->npatterns + 1, sizeof *p);

	for (size_t i = 0; i < lx->npatterns; i++)
		p[i] = &lx->patterns[i];
	qsort(p, lx->npatterns, sizeof *p, by_entry);
	for (size_t i = 1; i < lx->npatterns; i++) {
		if (strcmp(p[i]->file, p[i - 1]->file) || strcmp(p[i]->entry, p[i - 1]->entry))
			continue;
		if (p[i]->what != p[i - 1]->what)
			continue;
		ld->file = p[i]->file;
		ld->line = p[i]->line;
		problem(ld, false, "%s: %s stands in line %d already",
			p[i]->milli == p[i - 1]->milli ? "duplicate" : "contradiction", p[i]->entry,
			p[i - 1]->line);
	}
	mem_free(p);
}

static void check_all(struct loader *ld)
{
	if (!ld->problems)
		return;
	for (size_t i = 1; i < ld->lx->known; i++)
		check_form(ld, &ld->lx->forms[i]);
	check_patterns(ld);
}

static struct lexicon *lexicon_empty(void)
{
	struct lexicon *lx = mem_alloc(sizeof *lx);

	lx->a = arena_new();
	lx->languages = languages_new();
	lx->near = near_new();
	lx->examples = examples_new();
	/* index 0 of each means "none" */
	lx->cforms = lx->clinks = TABLE_SIZE / 2;
	lx->forms = mem_grow(NULL, lx->cforms, sizeof *lx->forms);
	lx->forms[lx->nforms++] = (struct form){ .p = "" };
	lx->links = mem_grow(NULL, lx->clinks, sizeof *lx->links);
	lx->links[lx->nlinks++] = (struct link){ .next = 0 };
	lx->known = UINT32_MAX;
	pool_add(lx, 0);
	slots_new(&lx->slots, TABLE_SIZE);
	return lx;
}

enum status lexicon_load(const char *dir, struct lexicon **out, struct buf *problems, struct err *e)
{
	mem_expect(LEXICON_SIZE);
	struct loader ld = { .lx = lexicon_empty(), .problems = problems, .e = e,
		.version = 14695981039346656037ull };
	enum status st = STATUS_OK;

	buf_init(&ld.text, CAP_LEXICON);
	buf_init(&ld.folded, FOLD_CAP);
	*out = NULL;
	for (size_t i = 0; i < sizeof tables / sizeof *tables && st == STATUS_OK; i++) {
		st = read_file(&ld, dir, &tables[i]);
		if (ld.status != STATUS_OK && !problems)
			st = ld.status;
	}
	if (st == STATUS_OK) {
		compile_all(&ld);
		st = read_others(&ld, dir);
	}
	if (st == STATUS_OK)
		st = ld.status;
	if (st == STATUS_OK && ld.lx->nsenses == 0)
		st = err_set(e, STATUS_NOINPUT, "no lexicon in %s", dir);
	if (st == STATUS_OK || problems) {
		check_all(&ld);
		near_affixes(ld.lx);
		snprintf(ld.lx->version, sizeof ld.lx->version, "%012llx",
			(unsigned long long)(ld.version & 0xffffffffffffull));
		*out = ld.lx;
	} else {
		lexicon_free(ld.lx);
	}
	buf_free(&ld.text);
	buf_free(&ld.folded);
	return st;
}

void lexicon_free(struct lexicon *lx)
{
	if (!lx)
		return;
	mem_free(lx->forms);
	mem_free(lx->slots.at);
	mem_free(lx->senses);
	mem_free(lx->links);
	mem_free(lx->pool);
	mem_free(lx->patterns);
	mem_free(lx->sets);
	languages_free(lx->languages);
	mem_free(lx->refs);
	mem_free(lx->then);
	mem_free(lx->later);
	mem_free(lx->block);
	mem_free(lx->affixes);
	near_free(lx->near);
	examples_free(lx->examples);
	arena_free(lx->a);
	mem_free(lx);
}

struct lexicon_size lexicon_size(const struct lexicon *lx)
{
	struct lexicon_size n = { .patterns = lx->npatterns, .affixes = lx->naffixes };

	for (size_t i = 0; i < lx->nsenses; i++) {
		const struct sense *s = &lx->senses[i];
		bool again = i && lx->senses[i - 1].kind == s->kind && !strcmp(lx->senses[i - 1].entry,
			s->entry);
		n.emoji += s->kind == SENSE_EMOJI;
		if (again || s->kind == SENSE_EMOJI || s->kind == SENSE_STOP)
			continue;
		n.lemmas++;
		n.polar_lemmas += s->kind == SENSE_WORD && s->milli != 0;
	}
	for (uint32_t i = 1; i < lx->nforms; i++)
		n.forms += lexicon_polar(lx, i);
	return n;
}

const char *lexicon_version(const struct lexicon *lx)
{
	return lx->version;
}

static void print_forms(const struct lexicon *lx, uint32_t sense, struct buf *out)
{
	for (uint32_t id = 1; id < lx->nforms; id++)
		for (uint32_t l = lx->forms[id].links; l; l = lx->links[l].next) {
			if (lx->links[l].sense != sense || lx->links[l].flags & FORM_ERROR)
				continue;
			const struct form *f = &lx->forms[id], *p = &lx->forms[lx->links[l].particle];
			buf_printf(out, "%.*s%s%.*s\n", (int)f->len, f->p, p->len ? " ... " : "", (int)p->len,
				p->p);
		}
}

enum status lexicon_expand(const struct lexicon *lx, struct str lemma, struct buf *out, struct err *e)
{
	struct buf b;
	bool found = false;

	buf_init(&b, FOLD_CAP);
	fold(&b, lemma);
	for (size_t i = 0; i < b.len; i++)    /* tegen|vallen may be asked for as tegenvallen */
		if (b.p[i] == '|') {
			memmove(b.p + i, b.p + i + 1, b.len - i - 1);
			b.len--;
		}
	uint32_t id = lexicon_find(lx, buf_view(&b));
	const char *last = "";
	for (uint32_t l = lx->forms[id].links; id && l; l = lx->links[l].next) {
		const struct sense *s = &lx->senses[lx->links[l].sense];
		if (!(lx->links[l].flags & FORM_LEMMA) || s->kind == SENSE_EMOJI || s->kind == SENSE_STOP ||
		    !strcmp(last, s->entry))
			continue;
		found = true;
		last = s->entry;
		print_forms(lx, lx->links[l].sense, out);
	}
	buf_free(&b);
	return found ? STATUS_OK : err_set(e, STATUS_NOINPUT, "no such lemma in the lexicon");
}
