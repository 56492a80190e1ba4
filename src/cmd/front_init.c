/* `luister init`: a configuration that works at once, each key explained; and the notice that the law asks
 * for. */
#include "front.h"

#include <luister/file.h>
#include <luister/mem.h>
#include <luister/store.h>
#include <stdio.h>

static const char house[] =
	"# luister: the house. Every key is here; those with a # before them show their default.\n"
	"# Check it with `luister check`, then `luister run ingest` and `luister run daily`.\n"
	"\n"
	"timezone: Europe/Amsterdam\n"
	"# store: store                  # LMDB folder, relative to this folder\n"
	"# key_file: store.key           # the key of the pseudonyms; keep it out of backups of the store\n"
	"# reports: reports              # where `luister run daily` writes\n"
	"# lexicon: /usr/local/share/luister/lexicons/nl\n"
	"# contact: https://www.example.nl/contact   # told to every server that is asked, and in the "
	"notice\n"
	"retention:\n"
	"  text_days: 30                 # own texts go after this (at most 90), others' after 10\n"
	"  fact_days: 400                # pseudonymous facts; counts stay\n"
	"  report_days: 400\n"
	"# mail:                         # how reports leave; who reads them is told in firms.d\n"
	"#   from: luister@example.nl\n"
	"#   smtp: smtps://mail.example.nl:465   # or smtp://host:587; or sendmail: /usr/sbin/sendmail\n"
	"#   user: luister@example.nl\n"
	"#   password_file: mail.password        # mode 0600; or password_env: NAME\n"
	"\n"
	"# A source is asked only with a basis and the day on which somebody read its terms.\n"
	"sources:\n"
	"  - id: voorbeeld               # replace it: a feed on disk, so that the first run shows "
	"something\n"
	"    connector: file\n"
	"    category: news\n"
	"    path: voorbeeld.rss\n"
	"    every: 1h\n"
	"    basis: eigen voorbeeld\n"
	"    terms_checked: 2026-01-01\n"
	"#  - id: nieuws                  # any RSS, Atom or JSON feed\n"
	"#    connector: feed\n"
	"#    category: news\n"
	"#    url: https://www.example.nl/feed.xml\n"
	"#    basis: openbare feed, gerechtvaardigd belang\n"
	"#    terms_checked: 2026-01-01\n"
	"#  - id: mastodon-accountant     # a hashtag's timeline\n"
	"#    connector: mastodon\n"
	"#    category: message\n"
	"#    host: https://mastodon.nl\n"
	"#    tag: accountant\n"
	"#    basis: openbare berichten, gerechtvaardigd belang\n"
	"#    terms_checked: 2026-01-01\n"
	"#    secret: {file: /etc/luister/mastodon.token}   # or {env: NAME}; only for servers that ask for "
	"one\n";

static const char firm[] =
	"# One firm; a file may also hold a list of them.\n"
	"id: duinzicht\n"
	"name: Accountantskantoor Duinzicht\n"
	"branch: accountancy             # accountancy, advocatuur, consultancy or a name of your own\n"
	"purpose: weten wat klanten vragen          # required: nothing is fetched without purpose and "
	"audience\n"
	"audience: klanten\n"
	"names: [Duinzicht Accountants, Accountantskantoor Duinzicht]\n"
	"ambiguous:                      # a name that means other things too counts only with a word near "
	"it\n"
	"  Duinzicht: {near: [accountant, jaarrekening, aangifte], not: ['camping\\s+duinzicht'], window: "
	"12}\n"
	"# accounts: {mastodon: [duinzicht@mastodon.nl], bluesky: [duinzicht.nl]}\n"
	"domains: [duinzicht.example]\n"
	"# hashtags: [duinzichthelpt]\n"
	"# goals: {response_rate: 0.80, median_response_hours: 8}\n"
	"# mail: {to: [communicatie@duinzicht.example, {address: partner@duinzicht.example, when: "
	"notable}]}\n"
	"#                                # when: always (the default), not-empty or notable\n";

static const char feed[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<rss version=\"2.0\"><channel><title>Voorbeeld</title><link>https://www.example.nl/</link>\n"
	"<item><title>Tevreden "
	"ondernemer</title><link>https://www.example.nl/1</link><guid>https://www.example.nl/1</guid>\n"
	"<pubDate>%s</pubDate><description>Duinzicht Accountants belde dezelfde dag terug. Fijn kantoor, "
	"heel duidelijk "
	"uitgelegd!</description></item>\n"
	"<item><title>Vraag</title><link>https://www.example.nl/2</link><guid>https://www.example.nl/2</guid>"
	"\n"
	"<pubDate>%s</pubDate><description>Heeft iemand ervaring met Accountantskantoor Duinzicht? Ik wacht "
	"al drie weken op "
	"antwoord.</description></item>\n"
	"</channel></rss>\n";

static enum status none_there(const char *dir, struct err *e)
{
	static const char *const names[] = { "luister.yaml", "firms.d/duinzicht.yaml", "voorbeeld.rss" };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof names / sizeof *names && status == STATUS_OK; i++) {
		char *path = mem_printf("%s/%s", dir, names[i]);
		if (file_exists(path))
			status = err_set(e, STATUS_CREATE, "%s is already there; nothing was changed", path);
		mem_free(path);
	}
	return status;
}

static enum status write_new(const char *dir, const char *name, struct str text, struct err *e)
{
	char *path = mem_printf("%s/%s", dir, name);
	enum status status = file_publish(path, text, 0600, e);
	mem_free(path);
	return status;
}

static enum status write_all(const char *dir, int64_t now, struct err *e)
{
	char *firms = mem_printf("%s/firms.d", dir);
	char first[40], second[40];
	clock_local(now - 86400, "%a, %d %b %Y %H:%M:%S %z", first, sizeof first);
	clock_local(now - 90000, "%a, %d %b %Y %H:%M:%S %z", second, sizeof second);
	char *rss = mem_printf(feed, first, second);
	enum status status = write_new(dir, "luister.yaml", str_of(house), e);
	if (status == STATUS_OK)
		status = file_mkdirs(firms, e);
	if (status == STATUS_OK)
		status = write_new(firms, "duinzicht.yaml", str_of(firm), e);
	if (status == STATUS_OK)
		status = write_new(dir, "voorbeeld.rss", str_of(rss), e);
	mem_free(rss);
	mem_free(firms);
	return status;
}

/* What a visitor of the firm's website is told (GDPR, article 14), from the configuration as it stands. */
static enum status print_notice(const char *dir, struct err *e)
{
	struct config *c;
	enum status status = config_load(dir, &c, e);
	if (status != STATUS_OK)
		return status;
	printf("# Wij lezen mee: openbare berichten over ons\n\n");
	for (size_t i = 0; i < c->nfirms; i++)
		printf("- %s leest openbare berichten waarin het genoemd wordt. Doel: %s. Bestemd voor: "
			"%s.\n", c->firms[i].name, c->firms[i].purpose, c->firms[i].audience);
	printf("\n## Bronnen en grondslag\n\n");
	for (size_t i = 0; i < c->nsources; i++)
		printf("- %s (%s): %s; voorwaarden gelezen op %s.\n", c->sources[i].id,
			c->sources[i].connector, c->sources[i].basis, c->sources[i].terms_checked);
	printf("\n## Bewaren\n\n"
		"Berichten die ons niet noemen, worden niet bewaard. Van de andere bewaren wij de tekst %d "
		"dagen en daarna\n"
		"alleen gegevens zonder naam, %d dagen. Namen van auteurs worden vervangen door een "
		"pseudoniem. Wij maken geen\n"
		"profielen van personen.\n\n", store_others_days(c->text_days), c->fact_days);
	printf("## Uw rechten\n\nU kunt vragen wat wij van u hebben, het laten wissen en bezwaar maken. Wij "
		"antwoorden binnen een "
		"maand.\n%s%s%s", c->contact ? "Contact: " : "", c->contact ? c->contact : "",
		c->contact ? "\n" : "");
	config_free(c);
	return STATUS_OK;
}

enum status front_init(struct cli *cli, bool notice, struct err *e)
{
	if (notice)
		return print_notice(cli->config, e);
	enum status status = none_there(cli->config, e);
	if (status == STATUS_OK)
		status = file_mkdirs(cli->config, e);
	if (status == STATUS_OK)
		status = write_all(cli->config, cli_now(), e);
	if (status == STATUS_OK)
		printf("%s/luister.yaml is written, with a firm and a feed to try it on.\nNext: luister -c "
			"%s check\n", cli->config, cli->config);
	return status;
}
