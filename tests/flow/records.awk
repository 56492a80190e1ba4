# Makes a set of records about few posts that meet in every way the store must merge: edits, deletions before and
# after their post, the same post from two sources and in two roles, local ids, replies before parents, copies of a
# text, spam that not every lexicon knows, misses, posts without a time of their own. Everything hangs on `seed` and
# `n` alone. Use: awk -v seed=1 -v n=200 -f records.awk </dev/null
function pick(k) { return int(rand() * k) }
function id(i) { return "https://vb.example/p/" i }
function at(i, extra,   m) { m = i * 37 + extra; return sprintf("2026-11-%02dT%02d:%02d:00Z", 11 + int(m / 1440) % 9, int(m / 60) % 24, m % 60) }
function role() { return roles[1 + pick(4)] }
function firms(   s, k) {
	s = "{\"id\":\"duinzicht\",\"role\":\"" role() "\",\"at\":[]}"
	if (pick(3) == 0) s = s ",{\"id\":\"kuiper\",\"role\":\"" role() "\",\"at\":[]}"
	return "[" s "]"
}
function score(v,   l) {
	l = labels[1 + (v % 5)]
	return "{\"label\":\"" l "\",\"polarity\":-0.100,\"hits\":2,\"words\":9,\"lang\":\"nl\",\"firms\":{\"duinzicht\":{\"label\":\"" l "\",\"polarity\":-0.100},\"kuiper\":{\"label\":\"pos\",\"polarity\":0.300}}}"
}
# a press release as others take it over: with a head, a tail, a slip, cut off
function copied(where, how,   t) {
	t = "Duinzicht opent volgend jaar een nieuw groter kantoor in de binnenstad van " where
	if (how == 1) t = "Persbericht: " t
	if (how == 2) t = t ". Lees verder op https://nieuws.example/1 #accountancy"
	if (how == 3) sub(/volgend/, "vollgend", t)
	if (how == 4) t = substr(t, 1, 80) "..."
	return t
}
function post(i, v,   src, reply, text, edited, published) {
	src = sources[1 + pick(3)]
	reply = "null"
	if (i % 3 == 1) reply = "\"" id(i - 1) "\""
	if (i % 3 == 2) reply = "\"" platform ":vb.example:" (i - 2) "\""
	text = "bericht " i " versie " v " over Duinzicht en het portaal van vandaag"
	if (i % 5 == 0) text = copied(i % 2 ? "Haarlem en de vijftien medewerkers verhuizen mee" : "Delft maar houdt het oude nog aan", (i + v) % 6)
	edited = v ? ",\"updated\":\"" at(i, 60 * v) "\"" : ""
	published = at(i, 0)
	if (i % 7 == 3) { edited = ",\"undated\":true"; published = at(i, 1000 * v + k % 90) }
	printf "{\"type\":\"post\",\"v\":1,\"id\":\"%s\",\"source\":\"%s\",\"platform\":\"%s\",\"category\":\"%s\",\"url\":\"%s\",\"published\":\"%s\"%s,\"lang\":\"nl\",\"author\":\"a%d@vb.example\",\"author_name\":\"A\",\"text\":\"%s\",\"reply_to\":%s,\"thread\":null,\"rating\":null,\"likes\":%d,\"reposts\":0,\"replies\":0,\"local_id\":\"%s:vb.example:%d\",\"firms\":%s,\"sentiment\":%s,\"process\":\"service\",\"intent\":\"%s\",\"needs_reply\":%s%s}\n", \
		id(i), src, platform, category[src], id(i), published, edited, i % 7, text, reply, pick(9), platform, i, firms(), score(v + i), v % 2 ? "question" : "none", v % 2 ? "true" : "false", pick(4) ? "" : ",\"spam\":true"
}
BEGIN {
	srand(seed)
	platform = "mastodon"
	split("own addressed mention context", roles, " ")
	split("pos neu neg mixed none", labels, " ")
	split("bron-a bron-b bron-c", sources, " ")
	category["bron-a"] = "message"; category["bron-b"] = "network"; category["bron-c"] = "news"
	posts = int(n / 5) + 1
	for (k = 0; k < n; k++) {
		i = pick(posts); what = pick(12)
		if (what == 0)
			printf "{\"type\":\"delete\",\"v\":1,\"id\":\"%s\",\"source\":\"bron-a\",\"at\":\"%s\"}\n", id(i), at(i, pick(4) * 60)
		else if (what == 1)
			printf "{\"type\":\"miss\",\"v\":1,\"id\":\"%s\",\"firm\":\"duinzicht\",\"published\":\"%s\"}\n", id(i), at(i, k % 3 * 60)
		else
			post(i, pick(4))
	}
}
