/* robots.c: robots.txt as RFC 9309 reads it. */
#include "robots.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <luister/mem.h>

struct rule { char *path; bool allow; };

struct robots { struct rule *rules; size_t n, cap; };

/* Where a group stands while its lines are read: several user-agent lines may head one group. */
struct reading {
	struct robots *r;
	bool ours;                      /* looking for our name, or for "*" */
	bool heading, applies;          /* the line before named an agent; the group is for us */
	bool named;                     /* a group was */
};

static bool unreserved(unsigned char c)
{
	return isalnum(c) || strchr("-._~", c);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One spelling of a path (2.2.2): what need not be encoded is not, what is encoded has capitals, bytes over
 * ASCII are encoded. */
static void normalise(struct buf *out, struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (c == '%' && i + 2 < path.len && hex(path.p[i + 1]) >= 0 && hex(path.p[i + 2]) >= 0) {
			unsigned char plain = (unsigned char)(hex(path.p[i + 1]) * 16 + hex(path.p[i + 2]));
			i += 2;
			if (plain && unreserved(plain))
				buf_putc(out, (char)plain);
			else
				buf_printf(out, "%%%02X", plain);
		} else if (c <= 0x20 || c >= 0x7F) {
			buf_printf(out, "%%%02X", c);
		} else {
			buf_putc(out, (char)c);
		}
	}
}

/* "Luister/1.0" and "luister" are our product token; "luisterboek" is somebody else's. */
static bool names_us(struct str agent)
{
	size_t n = strlen(ROBOTS_NAME);
	return agent.len >= n && strncasecmp(agent.p, ROBOTS_NAME, n) == 0
		&& (agent.len == n || !(isalpha((unsigned char)agent.p[n]) || strchr("-_", agent.p[n])));
}

static void add_rule(struct robots *r, struct str path, bool allow)
{
	struct buf b;

	if (path.len == 0)
		return;                 /* "Disallow:" with nothing forbids nothing */
	buf_init(&b, 3 * ROBOTS_MAX);
	normalise(&b, path);
	MEM_ROOM(r->rules, r->n, r->cap);
	r->rules[r->n++] = (struct rule){ mem_dupn(b.p ? b.p : "", b.len), allow };
	buf_free(&b);
}

static void read_line(struct reading *g, struct str line)
{
	struct str key, value = line;

	const char *hash = line.len ? memchr(line.p, '#', line.len) : NULL;
	if (hash)
		value.len = (size_t)(hash - line.p);
	if (!str_cut(&value, ':', &key) || !value.p)
		return;
	key = str_trim(key);
	value = str_trim(value);
	if (key.len == 10 && strncasecmp(key.p, "user-agent", 10) == 0) {
		if (!g->heading)
			g->applies = false;
		g->heading = true;
		g->applies |= g->ours ? names_us(value) : str_is(value, "*");
		g->named |= g->applies;
		return;
	}
	bool allow = key.len == 5 && strncasecmp(key.p, "allow", 5) == 0;
	if (!allow && !(key.len == 8 && strncasecmp(key.p, "disallow", 8) == 0))
		return;                 /* Sitemap and the like end no group */
	g->heading = false;
	if (g->applies)
		add_rule(g->r, value, allow);
}

static bool read_groups(struct robots *r, struct str body, bool ours)
{
	struct reading g = { .r = r, .ours = ours };

	for (size_t from = 0; from < body.len;) {
		size_t to = from;
		while (to < body.len && body.p[to] != '\n' && body.p[to] != '\r')
			to++;
		read_line(&g, (struct str){ body.p + from, to - from });
		from = to + 1;
	}
	return g.named;
}

struct robots *robots_parse(struct str body)
{
	struct robots *r = mem_alloc(sizeof *r);

	if (body.len > ROBOTS_MAX)
		body.len = ROBOTS_MAX;
	if (str_prefix(body, STR("\xEF\xBB\xBF")))
		body = (struct str){ body.p + 3, body.len - 3 };
	if (!read_groups(r, body, true))
		read_groups(r, body, false);
	return r;
}

void robots_free(struct robots *r)
{
	for (size_t i = 0; r && i < r->n; i++)
		mem_free(r->rules[i].path);
	if (r)
		mem_free(r->rules);
	mem_free(r);
}

/* `*` any run of bytes, `$` at the end the end; one star back is enough, so the cost is the product of the
 * lengths. */
static bool matches(const char *rule, const char *path)
{
	const char *star = NULL, *again = NULL;

	for (;;) {
		if (rule[0] == '$' && rule[1] == '\0') {
			if (*path == '\0')
				return true;
		} else if (*rule == '*') {
			star = ++rule;
			again = path;
			continue;
		} else if (*rule == '\0') {
			return true;
		} else if (*path && *rule == *path) {
			rule++;
			path++;
			continue;
		}
		if (!star || *again == '\0')
			return false;
		rule = star;
		path = ++again;
	}
}

bool robots_allows(const struct robots *r, const char *path)
{
	struct buf b;
	size_t longest = 0;
	bool allow = true;

	if (strcmp(path, "/robots.txt") == 0)
		return true;
	buf_init(&b, ROBOTS_MAX);
	normalise(&b, str_of(*path ? path : "/"));
	for (size_t i = 0; i < r->n; i++) {
		size_t len = strlen(r->rules[i].path);
		if (len < longest || !matches(r->rules[i].path, buf_cstr(&b)))
			continue;
		allow = len > longest ? r->rules[i].allow : allow || r->rules[i].allow;
		longest = len;
	}
	buf_free(&b);
	return allow;
}
