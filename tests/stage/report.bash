# report.bash: a dozen posts about two made-up firms, as they leave luister-score, and a store that holds them.
# All is of Thursday 19 November 2026 in Amsterdam (18 November 23:00Z to 19 November 23:00Z) unless it says otherwise.
export LUISTER_NOW=2026-11-20T05:30:00Z

# said ID TIME PLATFORM CATEGORY ROLE LABEL POLARITY PROCESS INTENT NEEDS_REPLY TEXT [FIELDS]
said() {
	local firm=${firm:-duinzicht}
	printf '{"type":"post","v":1,"id":"https://vb.example/%s","source":"%s","platform":"%s","category":"%s","url":"https://vb.example/%s","published":"%s","lang":"nl","author":"%s@vb.example","text":"%s","firms":[{"id":"%s","role":"%s","at":[]}],"sentiment":{"label":"%s","polarity":%s,"hits":2,"words":9,"lang":"nl","firms":{"%s":{"label":"%s","polarity":%s}}},"process":"%s","intent":"%s","needs_reply":%s%s}\n' \
		"$1" "${source:-$3}" "$3" "$4" "$1" "$2" "${author:-a$1}" "${11}" "$firm" "$5" "$6" "$7" "$firm" "$6" "$7" "$8" "$9" "${10}" "${12-}"
}

polled() { # SOURCE TIME OK ERROR
	printf '{"type":"state","v":1,"source":"%s","poll":{"at":"%s","ok":%s,"status":%s,"posts":1,"error":%s}}\n' "$1" "$2" "$3" "$([ "$3" = true ] && echo 200 || echo 429)" "$4"
}

posts() {
	said 1 2026-11-19T08:12:00Z mastodon message mention neg -0.620 service complaint true "Portaal van Duinzicht alweer onbereikbaar, erg vervelend"
	said 2 2026-11-19T09:40:00Z forum forum mention neu 0 business question true "Iemand een goede accountant in Haarlem? Duinzicht wat?"
	said 3 2026-11-19T10:00:00Z reviews review mention pos 0.550 service compliment true "Duinzicht Accountants: niet goedkoop, wel snel en duidelijk" ',"rating":4'
	said 4 2026-11-19T13:05:00Z mastodon message addressed neg -0.400 service complaint true "@duinzicht de aangifte is te laat, dat is slecht"
	author=duinzicht said 5 2026-11-19T15:05:00Z mastodon message own neu 0 service none false "Wij bellen u zo, excuses" ',"reply_to":"https://vb.example/4"'
	said 6 2026-11-19T16:20:00Z mastodon message addressed neu 0 recruitment question true "@duinzicht hebben jullie nog een stageplek?"
	# the first and the last second of the day, and the first of the next
	said 7 2026-11-18T23:00:00Z nieuws news mention pos 0.300 marketing none false "Duinzicht opent vandaag een mooi nieuw kantoor aan het Spaarne in Haarlem"
	said 8 2026-11-19T22:59:59Z mastodon message mention mixed 0.100 other none false "<script>alert(1)</script> \u001b[31mrood\u202e duinzicht \u202c & \\\"zo\\\""
	said 9 2026-11-19T23:00:00Z mastodon message mention pos 0.500 other none false "Prettige dag bij Duinzicht gehad vandaag"
	# the same words elsewhere: a copy
	said 10 2026-11-19T07:00:00Z nieuws news mention pos 0.300 marketing none false "Duinzicht opent vandaag een mooi nieuw kantoor aan het Spaarne in Haarlem"
	# earlier: a missed question, an answered one, one of 28 days, one of the 28 before
	said 11 2026-11-18T10:00:00Z mastodon message addressed neu 0 service question true "@duinzicht wanneer krijg ik mijn jaarrekening?"
	said 12 2026-11-17T10:00:00Z mastodon message mention neu 0 service question true "Weet Duinzicht iets van de nieuwe regels voor zzp?"
	author=duinzicht said 13 2026-11-17T12:40:00Z mastodon message own neu 0 service none false "Zeker, zie onze site" ',"reply_to":"https://vb.example/12"'
	said 14 2026-10-28T10:00:00Z mastodon message mention pos 0.500 other none false "Duinzicht was snel en vriendelijk voor ons"
	said 15 2026-10-02T10:00:00Z mastodon message mention neg -0.500 other none false "Duinzicht was traag en onduidelijk voor ons"
	# not Dutch: no label, never neutral
	said 16 2026-11-19T12:00:00Z mastodon message mention none 0 other none false "Duinzicht is a lovely firm in Haarlem"
	firm=kuiper said 17 2026-11-19T12:00:00Z mastodon message mention neg -0.700 service complaint true "Bij Kuiper Advocaten wacht je eindeloos"
	# a hit that is no mention
	echo '{"type":"miss","v":1,"id":"https://vb.example/18","firm":"duinzicht","published":"2026-11-19T12:00:00Z","reason":"not"}'
}

end_line() { # FILE
	local n
	n=$(grep -c '"type":"post"' "$1" || true)
	printf '{"type":"end","v":1,"stages":[{"stage":"test","made":%d,"in":0,"out":%d,"dropped":0,"rejected":0}]}\n' "$n" "$n"
}

# A lexicon of few words, so that no page here hangs on the real one; posts 1, 3 and 7 are as it scores them.
words() {
	mkdir -p luister/woorden
	printf '%s\tadj\t=\t%s\t1\t1\t-\t-\n' vervelend -0.26 goedkoop 0.4 snel 0.5 duidelijk 0.36 slecht -0.6 mooi 0.315 >luister/woorden/adjectives.tsv
	printf 'onbereikbaar\t-0.4\t1\t-\n' >luister/woorden/facts.tsv
	printf 'te laat\t-0.3\t1\t-\n' >luister/woorden/idioms.tsv
	printf 'erg\t1.5\tbefore\t-\n' >luister/woorden/intensifiers.tsv
	printf 'dm voor promo\tpromo\t1\t-\n' >luister/woorden/spam.tsv
	printf 'niet\tforward\t0\t-0.5\t-\n' >luister/woorden/negators.tsv
	printf 'en\twords\tis|a|in|lovely\nnl\twords\tde|het|een|van|vandaag|wel|is|in\n' >luister/woorden/languages.tsv
}

configure() {
	mkdir -p luister/firms.d
	key
	words
	cat >luister/luister.yaml <<-'YAML'
	timezone: Europe/Amsterdam
	lexicon: woorden
	sources:
	  - {id: mastodon, connector: mastodon, category: message, host: "https://vb.example", tag: x, every: 1h, basis: x, terms_checked: 2026-11-01}
	  - {id: nieuws, connector: feed, category: news, url: "https://vb.example/feed", every: 1h, basis: x, terms_checked: 2026-11-01}
	YAML
	cat >luister/firms.d/firms.yaml <<-'YAML'
	- {id: duinzicht, name: Accountantskantoor Duinzicht, branch: accountancy, purpose: x, audience: klanten, names: [Duinzicht]}
	- {id: kuiper, name: Kuiper Advocaten, branch: advocatuur, purpose: x, audience: klanten, names: [Kuiper]}
	- {id: stil, name: Stil & Zonen, branch: accountancy, purpose: x, audience: klanten, names: [Stil]}
	YAML
}

key() { head -c 32 /dev/zero | tr "\0" k >luister/store.key; chmod 400 luister/store.key; } # pseudonyms stay the same

fill() { # the posts, and two sources that were asked until just now
	{
		posts
		polled mastodon 2026-11-20T05:07:00Z true null
		polled nieuws 2026-11-20T05:07:00Z true null
	} >set
	{ cat set; end_line set; } | luister-store 2>stored
}

# A store that heard nothing of nieuws on the 19th after one o'clock, until `mend` is called.
broken() {
	rm -r luister/store
	{
		posts
		polled mastodon 2026-11-20T05:07:00Z true null
		polled nieuws 2026-11-18T23:07:00Z true null
		polled nieuws 2026-11-19T01:07:00Z false '"HTTP 503"'
	} >set
	{ cat set; end_line set; } | luister-store 2>stored
}
mend() { # TIME
	{ polled mastodon "$1" true null; polled nieuws "$1" true null; } >mended
	{ cat mended; end_line mended; } | luister-store 2>/dev/null
}

report() { luister-report --date 2026-11-19 "$@"; }
