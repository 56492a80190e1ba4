/* A trie over folded tokens: all names of all firms at once. Conditions run only on what the trie has
 * found. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <luister/caps.h>
#include <luister/match.h>
#include <stdlib.h>
#include <string.h>

struct name {
	size_t firm;
	size_t ntokens;
	char **plain;                   /* case folded, accents kept, per token */
	bool ambiguous;
	char **near; size_t nnear;      /* folded words, one space between them */
	pcre2_code **not; size_t nnot;
	int window;
};

struct edge { struct str word; size_t to; };
/* edges by word, so that a step costs the logarithm of the firms */
struct node { struct edge *edges; size_t n, cap; size_t *names; size_t nnames, names_cap; };

/* Something that names a firm by itself: a hashtag, a handle, a domain. */
struct key {
	struct str word;
	size_t firm;
	char *plain;                    /* a hashtag's form with accents */
	size_t name;                    /* a hashtag's name, or NONE: it has conditions when that has */
	char *platform;                 /* a handle's */
	bool anywhere;                  /* a handle with its host names the firm on other platforms too */
};
struct keys { struct key *k; size_t n, cap; };

#define NONE SIZE_MAX

struct matcher {
	char **ids; size_t nfirms;      /* sorted */
	struct node *nodes; size_t nnodes, nodes_cap;
	struct name *names; size_t nnames, names_cap;
	struct keys tags, handles, domains;
	struct tokenizer *tk;
	pcre2_match_data *match;
	pcre2_match_context *context;
};

/* ---- building ---- */

static size_t node_new(struct matcher *m)
{
	MEM_ROOM(m->nodes, m->nnodes, m->nodes_cap);
	m->nodes[m->nnodes] = (struct node){ 0 };
	return m->nnodes++;
}

/* The first edge that is not before the word. */
static size_t edge_at(const struct node *n, struct str word)
{
	size_t low = 0, high = n->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(n->edges[mid].word, word) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static size_t child(const struct matcher *m, size_t node, struct str word)
{
	const struct node *n = &m->nodes[node];
	size_t i = edge_at(n, word);
	return i < n->n && str_eq(n->edges[i].word, word) ? n->edges[i].to : 0;
}

static size_t child_new(struct matcher *m, size_t node, struct str word)
{
	size_t to = child(m, node, word);
	if (to)
		return to;
	to = node_new(m);
	struct node *n = &m->nodes[node];
	size_t i = edge_at(n, word);
	MEM_ROOM(n->edges, n->n, n->cap);
	memmove(n->edges + i + 1, n->edges + i, (n->n - i) * sizeof *n->edges);
	n->edges[i] = (struct edge){ { mem_dupn(word.p, word.len), word.len }, to };
	n->n++;
	return to;
}

static struct key *key_new(struct keys *all, struct str word, size_t firm)
{
	MEM_ROOM(all->k, all->n, all->cap);
	all->k[all->n] = (struct key){ .word = { mem_dupn(word.p, word.len), word.len }, .firm = firm,
		.name = NONE };
	return &all->k[all->n++];
}

static int by_word(const void *a, const void *b)
{
	return str_cmp(((const struct key *)a)->word, ((const struct key *)b)->word);
}

static void keys_sort(struct keys *all)
{
	if (all->n)
		qsort(all->k, all->n, sizeof *all->k, by_word);
}

/* The first key that is the word; the others follow it. */
static const struct key *keys_find(const struct keys *all, struct str word)
{
	size_t low = 0, high = all->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(all->k[mid].word, word) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < all->n && str_eq(all->k[low].word, word) ? &all->k[low] : NULL;
}

static const struct key *keys_next(const struct keys *all, const struct key *k)
{
	return k + 1 < all->k + all->n && str_eq(k[1].word, k->word) ? k + 1 : NULL;
}

static void keys_free(struct keys *all)
{
	for (size_t i = 0; i < all->n; i++) {
		mem_free((char *)all->k[i].word.p);
		mem_free(all->k[i].plain);
		mem_free(all->k[i].platform);
	}
	mem_free(all->k);
}

/* The next part of a token between hyphens: a name's space may be a hyphen in the text and the other way
 * round. */
static bool next_part(struct str *rest, struct str *part)
{
	while (str_cut(rest, '-', part))
		if (part->len)
			return true;
	return false;
}

/* A hyphen that nobody sees, as web pages hold them. */
#define SOFT_HYPHEN STR("\xC2\xAD")

static struct str without(struct str s, struct str sign, struct arena *a)
{
	if (!memmem(s.p, s.len, sign.p, sign.len))
		return s;
	char *p = arena_dupn(a, s.p, s.len);
	size_t n = 0;
	for (size_t i = 0; i < s.len;)
		if (s.len - i >= sign.len && memcmp(s.p + i, sign.p, sign.len) == 0)
			i += sign.len;
		else
			p[n++] = s.p[i++];
	return (struct str){ p, n };
}

static bool is_word(const struct token *t)
{
	return (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_URL) && !t->part;
}

/* "&" and other signs in a name are tokens of it; a hyphen alone joins. */
static bool joins(const struct token *t)
{
	return t->kind == TOKEN_PUNCT && t->fold.len == 1 && t->fold.p[0] == '-';
}

/* A name as a hashtag holds it: without what a hashtag cannot hold. */
static void glue(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!strchr(" -&.#'_", s.p[i]) || !s.p[i])
			buf_putc(out, s.p[i]);
}

static void add_tag(struct matcher *m, size_t firm, size_t name, struct str s, struct arena *a)
{
	struct buf b, joined;
	buf_init(&b, CAP_LINE);
	buf_init(&joined, CAP_LINE);
	fold(&b, s);
	glue(&joined, buf_view(&b));
	if (joined.len) {
		struct key *k = key_new(&m->tags, buf_view(&joined), firm);
		buf_clear(&b);
		buf_clear(&joined);
		fold_case(&b, s);
		glue(&joined, without(buf_view(&b), SOFT_HYPHEN, a));
		k->plain = buf_take(&joined);
		k->name = name;
	}
	buf_free(&joined);
	buf_free(&b);
}

/* A full stop that ends a name ("Smit & Zn.") may stay away, as it does at the end of a sentence. */
static size_t name_tokens(const struct tokens *t)
{
	size_t n = t->n;
	while (n > 1 && str_is(t->t[n - 1].fold, "."))
		n--;
	return n;
}

/* The name's index, or NONE when it holds nothing that a text could. */
static size_t add_name(struct matcher *m, struct name *n, struct str text, struct arena *a)
{
	struct tokens t = tokenize(m->tk, text, a);
	size_t node = 0, cap = 0, count = name_tokens(&t);
	for (size_t i = 0; i < count; i++) {
		if (t.t[i].part || joins(&t.t[i]))
			continue;
		struct str fold_rest = t.t[i].fold, f, p;
		struct str plain_rest = without(t.t[i].plain, SOFT_HYPHEN, a);
		while (next_part(&fold_rest, &f) && next_part(&plain_rest, &p)) {
			node = child_new(m, node, f);
			MEM_ROOM(n->plain, n->ntokens, cap);
			n->plain[n->ntokens++] = mem_dupn(p.p, p.len);
		}
	}
	MEM_ROOM(m->names, m->nnames, m->names_cap);
	m->names[m->nnames] = *n;       /* kept in any case: it is freed with the others */
	if (!node) {
		m->nnames++;
		return NONE;
	}
	struct node *end = &m->nodes[node];
	MEM_ROOM(end->names, end->nnames, end->names_cap);
	end->names[end->nnames++] = m->nnames;
	return m->nnames++;
}

static enum status compile(struct name *out, const struct match_name *in, const char *firm, struct err *e)
{
	out->not = mem_alloc(sizeof *out->not * (in->nnot + 1));
	for (size_t i = 0; i < in->nnot; i++) {
		int code;
		PCRE2_SIZE at;
		pcre2_code *re = pcre2_compile((PCRE2_SPTR)in->not[i], PCRE2_ZERO_TERMINATED,
			PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &code, &at, NULL);
		if (!re) {
			PCRE2_UCHAR why[160] = "";
			pcre2_get_error_message(code, why, sizeof why);
			return err_set(e, STATUS_CONFIG,
				"firm \"%s\": name \"%s\": pattern \"%s\" at %zu: %s", firm, in->name,
				in->not[i], (size_t)at, (const char *)why);
		}
		pcre2_jit_compile(re, PCRE2_JIT_COMPLETE);
		out->not[out->nnot++] = re;
	}
	return STATUS_OK;
}

/* "BTW-nummer" and "fiscaal advies": words, one space between them. */
static char *near_words(const char *near)
{
	struct buf folded, out;
	struct str rest, word;
	buf_init(&folded, CAP_LINE);
	buf_init(&out, CAP_LINE);
	fold(&folded, str_of(near));
	for (size_t i = 0; i < folded.len; i++)
		if (folded.p[i] == '-')
			folded.p[i] = ' ';
	rest = buf_view(&folded);
	while (str_cut(&rest, ' ', &word)) {
		if (word.len && out.len)
			buf_putc(&out, ' ');
		buf_str(&out, word);
	}
	buf_free(&folded);
	return buf_take(&out);
}

static enum status build_name(struct matcher *m, size_t firm, const struct match_name *in, struct arena *a,
	struct err *e)
{
	struct name n = { .firm = firm, .ambiguous = in->ambiguous, .window = in->window };
	enum status status = compile(&n, in, m->ids[firm], e);
	n.near = mem_alloc(sizeof *n.near * (in->nnear + 1));
	for (size_t i = 0; i < in->nnear; i++)
		n.near[n.nnear++] = near_words(in->near[i]);
	size_t name = add_name(m, &n, str_of(in->name), a);
	if (name != NONE)
		add_tag(m, firm, name, str_of(in->name), a);
	return status;
}

static void add_handle(struct matcher *m, size_t firm, const struct match_account *in)
{
	struct buf b;
	buf_init(&b, CAP_LINE);
	fold_case(&b, str_of(*in->name == '@' ? in->name + 1 : in->name));
	struct str name = buf_view(&b);
	const char *host = name.len ? memchr(name.p, '@', name.len) : NULL;
	struct key *k = key_new(&m->handles, name, firm);
	k->platform = mem_dup(in->platform);
	k->anywhere = host || (name.len && memchr(name.p, '.', name.len));
	if (host) {             /* the local form of a full handle, on its own platform */
		k = key_new(&m->handles, (struct str){ name.p, (size_t)(host - name.p) }, firm);
		k->platform = mem_dup(in->platform);
	}
	buf_free(&b);
}

static void add_domain(struct matcher *m, size_t firm, const char *domain)
{
	struct buf b;
	buf_init(&b, CAP_LINE);
	fold_case(&b, str_of(domain));
	key_new(&m->domains, buf_view(&b), firm);
	buf_free(&b);
}

static enum status build_firm(struct matcher *m, const struct match_firm *in, struct arena *a, struct err *e)
{
	enum status status = STATUS_OK;
	size_t firm = m->nfirms++;
	m->ids[firm] = mem_dup(in->id);
	for (size_t k = 0; k < in->nnames && status == STATUS_OK; k++)
		status = build_name(m, firm, &in->names[k], a, e);
	for (size_t k = 0; k < in->nhashtags; k++)
		add_tag(m, firm, NONE, str_of(in->hashtags[k]), a);
	for (size_t k = 0; k < in->naccounts; k++)
		add_handle(m, firm, &in->accounts[k]);
	for (size_t k = 0; k < in->ndomains; k++)
		add_domain(m, firm, in->domains[k]);
	arena_reset(a);
	return status;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct match_firm *)a)->id, ((const struct match_firm *)b)->id);
}

enum status matcher_new(const struct match_firm *firms, size_t n, struct matcher **out, struct err *e)
{
	struct matcher *m = mem_alloc(sizeof *m);
	struct arena *a = arena_new();
	enum status status = STATUS_OK;
	m->tk = tokenizer_new();
	m->match = pcre2_match_data_create(8, NULL);
	m->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(m->context, 100000); /* a hostile pattern or text cannot stall the run */
	node_new(m);
	m->ids = mem_alloc(sizeof *m->ids * (n + 1));
	struct match_firm *sorted = mem_alloc(sizeof *sorted * (n + 1));
	if (n)
		memcpy(sorted, firms, n * sizeof *firms);
	qsort(sorted, n, sizeof *sorted, by_id);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = build_firm(m, &sorted[i], a, e);
	keys_sort(&m->tags);
	keys_sort(&m->handles);
	keys_sort(&m->domains);
	mem_free(sorted);
	arena_free(a);
	if (status == STATUS_OK)
		*out = m;
	else
		matcher_free(m);
	return status;
}

static void name_free(struct name *n)
{
	for (size_t i = 0; i < n->ntokens; i++)
		mem_free(n->plain[i]);
	mem_free(n->plain);
	for (size_t i = 0; i < n->nnear; i++)
		mem_free(n->near[i]);
	mem_free(n->near);
	for (size_t i = 0; i < n->nnot; i++)
		pcre2_code_free(n->not[i]);
	mem_free(n->not);
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->nnames; i++)
		name_free(&m->names[i]);
	for (size_t i = 0; i < m->nnodes; i++) {
		for (size_t k = 0; k < m->nodes[i].n; k++)
			mem_free((char *)m->nodes[i].edges[k].word.p);
		mem_free(m->nodes[i].edges);
		mem_free(m->nodes[i].names);
	}
	for (size_t i = 0; i < m->nfirms; i++)
		mem_free(m->ids[i]);
	mem_free(m->ids);
	mem_free(m->names);
	mem_free(m->nodes);
	keys_free(&m->tags);
	keys_free(&m->handles);
	keys_free(&m->domains);
	pcre2_match_data_free(m->match);
	pcre2_match_context_free(m->context);
	tokenizer_free(m->tk);
	mem_free(m);
}

/* ---- matching ---- */

/* A text as the trie walks it: tokens split at hyphens, lone hyphens left out. A hashtag (glued) is one
 * piece, which no name goes through; an @handle none. */
struct piece { struct str fold, plain; size_t offset, len, token; bool glued; };

struct pieces { struct piece *p; size_t n; };

/* Names that end here; without their genitive, `cut` signs of it. */
struct hit { size_t node, cut, from, to, offset, len; };

/* As next_part, in bytes that are not folded: two more hyphens there. */
static bool next_raw_part(struct str *rest, struct str *part)
{
	while (rest->len) {
		size_t n = 0, sign = 0;
		for (; n < rest->len && !sign; n += !sign)
			if (rest->p[n] == '-')
				sign = 1;
			else if (rest->len - n >= 3 && memcmp(rest->p + n, "\xE2\x80", 2) == 0 &&
				 (rest->p[n + 2] == '\x90' || rest->p[n + 2] == '\x91'))
				sign = 3;
		*part = (struct str){ rest->p, n };
		*rest = (struct str){ rest->p + n + sign, rest->len - n - sign };
		if (n)
			return true;
	}
	return false;
}

static void split(const struct token *t, size_t index, struct str text, struct pieces *out, struct arena *a)
{
	struct str raw = { text.p + t->offset, t->len }, f_rest = t->fold, f, p, r;
	struct str p_rest = without(t->plain, SOFT_HYPHEN, a);
	while (next_part(&f_rest, &f) && next_part(&p_rest, &p)) {
		if (!next_raw_part(&raw, &r))
			r = (struct str){ text.p + t->offset, t->len };
		out->p[out->n++] = (struct piece){ f, p, (size_t)(r.p - text.p), r.len, index, false };
	}
}

static struct pieces pieces_of(const struct tokens *tokens, struct str text, struct arena *a)
{
	size_t room = 1;
	for (size_t i = 0; i < tokens->n; i++)
		room += tokens->t[i].fold.len + 1;
	struct pieces out = { arena_alloc(a, room * sizeof *out.p), 0 };
	for (size_t i = 0; i < tokens->n; i++) {
		const struct token *t = &tokens->t[i];
		if (t->part || joins(t) || t->kind == TOKEN_MENTION)
			continue;
		if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER)
			split(t, i, text, &out, a);
		else if (t->kind == TOKEN_HASHTAG)
			out.p[out.n++] = (struct piece){ without(t->fold, STR("_"), a),
				without(t->plain, STR("_"), a), t->offset, t->len, i, true };
		else
			out.p[out.n++] = (struct piece){ t->fold, t->plain, t->offset, t->len, i, false };
	}
	return out;
}

/* "Duinzichts", "Duinzicht's", "Smits'": the word without its genitive; 0 when there is none. */
static size_t genitive(struct str word)
{
	if (word.len > 3 && str_suffix(word, STR("'s")))
		return 2;
	if (word.len > 2 && word.p[word.len - 1] == '\'')
		return 1;
	if (word.len > 3 && word.p[word.len - 1] == 's')
		return 1;
	return 0;
}

/* Text may leave out the name's accents, but has none that the name lacks. */
static bool accents_agree(const char *name, struct str plain, struct str folded)
{
	return str_is(plain, name) || str_eq(plain, folded);
}

static bool agrees(const struct name *n, const struct piece *p, size_t cut)
{
	for (size_t i = 0; i < n->ntokens; i++) {
		struct str plain = p[i].plain, folded = p[i].fold;
		if (i + 1 == n->ntokens && cut) {
			plain.len -= cut;
			folded.len -= cut;
		}
		if (!accents_agree(n->plain[i], plain, folded))
			return false;
	}
	return true;
}

static bool any_agrees(const struct matcher *m, size_t node, const struct piece *p, size_t cut)
{
	for (size_t i = 0; i < m->nodes[node].nnames; i++)
		if (agrees(&m->names[m->nodes[node].names[i]], p, cut))
			return true;
	return false;
}

/* How many bytes the last signs of a piece take: ’s is four. */
static size_t raw_len(const struct piece *p, struct str text, size_t signs)
{
	size_t at = p->len;
	while (signs && at) {
		do
			at--;
		while (at && ((unsigned char)text.p[p->offset + at] & 0xC0) == 0x80);
		struct str tail = { text.p + p->offset + at, p->len - at };
		signs -= !str_prefix(tail, SOFT_HYPHEN);
	}
	return p->len - at;
}

/* The longest wins; a whole name wins from the genitive of a shorter one. */
static void note(const struct matcher *m, size_t node, const struct pieces *all, size_t from, size_t to,
	size_t cut, struct str text, struct hit *best)
{
	const struct piece *last = &all->p[to - 1];
	if (!any_agrees(m, node, all->p + from, cut))
		return;
	*best = (struct hit){ node, cut, from, to, all->p[from].offset,
		last->offset + last->len - raw_len(last, text, cut) - all->p[from].offset };
}

/* Between a name's words stand white space, hyphens and what nobody sees. All else is a piece of its own, but
 * for an @handle. */
static bool adjoins(const struct piece *a, const struct piece *b, struct str text)
{
	for (size_t i = a->offset + a->len; i < b->offset; i++)
		if (text.p[i] == '@')
			return false;
	return true;
}

static struct hit longest(const struct matcher *m, const struct pieces *all, size_t from, struct str text)
{
	struct hit best = { .node = 0 };
	size_t node = 0;
	for (size_t i = from; i < all->n && !all->p[i].glued; i++) {
		if (i > from && !adjoins(&all->p[i - 1], &all->p[i], text))
			break;
		size_t cut = genitive(all->p[i].fold);
		if (cut) {
			struct str stem = { all->p[i].fold.p, all->p[i].fold.len - cut };
			size_t end = child(m, node, stem);
			if (end)
				note(m, end, all, from, i + 1, cut, text, &best);
		}
		node = child(m, node, all->p[i].fold);
		if (!node)
			break;
		note(m, node, all, from, i + 1, 0, text, &best);
	}
	return best;
}

struct found {
	bool sure, addressed, own;
	size_t nat, cap;
	struct at *at;
	const char *missed;
};

/* A name that counts only on its conditions. */
struct doubt { size_t name, from, to; struct at at; };

/* Where a name's `not` patterns match in the text. */
struct not { struct at *at; size_t n, cap; bool known, limit; };

struct search {
	struct matcher *m;
	struct str text;
	const struct tokens *tokens;
	struct pieces pieces;
	struct found *found;             /* per firm */
	struct doubt *doubts; size_t ndoubts, doubts_cap;
	struct not *nots;                /* per name, made when the first is asked for */
	struct arena *a;
};

/* MEM_ROOM in an arena: one more element fits. */
static void *room(struct arena *a, void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 4;
	void *grown = arena_alloc(a, *cap * size);
	if (n)
		memcpy(grown, array, n * size);
	return grown;
}

static void add_at(struct search *s, size_t firm, struct at at)
{
	struct found *f = &s->found[firm];
	f->at = room(s->a, f->at, f->nat, &f->cap, sizeof *f->at);
	f->at[f->nat++] = at;
}

static void add_doubt(struct search *s, struct doubt d)
{
	s->doubts = room(s->a, s->doubts, s->ndoubts, &s->doubts_cap, sizeof *s->doubts);
	s->doubts[s->ndoubts++] = d;
}

/* The near words begin at piece i; the last of them may be a longer word. */
static bool near_at(const struct search *s, size_t i, const char *near)
{
	struct str rest = str_of(near), word;
	bool there = rest.len > 0;
	while (there && str_cut(&rest, ' ', &word)) {
		if (i >= s->pieces.n)
			return false;
		there = rest.p ? str_eq(s->pieces.p[i].fold, word) : str_prefix(s->pieces.p[i].fold, word);
		i++;
	}
	return there;
}

static bool any_near_at(const struct search *s, size_t i, const struct name *n)
{
	for (size_t k = 0; k < n->nnear; k++)
		if (near_at(s, i, n->near[k]))
			return true;
	return false;
}

static bool near_word(const struct search *s, const struct doubt *d, const struct name *n)
{
	const struct piece *p = s->pieces.p;
	size_t words = 0, window = (size_t)n->window;
	for (size_t i = d->from; i-- > 0 && words < window; words += is_word(&s->tokens->t[p[i].token]))
		if (any_near_at(s, i, n))
			return true;
	words = 0;
	for (size_t i = d->to; i < s->pieces.n && words < window;
	     words += is_word(&s->tokens->t[p[i].token]), i++)
		if (any_near_at(s, i, n))
			return true;
	return false;
}

static void not_matches(const struct search *s, const struct name *n, struct not *out)
{
	for (size_t i = 0; i < n->nnot; i++) {
		for (size_t at = 0; at < s->text.len;) {
			int rc = pcre2_match(n->not[i], (PCRE2_SPTR)s->text.p, s->text.len, at,
				PCRE2_NO_UTF_CHECK, s->m->match, s->m->context);
			if (rc == PCRE2_ERROR_NOMATCH)
				break;
			if (rc < 0) {
				out->limit = true;
				return;
			}
			const PCRE2_SIZE *span = pcre2_get_ovector_pointer(s->m->match);
			if (span[1] > span[0]) {
				out->at = room(s->a, out->at, out->n, &out->cap, sizeof *out->at);
				out->at[out->n++] = (struct at){ span[0], span[1] - span[0] };
			}
			if (span[1] > at)
				at = span[1];
			else
				utf8_next(s->text, &at);
		}
	}
}

static int by_offset(const void *a, const void *b)
{
	const struct at *x = a, *y = b;
	if (x->offset != y->offset)
		return x->offset > y->offset ? 1 : -1;
	return (x->len > y->len) - (x->len < y->len);
}

/* Sorted, and what overlaps is one: then the ends are in order too. */
static void not_merge(struct not *x)
{
	size_t n = 0;
	if (x->n)
		qsort(x->at, x->n, sizeof *x->at, by_offset);
	for (size_t i = 0; i < x->n; i++) {
		struct at *last = n ? &x->at[n - 1] : NULL, now = x->at[i];
		if (!last || now.offset > last->offset + last->len)
			x->at[n++] = now;
		else if (now.offset + now.len > last->offset + last->len)
			last->len = now.offset + now.len - last->offset;
	}
	x->n = n;
}

/* A `not` pattern speaks of a name when its match overlaps it. The patterns run once a text, however often
 * the name is in it. */
static bool excluded(struct search *s, const struct doubt *d)
{
	if (!s->nots)
		s->nots = arena_alloc(s->a, s->m->nnames * sizeof *s->nots);
	struct not *x = &s->nots[d->name];
	if (!x->known) {
		not_matches(s, &s->m->names[d->name], x);
		not_merge(x);
		x->known = true;
	}
	size_t low = 0, high = x->n;    /* the first match that ends behind the name's begin */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (x->at[mid].offset + x->at[mid].len <= d->at.offset)
			low = mid + 1;
		else
			high = mid;
	}
	/* the limit is hit: better a miss than a wrong mention */
	return x->limit || (low < x->n && x->at[low].offset < d->at.offset + d->at.len);
}

static void one_name(struct search *s, size_t name, size_t from, size_t to, struct at at)
{
	const struct name *n = &s->m->names[name];
	if (n->ambiguous) {
		add_doubt(s, (struct doubt){ name, from, to, at });
	} else {
		s->found[n->firm].sure = true;
		add_at(s, n->firm, at);
	}
}

static void tag_at(struct search *s, size_t i)
{
	const struct piece *p = &s->pieces.p[i];
	struct at at = { p->offset, p->len };
	for (const struct key *k = keys_find(&s->m->tags, p->fold); k; k = keys_next(&s->m->tags, k)) {
		if (!accents_agree(k->plain, p->plain, p->fold))
			continue;
		if (k->name != NONE) {
			one_name(s, k->name, i, i + 1, at);
		} else {
			s->found[k->firm].sure = true;
			add_at(s, k->firm, at);
		}
	}
}

static void names_in(struct search *s)
{
	for (size_t i = 0; i < s->pieces.n;) {
		struct hit h = longest(s->m, &s->pieces, i, s->text);
		if (s->pieces.p[i].glued)
			tag_at(s, i);
		if (!h.node) {
			i++;
			continue;
		}
		const struct node *end = &s->m->nodes[h.node];
		for (size_t k = 0; k < end->nnames; k++)
			if (agrees(&s->m->names[end->names[k]], s->pieces.p + i, h.cut))
				one_name(s, end->names[k], i, h.to, (struct at){ h.offset, h.len });
		i = h.to;
	}
}

/* The host of a URL or of an e-mail address. A URL in a query is another site's business. */
static struct str host_of(struct str url)
{
	const char *scheme = memmem(url.p, url.len, "://", 3);
	size_t end = 0;
	while (end < url.len && !strchr("/?#", url.p[end]))
		end++;
	if (scheme && scheme + 1 == url.p + end) {
		url = (struct str){ scheme + 3, url.len - (size_t)(scheme + 3 - url.p) };
		for (end = 0; end < url.len && !strchr("/?#", url.p[end]);)
			end++;
	}
	url.len = end;
	const char *at = url.len ? memrchr(url.p, '@', url.len) : NULL;
	if (at)
		url = (struct str){ at + 1, url.len - (size_t)(at + 1 - url.p) };
	const char *port = url.len ? memchr(url.p, ':', url.len) : NULL;
	if (port)
		url.len = (size_t)(port - url.p);
	return url;
}

/* A domain is its subdomains too. */
static void link_at(struct search *s, const struct token *t)
{
	struct str host = host_of(t->plain);
	while (host.len) {
		for (const struct key *k = keys_find(&s->m->domains, host); k;
		     k = keys_next(&s->m->domains, k)) {
			s->found[k->firm].sure = true;
			add_at(s, k->firm, (struct at){ t->offset, t->len });
		}
		const char *dot = memchr(host.p, '.', host.len);
		if (!dot)
			return;
		host = (struct str){ dot + 1, host.len - (size_t)(dot + 1 - host.p) };
	}
}

static void handle_at(struct search *s, const struct token *t, struct str platform)
{
	for (const struct key *k = keys_find(&s->m->handles, t->plain); k; k = keys_next(&s->m->handles, k))
		if (k->anywhere || str_is(platform, k->platform)) {
			s->found[k->firm].addressed = s->found[k->firm].sure = true;
			add_at(s, k->firm, (struct at){ t->offset, t->len });
		}
}

static void signs_in(struct search *s, struct str platform)
{
	for (size_t i = 0; i < s->tokens->n; i++) {
		const struct token *t = &s->tokens->t[i];
		if (t->kind == TOKEN_MENTION)
			handle_at(s, t, platform);
		else if (t->kind == TOKEN_URL)
			link_at(s, t);
	}
}

/* Doubtful names count when the firm is named for certain elsewhere in the text, or a near word stands by. */
static void settle(struct search *s)
{
	for (size_t i = 0; i < s->ndoubts; i++) {
		const struct doubt *d = &s->doubts[i];
		const struct name *n = &s->m->names[d->name];
		struct found *f = &s->found[n->firm];
		if (excluded(s, d)) {
			f->missed = "not";
		} else if (f->sure || !n->nnear || near_word(s, d, n)) {
			add_at(s, n->firm, d->at);
		} else if (!f->missed) {
			f->missed = "near";
		}
	}
}

static void authors(struct search *s, struct str platform, struct str author)
{
	struct buf b;
	if (!author.len)
		return;
	buf_init(&b, CAP_LINE);
	fold_case(&b, author.p[0] == '@' ? (struct str){ author.p + 1, author.len - 1 } : author);
	for (const struct key *k = keys_find(&s->m->handles, buf_view(&b)); k;
	     k = keys_next(&s->m->handles, k))
		if (str_is(platform, k->platform))
			s->found[k->firm].own = true;
	buf_free(&b);
}

/* In order, each once: two names may be the same words. */
static void sort_at(struct found *f)
{
	size_t n = 0;
	if (f->nat)
		qsort(f->at, f->nat, sizeof *f->at, by_offset);
	for (size_t i = 0; i < f->nat; i++)
		if (!n || by_offset(&f->at[n - 1], &f->at[i]) != 0)
			f->at[n++] = f->at[i];
	f->nat = n;
}

static struct match results(struct search *s)
{
	size_t n = s->m->nfirms;
	struct match out = { arena_alloc(s->a, (n + 1) * sizeof *out.firms), 0,
		arena_alloc(s->a, (n + 1) * sizeof *out.misses), 0 };
	for (size_t i = 0; i < n; i++) {
		struct found *f = &s->found[i];
		if (f->nat || f->own) {
			sort_at(f);
			enum role role = f->own ? ROLE_OWN : f->addressed ? ROLE_ADDRESSED : ROLE_MENTION;
			out.firms[out.nfirms++] = (struct mention){ .firm = str_of(s->m->ids[i]),
				.role = role, .at = f->at, .nat = f->nat, .label = LABEL_NONE };
		} else if (f->missed) {
			out.misses[out.nmisses++] = (struct match_miss){ s->m->ids[i], f->missed };
		}
	}
	return out;
}

struct match match_text(struct matcher *m, struct str text, const struct tokens *tokens, struct str platform,
	struct str author, struct arena *a)
{
	struct search s = { .m = m, .text = text, .tokens = tokens, .a = a };
	s.pieces = pieces_of(tokens, text, a);
	s.found = arena_alloc(a, (m->nfirms + 1) * sizeof *s.found);
	names_in(&s);
	signs_in(&s, platform);
	settle(&s);
	authors(&s, platform, author);
	return results(&s);
}
