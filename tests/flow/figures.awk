# figures.awk: ten weeks of made-up posts of six firms, as they leave luister-score. Seeded: always the same.
function iso(t) { return strftime("%Y-%m-%dT%H:%M:%SZ", t, 1) }
function pick(list, a, n) { n = split(list, a, " "); return a[1 + int(rand() * n)] }
BEGIN {
	srand(20261119)
	end = 1795129200                                 # 2026-11-19T23:00:00Z: the day's end in Amsterdam
	for (i = 0; i < 1500; i++) {
		at[i] = int(end - 70 * 86400 + (i + rand()) * 70.25 * 86400 / 1500)
		firm = "firm" int(6 * rand() * rand())
		r = rand()
		role = r < 0.25 ? "own" : r < 0.5 ? "addressed" : r < 0.95 ? "mention" : "context"
		of[i] = firm
		platform = pick("mastodon bluesky forum")
		reply = ""
		if (i > 60 && rand() < (role == "own" ? 0.7 : 0.2)) {
			for (k = i - 1 - int(rand() * 20); k >= 0 && of[k] != firm; k--)
				;
			if (k >= 0)
				reply = sprintf(",\"reply_to\":\"https://x.example/%d\"", k)
		}
		label = pick("pos neu neg mixed none")
		printf "{\"type\":\"post\",\"v\":1,\"id\":\"https://x.example/%d\",\"source\":\"%s\",\"platform\":\"%s\",\"category\":\"message\",\"url\":\"https://x.example/%d\",\"published\":\"%s\",\"lang\":\"nl\",\"author\":\"%s\",\"text\":\"bericht %d\",\"firms\":[{\"id\":\"%s\",\"role\":\"%s\",\"at\":[]}],\"sentiment\":{\"label\":\"%s\",\"polarity\":0,\"hits\":1,\"words\":6,\"lang\":\"nl\",\"firms\":{\"%s\":{\"label\":\"%s\",\"polarity\":0}}},\"process\":\"%s\",\"intent\":\"none\",\"needs_reply\":%s%s%s}\n", \
			i, platform, platform, i, iso(at[i]), role == "own" ? firm "-" int(rand() * 3) : "a" int(rand() * 99), i, firm, role, label, firm, label, \
			pick("marketing service innovation recruitment business other"), rand() < 0.4 ? "true" : "false", rand() < 0.2 ? ",\"spam\":true" : "", reply
	}
}
