/* pattern.c: rows of tokens (lexicons/nl/FORMAT.md, "Patterns"), compiled and matched from their first
 * word. */
#include <stdlib.h>
#include <string.h>
#include "sentence.h"

#define ELEMS 24
#define GAP 4
#define HEADS 16             /* word* in one element */

static void set_add(struct lexicon *lx, struct elem *el, uint32_t id)
{
	MEM_ROOM(lx->pool, lx->npool, lx->cpool);
	lx->pool[lx->npool++] = id;
	el->set.n++;
}

/* All forms of a lemma. A separable verb's parts do not count apart: the pattern would name them. */
static bool add_lemma(struct lexicon *lx, struct elem *el, struct str word)
{
	uint32_t id = lexicon_intern(lx, word);
	bool known = false;

	set_add(lx, el, id);
	for (uint32_t l = lx->forms[id].links; l; l = lx->links[l].next) {
		struct ids forms = lx->senses[lx->links[l].sense].forms;
		if (!(lx->links[l].flags & FORM_LEMMA))
			continue;
		known = true;
		for (uint32_t k = 0; k < forms.n; k++)
			set_add(lx, el, lx->pool[forms.at + k]);
	}
	return known;
}

static const struct { const char *name; enum elem_kind kind; } specials[] = {
	{ "_", ELEM_ANY }, { "..", ELEM_GAP }, { "<num>", ELEM_NUM }, { "<url>", ELEM_URL }, { "<mention>",
		ELEM_MENTION },
	{ "<hashtag>", ELEM_HASHTAG }, { "<emoji>", ELEM_EMOJI }, { "^", ELEM_BEGIN }, { "$", ELEM_END },
	{ "?", ELEM_QUESTION },
};

static const struct named_set *set_named(const struct lexicon *lx, struct str word)
{
	if (word.len < 3 || word.p[0] != '<' || word.p[word.len - 1] != '>')
		return NULL;
	for (size_t i = 0; i < lx->nsets; i++)
		if (str_is((struct str){ word.p + 1, word.len - 2 }, lx->sets[i].name))
			return &lx->sets[i];
	return NULL;
}

static const char *add_word(struct lexicon *lx, struct elem *el, struct str word, const char **warn)
{
	char last = word.len ? word.p[word.len - 1] : 0;

	if (word.len == 0)
		return "an empty alternative";
	if (word.p[0] == '<' && word.len > 1)
		return "an unknown <name> (sets.tsv)";
	if (last == '*' || last == '~')
		word.len--;
	if (last == '*') {
		if (word.len < 2 || el->nheads == HEADS)
			return "word* needs two letters at least, sixteen times at most";
		if (!el->heads)
			el->heads = arena_alloc(lx->a, HEADS * sizeof *el->heads);
		el->heads[el->nheads++] = (struct str){ arena_dupn(lx->a, word.p, word.len), word.len };
	} else if (last == '~') {
		if (!add_lemma(lx, el, word))
			*warn = arena_dupn(lx->a, word.p, word.len);
	} else {
		set_add(lx, el, lexicon_intern(lx, word));
	}
	return NULL;
}

static const char *add_words(struct lexicon *lx, struct elem *el, struct str words, const char **warn)
{
	struct str part, member;
	const char *why = NULL;

	while (!why && str_cut(&words, '/', &part)) {
		const struct named_set *set = set_named(lx, part);
		struct str members = set ? set->words : part;
		while (!why && str_cut(&members, '/', &member))
			why = add_word(lx, el, member, warn);
	}
	return why;
}

static const char *compile_words(struct lexicon *lx, struct elem *el, struct str words, const char **warn)
{
	el->kind = ELEM_SET;
	el->set.at = (uint32_t)lx->npool;
	const char *why = add_words(lx, el, words, warn);
	uint32_t at = el->set.at, n = 0;
	ids_sort(lx->pool + at, el->set.n);
	for (uint32_t k = 0; k < el->set.n; k++)
		if (n == 0 || lx->pool[at + n - 1] != lx->pool[at + k])
			lx->pool[at + n++] = lx->pool[at + k];
	el->set.n = n;
	return why;
}

static const char *compile_elem(struct lexicon *lx, struct elem *el, struct str word, const char **warn)
{
	if (word.len > 2 && word.p[0] == '[' && word.p[word.len - 1] == ']') {
		el->optional = true;
		word.p++;
		word.len -= 2;
	}
	for (size_t i = 0; i < sizeof specials / sizeof *specials && *word.p <= '_'; i++)
		if (str_is(word, specials[i].name)) {
			el->kind = (uint8_t)specials[i].kind;
			return NULL;
		}
	return compile_words(lx, el, word, warn);
}

/* ---- the index: patterns under what they may begin with ---- */

/* Two of 63 bits stand for a form, which others share (Bloom); bit 0 for no known form. */
static uint64_t form_bits(uint32_t form)
{
	return form ? 1ull << (1 + form % 63) | 1ull << (1 + form / 63 % 61) : 1;
}

/* The forms that may follow element k, if one of a set must: most patterns fail there. */
static uint64_t bits_after(const struct lexicon *lx, const struct pattern *p, size_t k)
{
	uint64_t bits = p->elems[k].optional ? ~0ull : 0;

	while (++k < p->nelems) {
		const struct elem *el = &p->elems[k];
		if (el->kind != ELEM_SET || el->nheads)
			break;
		for (uint32_t i = 0; i < el->set.n; i++)
			bits |= form_bits(lx->pool[el->set.at + i]);
		if (!el->optional)
			return bits;
	}
	return ~0ull;
}

/* The forms of which one must stand later in the clause, as a clause has them (bloom): what follows "belt
 * ..". */
static uint64_t bits_later(const struct lexicon *lx, const struct pattern *p, size_t k)
{
	uint64_t bits = 0;

	if (k + 2 >= p->nelems || p->elems[k].optional || p->elems[k + 1].kind != ELEM_GAP)
		return ~0ull;
	const struct elem *el = &p->elems[k + 2];
	if (el->kind != ELEM_SET || el->nheads || el->optional)
		return ~0ull;
	for (uint32_t i = 0; i < el->set.n; i++)
		bits |= 1ull << (lx->pool[el->set.at + i] & 63);
	return bits;
}

/* Lists by number: what is no word, then word* (head_list), then forms. */
#define LIST_HEADS ELEM_COUNT
#define LIST_FORMS (LIST_HEADS + HEAD_LISTS)

#define HEAD_SHORT 512

/* The list of a head, by its first three letters, or two if it has no more. */
static size_t head_list(const char *p, size_t len)
{
	size_t h = (unsigned char)p[0] * 31u + (unsigned char)p[1];

	return len < 3 ? h % HEAD_SHORT : HEAD_SHORT + (h * 31u + (unsigned char)p[2]) % (HEAD_LISTS -
		HEAD_SHORT);
}

static struct ids *list_of(struct lexicon *lx, uint32_t list)
{
	if (list < LIST_HEADS)
		return &lx->first[list];
	return list < LIST_FORMS ? &lx->heads[list - LIST_HEADS] : &lx->forms[list - LIST_FORMS].refs;
}

static void ref_add(struct lexicon *lx, uint32_t list, const struct pattern *p, size_t elem)
{
	bool whole = p->nelems == 1 && list >= LIST_FORMS && !p->elems[0].optional;

	MEM_ROOM(lx->refs, lx->nrefs, lx->crefs);
	lx->refs[lx->nrefs++] = (struct ref){ .elems = p->elems, .pattern = (uint32_t)(p - lx->patterns),
		.list = list, .nelems = (uint8_t)p->nelems, .elem = (uint8_t)elem,
		.kind = (uint8_t)p->kind, .whole = whole };
}

static void index_heads(struct lexicon *lx, const struct pattern *p, size_t k)
{
	const struct elem *el = &p->elems[k];
	size_t lists[HEADS], n = 0;

	for (size_t h = 0; h < el->nheads; h++) {
		size_t list = head_list(el->heads[h].p, el->heads[h].len), i = 0;
		while (i < n && lists[i] != list)
			i++;
		if (i < n)
			continue;
		lists[n++] = list;
		ref_add(lx, (uint32_t)(LIST_HEADS + list), p, k);
	}
}

static void index_pattern(struct lexicon *lx, const struct pattern *p)
{
	for (size_t k = 0; k < p->nelems; k++) {
		const struct elem *el = &p->elems[k];
		if (el->kind == ELEM_BEGIN)
			continue;
		if (el->kind == ELEM_SET) {
			for (uint32_t i = 0; i < el->set.n; i++)
				ref_add(lx, LIST_FORMS + lx->pool[el->set.at + i], p, k);
			index_heads(lx, p, k);
		} else {
			ref_add(lx, el->kind, p, k);
		}
		if (!el->optional)
			return;
	}
}

#define BLOCK 8

/* Files the refs of which what follows is told (or not) behind what is filed already. */
static void file_refs(struct lexicon *lx, struct ref *filed, bool told)
{
	for (size_t i = 0; i < lx->nrefs; i++) {
		const struct ref *r = &lx->refs[i];
		const struct pattern *p = &lx->patterns[r->pattern];
		uint64_t then = bits_after(lx, p, r->elem);
		struct ids *ids = list_of(lx, r->list);
		uint32_t k = ids->at + ids->n;
		if ((then != ~0ull) != told)
			continue;
		lx->then[k] = then;
		lx->later[k] = bits_later(lx, p, r->elem);
		lx->block[k - ids->n % BLOCK] |= then;
		filed[k] = *r;
		ids->n++;
	}
}

/* Sorted by list. A block's bits are those of its refs together, so that a look skips all eight. */
void pattern_file(struct lexicon *lx)
{
	struct ref *filed = mem_grow(NULL, lx->nrefs + 1, sizeof *filed);
	uint32_t at = 0;

	lx->then = mem_grow(NULL, lx->nrefs + 1, sizeof *lx->then);
	lx->later = mem_grow(NULL, lx->nrefs + 1, sizeof *lx->later);
	lx->block = mem_grow(NULL, lx->nrefs + 1, sizeof *lx->block);
	memset(lx->block, 0, (lx->nrefs + 1) * sizeof *lx->block);
	for (size_t i = 0; i < lx->nrefs; i++)
		list_of(lx, lx->refs[i].list)->n++;
	for (uint32_t list = 0; list < LIST_FORMS + lx->nforms; list++) {
		list_of(lx, list)->at = at;
		at += list_of(lx, list)->n;
		list_of(lx, list)->n = 0;
	}
	file_refs(lx, filed, true);
	file_refs(lx, filed, false);
	mem_free(lx->refs);
	lx->refs = filed;
}

const char *pattern_compile(struct lexicon *lx, struct pattern *p, struct str source, const char **warn)
{
	struct elem elems[ELEMS] = { 0 };
	struct str word;
	size_t n = 0;
	bool solid = false;

	while (str_cut(&source, ' ', &word)) {
		const char *why;
		if (word.len == 0)
			continue;
		if (n == ELEMS)
			return "the pattern is too long";
		why = compile_elem(lx, &elems[n], word, warn);
		if (why)
			return why;
		solid |= !elems[n].optional && elems[n].kind != ELEM_BEGIN && elems[n].kind != ELEM_END &&
			elems[n].kind != ELEM_GAP && elems[n].kind != ELEM_ANY;
		n++;
	}
	if (!solid)
		return "the pattern has no token of its own";
	p->elems = arena_alloc(lx->a, n * sizeof *p->elems);
	memcpy(p->elems, elems, n * sizeof *elems);
	p->nelems = n;
	index_pattern(lx, p);
	return NULL;
}

static bool number_word(const struct item *it)
{
	return it->tk->kind == TOKEN_NUMBER || item_is(it,
		CLASS_NUMBER);
}

/* What an item is but a word of its own: the element that it may begin, ELEM_ANY for none. */
static enum elem_kind kind_of(const struct item *it)
{
	switch (it->tk->kind) {
	case TOKEN_URL:
		return ELEM_URL;
	case TOKEN_MENTION:
		return ELEM_MENTION;
	case TOKEN_HASHTAG:
		return ELEM_HASHTAG;
	case TOKEN_EMOJI:
	case TOKEN_EMOTICON:
		return ELEM_EMOJI;
	default:
		return number_word(it) ? ELEM_NUM : ELEM_ANY;
	}
}

static bool elem_is(const struct lexicon *lx, const struct elem *el, const struct item *it)
{
	switch (el->kind) {
	case ELEM_SET:
		if (it->form && lexicon_has(lx, el->set, it->form))
			return true;
		for (size_t k = 0; k < el->nheads; k++)
			if (str_prefix(it->tk->fold, el->heads[k]))
				return true;
		return false;
	case ELEM_ANY:
		return true;
	case ELEM_NUM:
		return number_word(it);
	default:
		return kind_of(it) == el->kind;
	}
}

/* steps bounds the work on a hostile pattern: gaps within gaps */
static size_t walk(const struct lexicon *lx, const struct ref *r, size_t k, const struct items *s,
	size_t start,
	size_t i, int *steps)
{
	const struct item *first = &s->at[start];

	if (--*steps < 0)
		return 0;
	if (k == r->nelems)
		return i;
	const struct elem *el = &r->elems[k];
	bool inside = i < s->n && s->at[i].sentence == first->sentence;
	size_t end = 0;
	if (el->kind == ELEM_GAP) {
		for (size_t g = 0; g <= GAP && !end; g++) {
			/* nor is what stands behind the gap in another clause */
			if (i + g < s->n && i && s->at[i + g].clause != s->at[i - 1].clause)
				break;
			end = walk(lx, r, k + 1, s, start, i + g, steps);
			if (i + g >= s->n)
				break;
		}
		return end;
	}
	if (el->kind == ELEM_BEGIN)
		return inside && s->at[i].first ? walk(lx, r, k + 1, s, start, i, steps) : 0;
	if (el->kind == ELEM_END || el->kind == ELEM_QUESTION) {
		if (!inside && (el->kind == ELEM_END || s->sentences[first->sentence].question))
			return walk(lx, r, k + 1, s, start, i, steps);
		return el->optional ? walk(lx, r, k + 1, s, start, i, steps) : 0;
	}
	if (inside && elem_is(lx, el, &s->at[i]))
		end = walk(lx, r, k + 1, s, start, i + 1, steps);
	if (!end && el->optional)
		end = walk(lx, r, k + 1, s, start, i, steps);
	return end;
}

/* The longest match of the pattern of `r` at item i, where `r` was found: the item after it, 0 when there
 * is none. */
static size_t match(const struct lexicon *lx, const struct ref *r, const struct items *s, size_t i)
{
	const struct elem *el = &r->elems[r->elem];
	bool known = el->kind == ELEM_SET && !el->nheads && !el->optional;  /* what it is filed under */
	int steps = 400;

	for (size_t k = 0; k < r->elem; k++)
		if (r->elems[k].kind == ELEM_BEGIN && !s->at[i].first)
			return 0;
	size_t end = walk(lx, r, r->elem + known, s, i, i + known, &steps);
	return end > i ? end : 0;
}

struct hunt {
	const struct lexicon *lx;
	const struct items *s;
	struct found *found;
	size_t n, cap;
	struct arena *a;
};

/* Among those that begin at one item the later row stands first: of two of one length it wins. */
static void found(struct hunt *h, const struct ref *r, size_t from, size_t to)
{
	if (h->n == h->cap) {
		struct found *more = arena_alloc(h->a, (h->cap ? h->cap * 2 : 64) * sizeof *more);
		if (h->n)
			memcpy(more, h->found, h->n * sizeof *more);
		h->found = more;
		h->cap = h->cap ? h->cap * 2 : 64;
	}
	size_t k = h->n++;
	for (; k > 0 && h->found[k - 1].from == from && h->found[k - 1].pattern < r->pattern; k--)
		h->found[k] = h->found[k - 1];
	h->found[k] = (struct found){ r->pattern, (uint32_t)from, (uint32_t)to, (enum pattern_kind)r->kind };
}

static void hunt_block(struct hunt *h, uint32_t k, uint32_t end, size_t i, uint64_t next, uint64_t clause)
{
	for (; k < end; k++) {
		const struct ref *r = &h->lx->refs[k];
		if ((~h->lx->then[k] & next) || !(h->lx->later[k] & clause))
			continue;
		size_t to = r->whole ? i + 1 : match(h->lx, r, h->s, i);
		if (to)
			found(h, r, i, to);
	}
}

/* Most lists are empty, and most patterns of the others fail by what follows. */
static inline void hunt_list(struct hunt *h, struct ids list, size_t i, uint64_t next, uint64_t clause)
{
	uint32_t end = list.at + list.n;

	for (uint32_t k = list.at; k < end; k += BLOCK)
		if (!(~h->lx->block[k] & next))
			hunt_block(h, k, k + BLOCK < end ? k + BLOCK : end, i, next, clause);
}

struct found *pattern_all(const struct lexicon *lx, const struct items *s, struct arena *a, size_t *n)
{
	struct hunt h = { .lx = lx, .s = s, .a = a };

	for (size_t i = 0; i < s->n; i++) {
		const struct item *it = &s->at[i];
		uint64_t next = form_bits(i + 1 < s->n ? it[1].form : 0);
		uint64_t clause = s->clauses[it->clause].bloom;
		enum elem_kind kind = kind_of(it);

		if (it->form)
			hunt_list(&h, lx->forms[it->form].refs, i, next, clause);
		for (size_t len = 2; len <= 3 && len <= it->tk->fold.len; len++)
			hunt_list(&h, lx->heads[head_list(it->tk->fold.p, len)], i, next, clause);
		hunt_list(&h, lx->first[ELEM_ANY], i, next, clause);
		if (kind != ELEM_ANY)
			hunt_list(&h, lx->first[kind], i, next, clause);
	}
	*n = h.n;
	return h.found;
}
