#include <luister/post.h>

static const char *const categories[] = { "network", "message", "review", "media", "location", "news",
	"forum", "blog" };
static const char *const roles[] = { "own", "addressed", "mention", "context" };
static const char *const labels[] = { "pos", "neu", "neg", "mixed", "none" };
static const char *const processes[] = { "marketing", "service", "innovation", "recruitment", "business",
	"other" };
static const char *const intents[] = { "question", "complaint", "compliment", "request", "idea", "vacancy",
	"none" };

static const char *name_of(const char *const *names, int n, int i)
{
	return i >= 0 && i < n ? names[i] : "";
}

static int index_of(const char *const *names, int n, struct str name)
{
	for (int i = 0; i < n && name.p; i++)
		if (str_is(name, names[i]))
			return i;
	return -1;
}

#define NAMES(prefix, table, count) \
	const char *prefix##_name(int i) { return name_of(table, count, i); } \
	int prefix##_of(struct str name) { return index_of(table, count, name); }

NAMES(category, categories, CATEGORY_COUNT)
NAMES(role, roles, ROLE_COUNT)
NAMES(label, labels, LABEL_COUNT)
NAMES(process, processes, PROCESS_COUNT)
NAMES(intent, intents, INTENT_COUNT)
