/* Which language: words that one language writes often and its neighbours do not, weighed by how telling they
 * are (Grefenstette 1995: small words identify short texts best), helped by letter groups where no small word
 * stands. */
#include <luister/score.h>
#include <string.h>

enum lang { NL, EN, DE, FR, AF, FY, LANGS };

static const char *const codes[LANGS] = { "nl", "en", "de", "fr", "af", "fy" };

/* Words that are common in one language; weight 2 where hardly any neighbour writes them, 1 where some do. */
static const char *const telling[LANGS] = {
	[NL] = (" het een niet zijn maar voor naar ook nog bij wel dat deze heb heeft hebben wordt worden "
		"geen mijn jullie "
		"hoe wie waar waarom omdat wij jij zij hun ons onze veel meer moet kunnen kan wil gaan gaat "
		"goed heel zo'n echt "
		"toch weer altijd nooit iemand iets niets alles alleen zonder tussen dank bedankt jaar "
		"gewoon even eens ze je er "
		"uit tot aan dus als dan werd waren vandaag gisteren morgen lekker fijn mooi leuk zeer erg "
		"iedereen weet denk vind "
		"hier daar weken week maanden gehad geweest gedaan gebeld krijg krijgen snel slecht beter "
		"duidelijk kantoor zoekt "
		"zoek gezocht 't m'n z'n da's gij ge nen den amai allee ik de en van "),
	[EN] = (" the and is are was were you your for with this that have has not they their what when who "
	"which from would "
		"could should will just about there been our very great thanks please it's don't i'm my he "
		"she we us to of at by "
		"be if how why good best new more some any all can't get got work team looking really but an "
		"as out up "),
	[DE] = (" der die das und ist nicht ein eine einen einem einer mit auf für fur von zu den dem des "
	"auch noch wir ihr "
		"sie ich du es sind war haben hat wird werden aber oder wenn dass kein keine sehr nach bei "
		"aus uber über mehr "
		"schon nur immer wieder heute danke gut viel jetzt mein meine unser unsere wurde gibt zum "
		"zur im vom "),
	[FR] = (" le la les des une et est pas pour dans que qui sur avec vous nous je tu il elle ne ce "
	"cette mais ou où sont "
		"du au aux par plus tout très tres bien merci mon ma mes votre notre vos nos leur été ete "
		"fait c'est j'ai n'est "
		"qu'il d'une l'équipe bonjour aussi comme "),
	[AF] = (" nie het 'n hulle ons sy jy ek julle baie maar wat vir om te met is dit daar kan moet sal "
	"was hoekom asseblief "
		"dankie gaan goeie werk nog ook onse waar wees geword kry sê se vandag gister môre niks "
		"lekker almal "),
	[FY] = (" it net yn fan en is op mei foar oan wurdt hat ha haw hie binne wie wêze wy jo jim hja har "
	"ús dy dat in de "
		"mar ek noch sa'n goed moai tige tank fryslân frysk hjoed moarn juster kin moat sil wat hoe "
		"wêr hjir dêr dizze "
		"al oer út sûnder gjin neat altyd nea minsken jier "),
};

/* Words that only this language writes: they decide alone. */
static const char *const certain[LANGS] = {
	[NL] = (" het een niet zijn voor naar ook geen jullie heeft hebben wordt omdat wij zij onze veel wel "
		"deze bij zonder "
		"iemand gewoon zo'n m'n z'n ik mijn uit heb niets alles alleen nooit gebeld "),
	[EN] = " the and you your this with they their would could should i'm don't it's there been about ",
	[DE] = " der und ist nicht eine einen einem auch wir ich sie sind haben werden aber oder dass keine "
	"sehr mit auf für ", [FR] = " les une est pas pour dans avec vous nous je mais sont très merci cette "
	"c'est j'ai ", [AF] = " nie ek jy hulle baie vir julle asseblief dankie hoekom 'n sê sy ",
	[FY] = " fan yn mei foar oan wurdt binne hja ús dy mar tige fryslân hjoed kin sil gjin út sûnder dêr "
	"hjir ",
};

static const char *const groups[LANGS] = {
	[NL] = "ij sch oe ui eeu aa oo ieu cht heid lijk ng", [EN] = "th wh ough tion igh ee ck sh",
		[DE] = "ß ü ö ä sch ung ich keit",
	[FR] = "é è ê ç eau oux tion aux", [AF] = "ê ë y oe", [FY] = "û ú ê â ô ij tsj sk",
};

static bool listed(const char *list, struct str word)
{
	char key[32];
	if (word.len == 0 || word.len > sizeof key - 3)
		return false;
	key[0] = ' ';
	memcpy(key + 1, word.p, word.len);
	key[word.len + 1] = ' ';
	key[word.len + 2] = '\0';
	return strstr(list, key) != NULL;
}

static bool holds(struct str word, const char *part, size_t len)
{
	return word.len >= len && memmem(word.p, word.len, part, len);
}

static int groups_in(struct str word, const char *list)
{
	int n = 0;
	for (const char *p = list; *p;) {
		size_t len = strcspn(p, " ");
		n += holds(word, p, len);
		p += len + (p[len] == ' ');
	}
	return n;
}

const char *language_of(struct str text, const struct tokens *tokens, struct str hint)
{
	int score[LANGS] = { 0 }, words = 0;
	(void)text;
	for (size_t i = 0; i < tokens->n; i++) {
		const struct token *t = &tokens->t[i];
		if (t->kind != TOKEN_WORD || t->part)
			continue;
		words++;
		for (int l = 0; l < LANGS; l++)
			score[l] += 8 * listed(telling[l], t->plain) + 8 * listed(certain[l], t->plain) +
				(t->plain.len > 3 ? groups_in(t->plain, groups[l]) : 0);
	}
	int best = 0, second = -1;
	for (int l = 0; l < LANGS; l++) {
		if (score[l] && hint.len >= 2 && memcmp(hint.p, codes[l], 2) == 0)
			score[l] += 2; /* a tie-breaker: servers tag Dutch as English */
		if (score[l] > score[best])
			best = l;
	}
	for (int l = 0; l < LANGS; l++)
		if (l != best && (second < 0 || score[l] > score[second]))
			second = l;
	if (words < 2 && score[best] < 16)
		return "und";
	return score[best] == 0 || score[best] == score[second] ? "und" : codes[best];
}
