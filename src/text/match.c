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
	bool accents; /* the name has some: then text without them matches too, never the other way round */
	char **plain;                   /* case folded, accents kept, per token */
	bool ambiguous;
	char **near; size_t nnear;
	pcre2_code **not; size_t nnot;
	int window;
};

struct edge { char *word; size_t to; };
struct node { struct edge *edges; size_t n, cap; size_t *names; size_t nnames, names_cap; };

struct tag { char *word; size_t firm; };

struct matcher {
	/* ids and accounts borrowed from the caller's strings: copied */
	struct match_firm *firms; size_t nfirms;
	struct node *nodes; size_t nnodes, nodes_cap;
	struct name *names; size_t nnames, names_cap;
	struct tag *tags; size_t ntags, tags_cap;   /* hashtags and names written together */
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

static size_t child(const struct matcher *m, size_t node, struct str word)
{
	const struct node *n = &m->nodes[node];
	for (size_t i = 0; i < n->n; i++)
		if (str_is(word, n->edges[i].word))
			return n->edges[i].to;
	return 0;
}

static size_t child_new(struct matcher *m, size_t node, struct str word)
{
	size_t to = child(m, node, word);
	if (to)
		return to;
	to = node_new(m);
	struct node *n = &m->nodes[node];
	MEM_ROOM(n->edges, n->n, n->cap);
	n->edges[n->n++] = (struct edge){ mem_dupn(word.p, word.len), to };
	return to;
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

static bool is_name_token(const struct token *t)
{
	return (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_URL) && !t->part;
}

/* "&" and other signs in a name are tokens of it; a hyphen alone joins. */
static bool joins(const struct token *t)
{
	return t->kind == TOKEN_PUNCT && t->fold.len == 1 && t->fold.p[0] == '-';
}

static void add_tag(struct matcher *m, size_t firm, struct str s)
{
	struct buf b;
	buf_init(&b, CAP_LINE);
	fold(&b, s);
	struct buf joined;
	buf_init(&joined, CAP_LINE);
	for (size_t i = 0; i < b.len; i++)
		if (b.p[i] != ' ' && b.p[i] != '-' && b.p[i] != '&' && b.p[i] != '.' && b.p[i] != '#' &&
			b.p[i] != '\'')
			buf_putc(&joined, b.p[i]);
	MEM_ROOM(m->tags, m->ntags, m->tags_cap);
	m->tags[m->ntags++] = (struct tag){ buf_take(&joined), firm };
	buf_free(&b);
}

static void add_name(struct matcher *m, struct name *n, struct str text, struct arena *a)
{
	struct tokens t = tokenize(m->tk, text, a);
	size_t node = 0, cap = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.t[i].part || joins(&t.t[i]))
			continue;
		struct str fold_rest = t.t[i].fold, plain_rest = t.t[i].plain, f, p;
		while (next_part(&fold_rest, &f) && next_part(&plain_rest, &p)) {
			node = child_new(m, node, f);
			MEM_ROOM(n->plain, n->ntokens, cap);
			n->plain[n->ntokens++] = mem_dupn(p.p, p.len);
		}
	}
	if (!node)
		return;
	MEM_ROOM(m->names, m->nnames, m->names_cap);
	m->names[m->nnames] = *n;
	struct node *end = &m->nodes[node];
	MEM_ROOM(end->names, end->nnames, end->names_cap);
	end->names[end->nnames++] = m->nnames++;
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

static enum status build_name(struct matcher *m, size_t firm, const struct match_name *in, struct arena *a,
	struct err *e)
{
	struct name n = { .firm = firm, .ambiguous = in->ambiguous, .window = in->window };
	enum status status = compile(&n, in, m->firms[firm].id, e);
	n.near = mem_alloc(sizeof *n.near * (in->nnear + 1));
	for (size_t i = 0; i < in->nnear; i++) {
		struct buf b;
		buf_init(&b, CAP_LINE);
		fold(&b, str_of(in->near[i]));
		n.near[n.nnear++] = buf_take(&b);
	}
	add_name(m, &n, str_of(in->name), a);
	if (!in->ambiguous)
		add_tag(m, firm, str_of(in->name));
	return status;
}

static void copy_firm(struct match_firm *to, const struct match_firm *from)
{
	*to = (struct match_firm){ .id = mem_dup(from->id) };
	to->accounts = mem_alloc(sizeof *to->accounts * (from->naccounts + 1));
	for (; to->naccounts < from->naccounts; to->naccounts++) {
		struct buf b;
		buf_init(&b, CAP_LINE);
		const char *name = from->accounts[to->naccounts].name;
		fold_case(&b, str_of(*name == '@' ? name + 1 : name));
		to->accounts[to->naccounts] = (struct match_account){
			mem_dup(from->accounts[to->naccounts].platform), buf_take(&b) };
	}
	to->domains = mem_alloc(sizeof *to->domains * (from->ndomains + 1));
	for (; to->ndomains < from->ndomains; to->ndomains++) {
		struct buf b;
		buf_init(&b, CAP_LINE);
		fold_case(&b, str_of(from->domains[to->ndomains]));
		to->domains[to->ndomains] = buf_take(&b);
	}
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
	m->firms = mem_alloc(sizeof *m->firms * (n + 1));
	struct match_firm *sorted = mem_alloc(sizeof *sorted * (n + 1));
	if (n)
		memcpy(sorted, firms, n * sizeof *firms);
	qsort(sorted, n, sizeof *sorted, by_id);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		copy_firm(&m->firms[m->nfirms++], &sorted[i]);
		for (size_t k = 0; k < sorted[i].nnames && status == STATUS_OK; k++)
			status = build_name(m, i, &sorted[i].names[k], a, e);
		for (size_t k = 0; k < sorted[i].nhashtags; k++)
			add_tag(m, i, str_of(sorted[i].hashtags[k]));
		arena_reset(a);
	}
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

static void firm_free(struct match_firm *f)
{
	mem_free((char *)f->id);
	for (size_t i = 0; i < f->naccounts; i++) {
		mem_free((char *)f->accounts[i].platform);
		mem_free((char *)f->accounts[i].name);
	}
	mem_free(f->accounts);
	for (size_t i = 0; i < f->ndomains; i++)
		mem_free((char *)f->domains[i]);
	mem_free(f->domains);
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->nnames; i++)
		name_free(&m->names[i]);
	for (size_t i = 0; i < m->nnodes; i++) {
		for (size_t k = 0; k < m->nodes[i].n; k++)
			mem_free(m->nodes[i].edges[k].word);
		mem_free(m->nodes[i].edges);
		mem_free(m->nodes[i].names);
	}
	for (size_t i = 0; i < m->ntags; i++)
		mem_free(m->tags[i].word);
	for (size_t i = 0; i < m->nfirms; i++)
		firm_free(&m->firms[i]);
	mem_free(m->names);
	mem_free(m->nodes);
	mem_free(m->tags);
	mem_free(m->firms);
	pcre2_match_data_free(m->match);
	pcre2_match_context_free(m->context);
	tokenizer_free(m->tk);
	mem_free(m);
}

/* ---- matching ---- */

/* A text as the trie walks it: tokens split at hyphens, lone hyphens left out. */
struct piece { struct str fold, plain; size_t offset, len, token; bool glued; };

struct pieces { struct piece *p; size_t n; };

struct hit { size_t name, from, to; size_t offset, len; };

/* A word's folded forms are as long as its bytes only where nothing folds; the hyphens are counted in the
 * bytes. */
static void split(const struct token *t, size_t index, struct str text, struct pieces *out)
{
	struct str raw = { text.p + t->offset, t->len }, f_rest = t->fold, p_rest = t->plain, f, p, r;
	while (next_part(&f_rest, &f) && next_part(&p_rest, &p)) {
		if (!next_part(&raw, &r))
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
		if (t->part || joins(t))
			continue;
		if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER)
			split(t, i, text, &out);
		else if (t->kind != TOKEN_HASHTAG && t->kind != TOKEN_MENTION && t->kind != TOKEN_EMOJI)
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

static void note(const struct matcher *m, size_t node, const struct pieces *all, size_t from, size_t to,
	size_t cut, struct hit *best)
{
	const struct node *n = &m->nodes[node];
	for (size_t i = 0; i < n->nnames; i++) {
		const struct name *name = &m->names[n->names[i]];
		if (!agrees(name, all->p + from, cut))
			continue;
		/* the longest wins; among equals one that needs no condition */
		bool longer = best->name == SIZE_MAX || to > best->to;
		bool surer = !longer && to == best->to && m->names[best->name].ambiguous && !name->ambiguous;
		if (longer || surer) {
			const struct piece *last = &all->p[to - 1];
			size_t raw_cut = cut && last->len > cut ? cut : 0;
			*best = (struct hit){ n->names[i], from, to, all->p[from].offset,
				last->offset + last->len - raw_cut - all->p[from].offset };
		}
	}
}

/* A trademark's line break or comma splits; only space and hyphen may stand between a name's words. */
static bool adjoins(const struct piece *a, const struct piece *b, struct str text)
{
	for (size_t i = a->offset + a->len; i < b->offset; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '-' && c < 0x80)
			return false;
	}
	return true;
}

static struct hit longest(const struct matcher *m, const struct pieces *all, size_t from, struct str text)
{
	struct hit best = { .name = SIZE_MAX };
	size_t node = 0;
	for (size_t i = from; i < all->n; i++) {
		if (i > from && !adjoins(&all->p[i - 1], &all->p[i], text))
			break;
		size_t cut = genitive(all->p[i].fold);
		if (cut) {
			struct str stem = { all->p[i].fold.p, all->p[i].fold.len - cut };
			size_t end = child(m, node, stem);
			if (end)
				note(m, end, all, from, i + 1, cut, &best);
		}
		node = child(m, node, all->p[i].fold);
		if (!node)
			break;
		note(m, node, all, from, i + 1, 0, &best);
	}
	return best;
}

struct found {
	bool sure, addressed, own;
	size_t nat;
	struct at *at;
	const char *missed;
};

struct search {
	struct matcher *m;
	struct str text;
	const struct tokens *tokens;
	struct pieces pieces;
	struct found *found;             /* per firm */
	struct hit *doubtful; size_t ndoubtful;
	struct arena *a;
};

static void add_at(struct search *s, size_t firm, size_t offset, size_t len)
{
	struct found *f = &s->found[firm];
	for (size_t i = 0; i < f->nat; i++)
		if (f->at[i].offset == offset && f->at[i].len == len)
			return;
	struct at *grown = arena_alloc(s->a, (f->nat + 1) * sizeof *grown);
	if (f->nat)
		memcpy(grown, f->at, f->nat * sizeof *grown);
	grown[f->nat++] = (struct at){ offset, len };
	f->at = grown;
}

static bool near_word(const struct search *s, const struct hit *h, const struct name *n)
{
	size_t words = 0;
	for (size_t i = h->from; i-- > 0 && words < (size_t)n->window;
		words += is_name_token(&s->tokens->t[s->pieces.p[i].token]))
		for (size_t k = 0; k < n->nnear; k++)
			if (str_prefix(s->pieces.p[i].fold, str_of(n->near[k])))
				return true;
	words = 0;
	for (size_t i = h->to; i < s->pieces.n && words < (size_t)n->window;
	     words += is_name_token(&s->tokens->t[s->pieces.p[i].token]), i++)
		for (size_t k = 0; k < n->nnear; k++)
			if (str_prefix(s->pieces.p[i].fold, str_of(n->near[k])))
				return true;
	return false;
}

/* A `not` pattern speaks of this hit when its match overlaps it. */
static bool excluded(const struct search *s, const struct hit *h, const struct name *n)
{
	for (size_t i = 0; i < n->nnot; i++) {
		for (size_t at = 0; at <= s->text.len;) {
			int rc = pcre2_match(n->not[i], (PCRE2_SPTR)s->text.p, s->text.len, at,
				PCRE2_NO_UTF_CHECK, s->m->match, s->m->context);
			if (rc == PCRE2_ERROR_NOMATCH)
				break;
			if (rc < 0)
				return true; /* the limit is hit: better a miss than a wrong mention */
			const PCRE2_SIZE *span = pcre2_get_ovector_pointer(s->m->match);
			if (span[0] < h->offset + h->len && span[1] > h->offset)
				return true;
			at = span[1] > at ? span[1] : at + 1;
		}
	}
	return false;
}

static void names_in(struct search *s)
{
	for (size_t i = 0; i < s->pieces.n;) {
		struct hit h = longest(s->m, &s->pieces, i, s->text);
		if (h.name == SIZE_MAX) {
			i++;
			continue;
		}
		const struct name *n = &s->m->names[h.name];
		if (n->ambiguous) {
			s->doubtful[s->ndoubtful++] = h;
		} else {
			s->found[n->firm].sure = true;
			add_at(s, n->firm, h.offset, h.len);
		}
		i = h.to;
	}
}

static bool account_is(const struct match_account *acc, struct str handle, struct str platform)
{
	struct str name = str_of(acc->name);
	bool same = str_is(platform, acc->platform);
	if (str_eq(name, handle))
		return same || memchr(name.p, '@', name.len) || memchr(name.p, '.', name.len);
	const char *host = memchr(name.p, '@', name.len);
	/* the local form of a full handle, on its own platform */
	return same && host && str_eq((struct str){ name.p, (size_t)(host - name.p) }, handle);
}

static bool host_is(struct str host, const char *domain)
{
	struct str d = str_of(domain);
	return str_eq(host, d) || (host.len > d.len && str_suffix(host, d) &&
		host.p[host.len - d.len - 1] == '.');
}

static struct str host_of(struct str url)
{
	const char *scheme = memmem(url.p, url.len, "://", 3);
	if (scheme) {
		size_t skip = (size_t)(scheme + 3 - url.p);
		url = (struct str){ url.p + skip, url.len - skip };
	}
	for (size_t i = 0; i < url.len; i++)
		if (strchr("/?:#", url.p[i])) {
			url.len = i;
			break;
		}
	const char *at = memchr(url.p, '@', url.len); /* e-mail; a user part of a URL is as good */
	if (at)
		url = (struct str){ at + 1, url.len - (size_t)(at + 1 - url.p) };
	return url;
}

static void token_of_firm(struct search *s, const struct token *t, size_t firm, struct str platform)
{
	const struct match_firm *f = &s->m->firms[firm];
	if (t->kind == TOKEN_MENTION) {
		for (size_t k = 0; k < f->naccounts; k++)
			if (account_is(&f->accounts[k], t->plain, platform)) {
				s->found[firm].addressed = s->found[firm].sure = true;
				add_at(s, firm, t->offset, t->len);
			}
	} else if (t->kind == TOKEN_URL) {
		struct str host = host_of(t->plain);
		for (size_t k = 0; k < f->ndomains; k++)
			if (host_is(host, f->domains[k])) {
				s->found[firm].sure = true;
				add_at(s, firm, t->offset, t->len);
			}
	}
}

static void signs_in(struct search *s, struct str platform)
{
	for (size_t i = 0; i < s->tokens->n; i++) {
		const struct token *t = &s->tokens->t[i];
		if (t->kind == TOKEN_HASHTAG)
			for (size_t k = 0; k < s->m->ntags; k++)
				if (str_is(t->fold, s->m->tags[k].word)) {
					s->found[s->m->tags[k].firm].sure = true;
					add_at(s, s->m->tags[k].firm, t->offset, t->len);
				}
		if (t->kind == TOKEN_MENTION || t->kind == TOKEN_URL)
			for (size_t k = 0; k < s->m->nfirms; k++)
				token_of_firm(s, t, k, platform);
	}
}

/* Doubtful names count when the firm is named for certain elsewhere in the text, or a near word stands by. */
static void settle(struct search *s)
{
	for (size_t i = 0; i < s->ndoubtful; i++) {
		const struct hit *h = &s->doubtful[i];
		const struct name *n = &s->m->names[h->name];
		struct found *f = &s->found[n->firm];
		if (excluded(s, h, n)) {
			f->missed = "not";
		} else if (f->sure || !n->nnear || near_word(s, h, n)) {
			add_at(s, n->firm, h->offset, h->len);
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
	for (size_t i = 0; i < s->m->nfirms; i++)
		for (size_t k = 0; k < s->m->firms[i].naccounts; k++)
			if (str_is(platform, s->m->firms[i].accounts[k].platform) &&
			    account_is(&s->m->firms[i].accounts[k], buf_view(&b), platform))
				s->found[i].own = true;
	buf_free(&b);
}

static int by_offset(const void *a, const void *b)
{
	const struct at *x = a, *y = b;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

static struct match results(struct search *s)
{
	size_t n = s->m->nfirms;
	struct match out = { arena_alloc(s->a, (n + 1) * sizeof *out.firms), 0,
		arena_alloc(s->a, (n + 1) * sizeof *out.misses), 0 };
	for (size_t i = 0; i < n; i++) {
		struct found *f = &s->found[i];
		if (f->nat || f->own) {
			if (f->nat)
				qsort(f->at, f->nat, sizeof *f->at, by_offset);
			enum role role = f->own ? ROLE_OWN : f->addressed ? ROLE_ADDRESSED : ROLE_MENTION;
			out.firms[out.nfirms++] = (struct mention){ .firm = str_of(s->m->firms[i].id),
				.role = role, .at = f->at, .nat = f->nat, .label = LABEL_NONE };
		} else if (f->missed) {
			out.misses[out.nmisses++] = (struct match_miss){ s->m->firms[i].id, f->missed };
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
	s.doubtful = arena_alloc(a, (s.pieces.n + 1) * sizeof *s.doubtful);
	names_in(&s);
	signs_in(&s, platform);
	settle(&s);
	authors(&s, platform, author);
	return results(&s);
}
