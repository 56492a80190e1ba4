/* inflect.c: Dutch inflection (the rules stand in lexicons/nl/FORMAT.md). */
#include <stdio.h>
#include <string.h>
#include "inflect.h"

#define WORD 96

struct word { char s[WORD]; size_t n; };

static const char *const pos_names[POS_COUNT] = { "adj", "verb", "noun", "adv", "intj", "name" };

int pos_of(struct str name)
{
	for (int i = 0; i < POS_COUNT; i++)
		if (str_is(name, pos_names[i]))
			return i;
	return -1;
}

static struct word word_of(const char *s, size_t n)
{
	struct word w = { .n = n < WORD - 1 ? n : WORD - 1 };

	memcpy(w.s, s, w.n);
	return w;
}

/* too long is cut, which no real word is */
static void append(struct word *w, const char *s)
{
	size_t n = strnlen(s, WORD - 1 - w->n);

	memcpy(w->s + w->n, s, n);
	w->n += n;
	w->s[w->n] = 0;
}

static struct word join(const char *a, const char *b, const char *c)
{
	struct word w;

	w.n = 0;
	append(&w, a);
	append(&w, b);
	append(&w, c);
	return w;
}

static void emit(const struct inflect *to, const char *pre, const char *a, const char *b, unsigned flags)
{
	struct word w = join(pre, a, b);

	if (w.n)
		to->emit(to->self, (struct str){ w.s, w.n }, flags);
}

static bool vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool ends(const struct word *w, const char *tail)
{
	size_t n = strlen(tail);

	return w->n >= n && !memcmp(w->s + w->n - n, tail, n);
}

static bool begins(const char *s, const char *head)
{
	return !strncmp(s, head, strlen(head));
}

static char at_end(const struct word *w, size_t back)
{
	return w->n >= back ? w->s[w->n - back] : 0;
}

static bool has_vowel(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (vowel(s[i]))
			return true;
	return false;
}

static int syllables(const struct word *w)
{
	int n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (vowel(w->s[i]) && (i == 0 || !vowel(w->s[i - 1])))
			n++;
	return n;
}

static size_t weak_prefix(const char *s)
{
	static const char *const prefixes[] = { "be", "ge", "her", "ont", "ver", "er" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t n = strlen(prefixes[i]);
		/* "beren", "gelen", "erven" open with no prefix: what follows must be able to stand alone */
		if (begins(s, prefixes[i]) && strlen(s) >= n + 4 && !vowel(s[n]))
			return n;
		if (begins(s, prefixes[i]) && strlen(s) >= n + 4 && n >= 3)
			return n;
	}
	return 0;
}

static void cut(struct word *w, size_t n)
{
	w->n -= n < w->n ? n : w->n;
	w->s[w->n] = 0;
}

static void add(struct word *w, char c)
{
	if (w->n < WORD - 1) {
		w->s[w->n++] = c;
		w->s[w->n] = 0;
	}
}

/* The stem before an ending that opens with a vowel: groot -> grot-, wit -> witt-, lief -> liev-, boos ->
 * boz-. */
static struct word lengthen(const char *base, bool stressed)
{
	struct word w = word_of(base, strlen(base));
	char c = at_end(&w, 1), v = at_end(&w, 2), u = at_end(&w, 3);

	if (w.n < 3 || vowel(c))
		return w;
	if (c == 'f' && (v == 'l' || v == 'r')) {
		w.s[w.n - 1] = 'v';
		return w;
	}
	if (!vowel(v))
		return w;
	if (ends(&w, "sch") || c == 'x' || c == 'w' || c == 'j')
		return w;
	bool two = vowel(u) && (u == v || (u == 'i' && v == 'e') || (u == 'o' && v == 'e') || (u == 'e' &&
		v == 'u') ||
		(u == 'u' && v == 'i') || (u == 'e' && v == 'i') || (u == 'a' && v == 'u') ||
		(u == 'o' && v == 'u') || (u == 'a' && v == 'i'));
	bool ij = v == 'j' || (u == 'i' && v == 'j');
	if (two || ij) {
		if (c == 'f')
			c = 'v';
		else if (c == 's')
			c = 'z';
		if (two && u == v)
			cut(&w, 2);
		else
			cut(&w, 1);
		add(&w, c);
		return w;
	}
	if (!stressed && syllables(&w) > 1 &&
	    (ends(&w, "ig") || ends(&w, "el") || ends(&w, "er") || ends(&w, "en") || ends(&w, "em") ||
	ends(&w,
		"ik")))
		return w;
	add(&w, c);
	return w;
}

/* ij is written with a consonant letter: grijs -> grijze, stijf -> stijve, lelijk -> lelijke */
static struct word lengthen_word(const char *base)
{
	struct word w = word_of(base, strlen(base));

	if (w.n >= 4 && w.s[w.n - 3] == 'i' && w.s[w.n - 2] == 'j') {
		if (w.s[w.n - 1] == 'f')
			w.s[w.n - 1] = 'v';
		else if (w.s[w.n - 1] == 's')
			w.s[w.n - 1] = 'z';
		return w;
	}
	return lengthen(base, false);
}

static void adjective(const struct inflect *to, const char *lemma)
{
	struct word base = word_of(lemma, strlen(lemma));
	struct word l = lengthen_word(lemma);
	char c = at_end(&base, 1);

	if (c == 'e') {                       /* beige, oranje; a participle listed with its -e */
		emit(to, "", lemma, "r", FORM_COMP);
		return;
	}
	if (vowel(c) && !ends(&base, "ee"))
		return;
	emit(to, "", l.s, "e", FORM_ATTR);
	if (c == 'r') {
		emit(to, "", lemma, "der", FORM_COMP);
		emit(to, "", lemma, "dere", FORM_COMP | FORM_ATTR);
	} else {
		emit(to, "", l.s, "er", FORM_COMP);
		emit(to, "", l.s, "ere", FORM_COMP | FORM_ATTR);
	}
	if (c == 's' || ends(&base, "sch")) {
		emit(to, "", lemma, "t", FORM_SUP);
		emit(to, "", lemma, "te", FORM_SUP | FORM_ATTR);
		return;
	}
	if (!ends(&base, "st")) {
		emit(to, "", lemma, "st", FORM_SUP);
		emit(to, "", lemma, "ste", FORM_SUP | FORM_ATTR);
	}
	emit(to, "", lemma, "s", 0);
}

/* Verbs in -eren whose stress lies before: luisteren, luister. The others have -eer: studeren, studeer. */
static bool light_er(const struct word *root)
{
	static const char *const roots[] = { "luister", "lever", "weiger", "beter", "ander", "inner",
		"hinder", "minder",
		"plunder", "wonder", "zeker", "flikker", "duister", "schitter", "jammer", "bibber", "knoeier",
		"slinger", "kleuter", "fluister", "klungel", "steiger", "breder", "weder", "donder", "hunker",
		"ijver", "offer",
			"ruster",
		"opper", "sluimer", "tover", "treiter", "verder", "vorder", "volg", "wapper", "zuiver",
		"zwijmer",
			"schreeuwer",
		"lummer", "timmer", "kommer", "klapper", "stotter", "mopper", "pier", "sterker", "foeter",
		"kanker",
			"tinter",
		"dobber", "twitter", "spetter", "klater", "schemer", "huiver", "bekommer", "rammer",
		"slodder", "ouder", "nader", "argwaner", "laster", "leuter", "verbitter", "tegenhinder",
		"teister", "kleiner", "vermoeier", "groter", "bluffer", "happer", "haper", "stamer", "ler",
		"sidder", "kapper", "marter", "gijzer", "wanker",
		"speur", "keuter", "pruttel", "sputter", "snotter", "klunger", "duizer", "lekker", "adver",
		"toeter" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (strlen(roots[i]) > 3 && ends(root, roots[i]))
			return true;
	return false;
}

/* The stem of a weak or regular verb: maken maak, pakken pak, reizen reis, wandelen wandel. */
static struct word stem_of(const char *inf)
{
	struct word w = word_of(inf, strlen(inf));
	char c, v, u;

	bool glide = ends(&w, "ien") && vowel(at_end(&w, 4));    /* gooien: the i stays */
	if (ends(&w, "aan") || ends(&w, "oen") || (ends(&w, "ien") && !glide)) {
		bool short_one = syllables(&w) == 1 || weak_prefix(inf);
		if (ends(&w, "aan") && short_one) {
			cut(&w, 2);
			return w;
		}
		if (short_one) {
			cut(&w, 1);
			return w;
		}
	}
	if (!ends(&w, "en"))
		return w;
	cut(&w, 2);
	c = at_end(&w, 1);
	v = at_end(&w, 2);
	u = at_end(&w, 3);
	if (w.n < 2)
		return w;
	if (c == v && !vowel(c)) {
		cut(&w, 1);
		return w;
	}
	bool open = !vowel(c) && vowel(v) && v != 'i' && v != 'y' && !vowel(u);
	if (open && v == 'e' && strchr("lrnm", c)) {
		size_t p = weak_prefix(inf);
		bool light = has_vowel(w.s + p, w.n > p + 2 ? w.n - p - 2 : 0);
		if (light && (c != 'r' || light_er(&w)))
			open = false;
	}
	if (c == 'w' || c == 'j' || c == 'x')
		open = false;
	if (c == 'v' || c == 'z')
		w.s[w.n - 1] = c == 'v' ? 'f' : 's';
	if (open) {
		char last = at_end(&w, 1);
		cut(&w, 1);
		add(&w, v);
		add(&w, last);
	}
	return w;
}

/* Past in -te: the root before -en closes on t k f s ch p x ('t kofschip), reizen and leven do not. */
static bool voiceless(const char *inf)
{
	struct word w = word_of(inf, strlen(inf));

	if (!ends(&w, "en"))
		return false;
	cut(&w, 2);
	return at_end(&w, 1) && (strchr("tkfspxc", at_end(&w, 1)) || ends(&w, "ch") || ends(&w, "sh"));
}

static void participle(const struct inflect *to, const char *part, const char *ge, const char *stem, bool te)
{
	size_t n = strlen(stem);
	bool closed = n && (stem[n - 1] == 't' || stem[n - 1] == 'd');
	struct word p = join(ge, stem, closed ? "" : te ? "t" : "d");
	struct word l = lengthen(p.s, true);

	emit(to, part, p.s, "", FORM_PARTICIPLE);
	emit(to, part, l.s, "e", FORM_PARTICIPLE | FORM_ATTR);
	if (closed)
		return;
	p.s[p.n - 1] = te ? 'd' : 't';        /* gebeurt for gebeurd, gebeld for gebelt */
	emit(to, part, p.s, "", FORM_PARTICIPLE | FORM_ERROR);
}

static void present(const struct inflect *to, const char *part, const char *inf, const struct word *stem)
{
	unsigned joined = *part ? 0 : FORM_LEMMA;
	char c = at_end(stem, 1);
	const char *t = c == 'a' && !vowel(at_end(stem, 2)) ? "at" : "t";      /* ga, gaat */

	emit(to, part, inf, "", joined | FORM_INFINITIVE);
	emit(to, part, stem->s, "", 0);
	if (c != 't')
		emit(to, part, stem->s, t, 0);
	emit(to, part, inf, "d", FORM_PARTICIPLE);
	emit(to, part, inf, "de", FORM_PARTICIPLE | FORM_ATTR);
	if (*part) {
		struct word te = join(part, "te", inf);
		emit(to, "", te.s, "", FORM_ERROR);   /* written together by mistake: tegentevallen */
		emit(to, "", inf, "", FORM_APART | FORM_INFINITIVE);
		emit(to, "", stem->s, "", FORM_APART);
		if (c != 't')
			emit(to, "", stem->s, t, FORM_APART);
	}
}

static void weak(const struct inflect *to, const char *part, const char *inf, const struct word *stem)
{
	static const char *const doubtful[] = { "over", "onder", "door", "mis", "weer", "vol", "aan", "om",
		"voor", "achter" };
	bool te = voiceless(inf);
	const char *past = te ? "te" : "de";
	bool bare = weak_prefix(inf) != 0, both = false;

	for (int apart = 0; apart <= (*part != 0); apart++) {
		const char *p = apart ? "" : part;
		unsigned f = apart ? FORM_APART : 0;
		struct word n = join(stem->s, past, "n");
		emit(to, p, stem->s, past, f);
		emit(to, p, n.s, "", f);
	}
	for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful && !*part; i++)
		both |= begins(inf, doubtful[i]) && strlen(inf) > strlen(doubtful[i]) + 3;
	if (bare || both)
		participle(to, part, "", stem->s, te);
	if (!bare)
		participle(to, part, "ge", stem->s, te);
}

/* forms: past singular, past plural, participle; more are taken as they stand */
static void strong(const struct inflect *to, const char *part, const char *forms)
{
	struct str rest = str_of(forms), f;
	for (int i = 0; str_cut(&rest, ',', &f); i++) {
		struct word w = word_of(f.p, f.len);
		if (!w.n || str_is(f, "-"))
			continue;
		emit(to, part, w.s, "", i == 2 ? FORM_PARTICIPLE | FORM_LISTED : FORM_LISTED);
		if (*part && i != 2)
			emit(to, "", w.s, "", FORM_APART | FORM_LISTED);
		if (i == 2 && !ends(&w, "e")) {
			struct word l = lengthen(w.s, !ends(&w, "en"));
			emit(to, part, l.s, "e", FORM_PARTICIPLE | FORM_ATTR);
		}
	}
}

static const char *verb(const struct inflect *to, const char *part, const char *inf, const char *forms)
{
	struct word stem = stem_of(inf);
	size_t n = strlen(inf);

	if (n < 3 || inf[n - 1] != 'n')
		return "a verb by rule must end in -n";
	present(to, part, inf, &stem);
	if (*forms)
		strong(to, part, forms);
	else
		weak(to, part, inf, &stem);
	return NULL;
}

static void noun_diminutive(const struct inflect *to, const char *lemma)
{
	struct word w = word_of(lemma, strlen(lemma));
	char c = at_end(&w, 1), v = at_end(&w, 2), u = at_end(&w, 3);
	struct word d;

	if (ends(&w, "ing") && syllables(&w) > 1) {
		cut(&w, 1);
		d = join(w.s, "kje", "");
	} else if (vowel(c) || c == 'w') {
		d = join(lemma, "tje", "");
	} else if (c && strchr("lrn", c)) {
		bool is_short = vowel(v) && !vowel(u) && (syllables(&w) == 1 || v != 'e');
		struct word l = lengthen(lemma, true);
		d = is_short ? join(l.s, "etje", "") : join(lemma, "tje", "");
	} else if (c == 'm') {
		bool is_short = vowel(v) && !vowel(u) && syllables(&w) == 1;
		struct word l = lengthen(lemma, true);
		d = is_short ? join(l.s, "etje", "") : join(lemma, "pje", "");
	} else {
		d = join(lemma, "je", "");
	}
	emit(to, "", d.s, "", 0);
	emit(to, "", d.s, "s", 0);
}

static void noun(const struct inflect *to, const char *lemma, const char *plural)
{
	struct word w = word_of(lemma, strlen(lemma));
	char c = at_end(&w, 1);

	noun_diminutive(to, lemma);
	if (*plural == '-') {
		struct word l = lengthen_word(lemma);
		if (!strcmp(plural, "-s") || !strcmp(plural, "-'s"))
			emit(to, "", lemma, plural + 1, 0);
		else if (c == 'e' && !strcmp(plural, "-en"))
			emit(to, "", lemma, "n", 0);
		else
			emit(to, "", l.s, plural + 1, 0);
		return;
	}
	if (ends(&w, "heid")) {
		cut(&w, 4);
		emit(to, "", w.s, "heden", 0);
		return;
	}
	if (ends(&w, "ee") || (ends(&w, "ie") && syllables(&w) == 1)) {
		emit(to, "", lemma, "en", 0);
		return;
	}
	if (c == 'e') {
		emit(to, "", lemma, "s", 0);
		if (!ends(&w, "je") && !ends(&w, "ie"))
			emit(to, "", lemma, "n", 0);
		else if (ends(&w, "ie"))
			emit(to, "", lemma, "en", 0);
		return;
	}
	if (vowel(c)) {
		emit(to, "", lemma, "'s", 0);
		emit(to, "", lemma, "s", FORM_ERROR);
		return;
	}
	bool schwa = ends(&w, "el") || ends(&w, "em") || ends(&w, "en") || ends(&w, "er");
	/* zaaier, luier: the i is a glide and no vowel of its own */
	bool glide = ends(&w, "ier") && strchr("aou", at_end(&w, 4)) && at_end(&w, 4);
	bool light = syllables(&w) > 1 && ((schwa && (glide || !vowel(at_end(&w, 3)))) || ends(&w, "erd") ||
		/* middel, middels; nadeel, nadelen */
		ends(&w, "aar") || ends(&w, "aard") || ends(&w, "eur"));
	if (light) {
		emit(to, "", lemma, "s", 0);
		return;
	}
	struct word l = lengthen_word(lemma);
	emit(to, "", l.s, "en", 0);
}

static void listed(const struct inflect *to, const char *part, const char *forms)
{
	struct str rest = str_of(forms), f;

	while (str_cut(&rest, ',', &f)) {
		struct word w = word_of(f.p, f.len);
		unsigned flags = FORM_LISTED;
		if (!w.n || str_is(f, "-"))
			continue;
		if (ends(&w, "e"))
			flags |= FORM_ATTR;
		if (ends(&w, "er") || ends(&w, "ere"))
			flags |= FORM_COMP;
		emit(to, part, w.s, "", flags);
	}
}

static const char *by_rule(const struct inflect *to, const char *part, const char *base, enum pos pos,
	const char *forms)
{
	switch (pos) {
	case POS_ADJ:
		adjective(to, base);
		return *forms ? "an adjective has ~, = or + in the column forms" : NULL;
	case POS_VERB:
		return verb(to, part, base, forms);
	case POS_NOUN:
		noun(to, base, forms);
		return *forms && *forms != '-' ? "a noun's plural is one of ~ = -s -en -eren -'s" : NULL;
	default:
		return *forms ? "this part of speech has ~, = or + in the column forms" : NULL;
	}
}

const char *inflect(const struct inflect *to, const char *lemma, enum pos pos, const char *forms,
	char *particle)
{
	const char *bar = strchr(lemma, '|'), *why = NULL;
	const char *base = bar ? bar + 1 : lemma;
	size_t n = bar ? (size_t)(bar - lemma) : 0;

	*particle = 0;
	if (n >= 32 || strlen(lemma) > 60)
		return "the word is too long";
	memcpy(particle, lemma, n);
	particle[n] = 0;
	emit(to, particle, base, "", FORM_LEMMA);
	if (*forms == '=') {
		listed(to, particle, forms + 1);
		return NULL;
	}
	if (*forms == '+') {
		why = by_rule(to, particle, base, pos, "");
		listed(to, particle, forms + 1);
		return why;
	}
	if (!strcmp(forms, "~") || !strcmp(forms, "-"))
		return by_rule(to, particle, base, pos, "");
	return by_rule(to, particle, base, pos, forms);
}
