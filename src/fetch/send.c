#include "certificate.h"

#include <luister/send.h>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <string.h>

#define CONNECT_S 20
#define TOTAL_S 120

/* libcurl and the thirty libraries under it take longer to load than a firm's day to compute, and most runs
 * of a report send no mail: it is loaded with the first one, and stays. */
#define LIBRARY "libcurl.so.4"
#define FUNCTIONS(X) X(easy_init) X(easy_setopt) X(easy_perform) X(easy_getinfo) X(easy_strerror) \
	X(easy_cleanup) X(slist_append) X(slist_free_all)

#define MEMBER(name) __typeof__(&curl_ ## name) name;
static struct { FUNCTIONS(MEMBER) } curl;

static bool load(struct err *e)
{
#define PLACE(name) { "curl_" #name, &curl.name },
	static const struct { const char *name; void *to; } functions[] = { FUNCTIONS(PLACE) };
	static bool whole;

	if (whole)
		return true;
	void *library = dlopen(LIBRARY, RTLD_NOW);
	whole = library != NULL;
	for (size_t i = 0; whole && i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(library, functions[i].name);
		memcpy(functions[i].to, &function, sizeof function);
		whole = function != NULL;
	}
	if (!whole)
		err_set(e, STATUS_SOURCE, "cannot load libcurl: %s", dlerror());
	return whole;
}

struct upload { struct str rest; };

static size_t give(char *p, size_t size, size_t n, void *self)
{
	struct upload *u = self;
	size_t room = size * n, take = u->rest.len < room ? u->rest.len : room;

	memcpy(p, u->rest.p, take);
	u->rest.p += take;
	u->rest.len -= take;
	return take;
}

/* What goes to this machine itself needs no TLS. */
static bool here(const char *url)
{
	static const char *const hosts[] = { "smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]" };

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		size_t n = strlen(hosts[i]);
		if (strncmp(url, hosts[i], n) == 0 && strchr(":/", url[n]))
			return true;
	}
	return false;
}

static void prepare(CURL *c, const struct send_server *s, struct curl_slist *to, struct upload *u,
	char *error)
{
	curl.easy_setopt(c, CURLOPT_URL, s->url);
	curl.easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl.easy_setopt(c, CURLOPT_PROXY, "");
	curl.easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl.easy_setopt(c, CURLOPT_ERRORBUFFER, error);
	curl.easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl.easy_setopt(c, CURLOPT_TIMEOUT, (long)TOTAL_S);
	/* a report or a password never goes over a line that others can read; a mail server on this machine
	 * often offers TLS with a certificate of its own making */
	curl.easy_setopt(c, CURLOPT_USE_SSL,
		(long)(s->user || !here(s->url) ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (s->ca_file)
		curl.easy_setopt(c, CURLOPT_CAINFO, s->ca_file);
	if (s->user) {
		curl.easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl.easy_setopt(c, CURLOPT_PASSWORD, s->password ? s->password : "");
	}
	curl.easy_setopt(c, CURLOPT_MAIL_FROM, s->from);
	curl.easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl.easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl.easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl.easy_setopt(c, CURLOPT_READDATA, u);
}

/* A server that has greeted us and then hangs up may have done so for this reader alone: its last answer was
 * to what came before. */
static bool hung_up(CURLcode rc, long code)
{
	return code == 250 && (rc == CURLE_RECV_ERROR || rc == CURLE_SEND_ERROR || rc == CURLE_GOT_NOTHING ||
		rc == CURLE_WEIRD_SERVER_REPLY);
}

/* libcurl's words: they hold codes and hosts, never what the server said, which may name the reader. */
static enum send_outcome outcome_of(CURLcode rc, long code, const struct upload *u, const char *error,
	struct err *e)
{
	if (rc == CURLE_OK)
		return SEND_DONE;
	if (rc == CURLE_LOGIN_DENIED) {
		err_set(e, STATUS_NOPERM, "the mail server refuses user and password");
		return SEND_DOWN;
	}
	if (*error)
		err_set(e, STATUS_SOURCE, "%s%s", error,
			rc == CURLE_PEER_FAILED_VERIFICATION ? certificate_advice(error) : "");
	else
		err_set(e, STATUS_SOURCE, "%s%s%.0ld", curl.easy_strerror(rc), code ? ", answer " : "", code);
	/* an answer of 4xx or 5xx refuses it; one not handed out to its end cannot have been taken */
	if (code >= 400)
		return SEND_REFUSED;
	return u->rest.len == 0 ? SEND_UNKNOWN : hung_up(rc, code) ? SEND_REFUSED : SEND_DOWN;
}

enum send_outcome send_mail(const struct send_server *server, const char *to, struct str message,
	struct err *e)
{
	struct upload u = { message };
	char error[CURL_ERROR_SIZE] = "";

	if (!load(e))
		return SEND_DOWN;
	CURL *c = curl.easy_init();
	struct curl_slist *list = curl.slist_append(NULL, to);
	long code = 0;

	if (!c || !list) {
		curl.slist_free_all(list);
		curl.easy_cleanup(c);
		err_set(e, STATUS_SOURCE, "cannot start libcurl");
		return SEND_DOWN;
	}
	prepare(c, server, list, &u, error);
	CURLcode rc = curl.easy_perform(c);
	curl.easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
	curl.slist_free_all(list);
	curl.easy_cleanup(c);
	return outcome_of(rc, code, &u, error, e);
}
