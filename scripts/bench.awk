# bench.awk: one day of a year's made-up posts of many firms, as they leave luister-score. A post is a pure function
# of its number, so that a day can be made by itself, and an answer or a copy knows the post it follows.
#   gawk -v posts=1000000 -v firms=500 -v days=400 -v day=399 -v end=EPOCH -f scripts/bench.awk
# `end` is when day 400 ends; -v config=DIR writes the configuration instead.

# A number under `n` that hangs on post and purpose: Lehmer's generator with shifts between (products stay under 2^53).
function of(i, what, n) {
	i = (i * 69621 + what * 40692 + 12345) % 2147483647
	i = xor(i, rshift(i, 13)) * 16807 % 2147483647
	return int(xor(i, rshift(i, 15)) * 48271 % 2147483647 / 2147483647 * n)
}
function iso(t) { return strftime("%Y-%m-%dT%H:%M:%SZ", t, 1) }

# Of five posts one answers an earlier one, mostly of the last hours.
function parent(i) { return i > 200 && of(i, 1, 5) == 0 ? i - 1 - int(of(i, 2, 1000) ^ 2 / 1000000 * spread) : -1 }
function chain(i, p) { while ((p = parent(i)) >= 0) i = p; return i }
# Few firms are much talked of: the first of 500 has a twentieth of all posts, the middle one a seven hundredth.
function firm(i) { i = of(chain(i), 3, 100000) / 100000; return int(i * i * firms) }
# A tenth of the day lies before seven, most of it in the day's hours.
function at(i, u) { u = i * days / posts; u -= int(u)
	return end - (days - int(i * days / posts)) * 86400 + int(u < .1 ? u * 252000 : 25200 + (u - .1) * 68000) }
function role(i, p) {
	p = parent(i) >= 0
	return of(i, 4, 100) < (p ? 40 : 6) ? "own" : p && of(i, 5, 2) ? "context" : of(i, 6, 4) ? "mention" : "addressed"
}
function name(f) { return f % 3 ? "Kantoor " stem[f % 29 + 1] f : "Accountantskantoor " stem[f % 31 + 1] "huizen" f " Belastingadviseurs" }

# Of a hundred texts ten are another post's own words, five nearly, five a vacancy that begins as all others do; of a
# firm's own posts some are a slogan that it has told since the first day.
function text(i, kind, n, k, s) {
	kind = of(i, 7, 100)
	if (kind < 15 && i > spread && role(i) != "own")
		return (kind < 10 ? "" : kind < 12 ? "Persbericht: " : "Gelezen: ") words(i - 1 - of(i, 8, spread)) (kind < 12 ? "" : " https://x.example/" i)
	if (kind > 90 && role(i) == "own")
		return "Bij " name(firm(i)) " staat de klant al twintig jaar voorop, bel of mail ons gerust voor een afspraak."
	return words(i)
}
function words(i,   x, n, k, s) {
	n = 4 + of(i, 9, 6) + of(i, 10, 12) + of(i, 11, 18)
	x = 1 + of(i, 12, 2147483646)
	s = of(i, 7, 100) < 20 ? "Vacature: voor een ervaren assistent accountant met oog voor detail kun je nu terecht in" : "Over"
	for (k = 0; k < n; k++) {
		if (k == int(n / 3))
			s = s " " name(firm(i))
		x = x * 16807 % 2147483647
		s = s " " word[x % nword]
	}
	return s "."
}

function post(i, edit,   f, p, r, s, l, t) {
	f = "firm" firm(i); p = parent(i); r = role(i); s = of(i, 13, nplatform) + 1; t = at(i)
	l = label[of(i, 14, 10) + 1]
	printf "{\"type\":\"post\",\"v\":1,\"id\":\"https://%s.example/p/%d\",\"source\":\"%s%d\",\"platform\":\"%s\",\"category\":\"%s\",\"url\":\"https://%s.example/@u%d/%d\",\"published\":\"%s\"%s,\"lang\":\"nl\",\"author\":\"u%d@%s.example\",\"author_name\":\"U\",\"text\":\"%s%s\",\"reply_to\":%s,\"thread\":null,\"local_id\":\"%d\",\"rating\":%s,\"likes\":%d,\"reposts\":0,\"replies\":0,\"firms\":[{\"id\":\"%s\",\"role\":\"%s\",\"at\":[[5,7]]}],\"sentiment\":{\"label\":\"%s\",\"polarity\":%s,\"hits\":2,\"words\":20,\"lang\":\"nl\",\"firms\":{\"%s\":{\"label\":\"%s\",\"polarity\":%s}}},\"process\":\"%s\",\"intent\":\"%s\",\"needs_reply\":%s}\n",
		platform[s], i, platform[s], of(i, 15, 6), platform[s], category[s], platform[s], of(i, 16, 20000), i, iso(t),
		edit ? ",\"updated\":\"" iso(t + 7200) "\"" : "", r == "own" ? 100000 + firm(i) * 3 + of(i, 17, 3) : of(i, 16, 20000), platform[s],
		text(i), edit ? " Aangevuld." : "", p < 0 ? "null" : "\"https://" platform[of(p, 13, nplatform) + 1] ".example/p/" p "\"", i,
		category[s] == "review" ? 1 + of(i, 18, 5) : "null", of(i, 19, 9), f, r, l, polarity[l], f, l, polarity[l],
		process[of(i, 20, 6) + 1], intent[of(i, 21, 7) + 1], of(i, 22, 4) ? "false" : "true"
}
function state(source, t, cursor) {
	printf "{\"type\":\"state\",\"v\":1,\"source\":\"%s\",%s\"poll\":{\"at\":\"%s\",\"ok\":%s}}\n", source,
		cursor ? "\"cursor\":{\"done\":\"" t "\"}," : "", iso(t), of(t, length(source), 300) ? "true,\"status\":200,\"posts\":40,\"error\":null" :
		"false,\"status\":503,\"posts\":0,\"error\":\"HTTP 503\""
}
# Each hour its posts and what every source was asked; each night the firms' own accounts. Some posts come twice, some
# edited, some are taken away.
function the_day(   i, to, hour, n, s, k) {
	i = int(day * posts / days); to = int((day + 1) * posts / days)
	for (hour = end - (days - day) * 86400; hour < end - (days - day - 1) * 86400; hour += 3600) {
		for (; i < to && at(i) < hour + 3600; i++) {
			post(i); n++
			if (i > spread && of(i, 23, 100) < 5) { post(i - 1 - of(i, 24, spread), of(i, 25, 4) == 0); n++ }
			if (i > spread && of(i, 26, 300) == 0)
				printf "{\"type\":\"delete\",\"v\":1,\"id\":\"https://%s.example/p/%d\",\"source\":\"x\",\"at\":\"%s\"}\n", platform[of(i - 99, 13, nplatform) + 1], i - 99, iso(hour)
			if (of(i, 27, 20) == 0)
				printf "{\"type\":\"miss\",\"v\":1,\"id\":\"https://x.example/m/%d\",\"firm\":\"firm%d\",\"published\":\"%s\"}\n", i, firm(i), iso(at(i))
		}
		for (s = 1; s <= nplatform; s++)
			for (k = 0; k < 6; k++)
				state(platform[s] k, hour + 3599, s == 1 && k == 0 && hour + 3600 >= end - (days - day - 1) * 86400)
	}
	for (k = 0; k < firms; k++)
		state("own" k, hour - 900)
	printf "{\"type\":\"end\",\"v\":1,\"stages\":[{\"stage\":\"bench\",\"made\":%d,\"in\":0,\"out\":%d,\"dropped\":0,\"rejected\":0}]}\n", n, n
}
function configuration(   f, s, k, to) {
	to = config "/luister.yaml"
	print "timezone: Europe/Amsterdam\nretention: {text_days: 30, fact_days: 400}\nsources:" >to
	for (s = 1; s <= nplatform; s++)
		for (k = 0; k < 6; k++)
			print "  - {id: " platform[s] k ", connector: " connector[s] ", category: " category[s] ", path: x, every: 1h, basis: made up, terms_checked: 2026-01-01}" >to
	for (f = 0; f < firms; f++)
		print "  - {id: own" f ", connector: file, category: message, path: x, every: 1d, basis: made up, terms_checked: 2026-01-01}" >to
	to = config "/firms.d/firms.yaml"
	for (f = 0; f < firms; f++)
		print "- {id: firm" f ", name: " name(f) ", branch: " branch[f % 4 + 1] ", purpose: made up, audience: clients, names: [" name(f) "], accounts: {mastodon: [u" f "@mastodon.example]}, goals: {response_rate: 0.80, median_response_hours: 8}}" >to
}
BEGIN {
	split("accountancy advocatuur consultancy notariaat", branch)
	nplatform = split("mastodon bluesky regionieuws forum googleplaces linkedin blog reddit", platform)
	split("message message news forum review network blog forum", category)
	split("file file file file file file file file", connector)
	split("pos pos neg neg neg neu neu none none mixed", label)
	polarity["pos"] = "0.420"; polarity["neg"] = "-0.510"; polarity["neu"] = polarity["none"] = "0.000"; polarity["mixed"] = "-0.040"
	split("marketing service innovation recruitment business other", process)
	split("question complaint compliment request idea vacancy none", intent)
	nsmall = split("de het een en van voor met niet maar ook wel bij naar over onder zonder tegen dan als wat hoe waar wie dit dat deze die zijn was wordt kan moet gaat staat doet heeft weet vindt zegt vraagt goed slecht snel traag nieuw oud groot klein vandaag gisteren morgen altijd nooit soms weer nog al eens heel erg echt", small)
	nstem = split("belasting jaarrekening pensioen aangifte contract klant kantoor dossier advies factuur fusie geschil huur koop arbeids ondernemers familie vastgoed loon toezicht fonds erfenis octrooi milieu bouw zorg school haven energie transport", stem)
	nending = split("recht kwestie zaak plicht dienst regeling afspraak termijn vraag loket brief stuk plan portaal controle onderzoek overleg voorstel verlies winst kans last", ending)
	# three of five words are small ones
	for (k = 0; k < nstem * nending; k++)
		word[nword++] = stem[k % nstem + 1] ending[int(k / nstem) + 1]
	for (k = int(nword * 1.5); k > 0; k--)
		word[nword++] = small[k % nsmall + 1]
	spread = int(posts / days / 3) + 1                # posts of eight hours
	if (config)
		configuration()
	else
		the_day()
}
