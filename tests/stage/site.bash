# site.bash: half a year of six made-up firms, one of them with a hostile name, for the index pages.
source "$LUISTER_SRC/tests/stage/report.bash"

many() {
	mkdir -p luister/firms.d
	configure
	cat >luister/firms.d/firms.yaml <<-'YAML'
	- {id: duinzicht, name: Accountantskantoor Duinzicht, branch: accountancy, purpose: x, audience: klanten, names: [Duinzicht], accounts: {mastodon: [duinzicht@vb.example]}}
	- {id: berg, name: "Van den Berg & Zn.", branch: accountancy, purpose: x, audience: klanten, names: [Berg]}
	- {id: eik, name: Eik Advies, branch: accountancy, purpose: x, audience: klanten, names: [Eik]}
	- {id: kade, name: "<script>alert('x')</script>\"><b>Kade", branch: accountancy, purpose: x, audience: klanten, names: [Kade]}
	- {id: stil, name: Stil, branch: accountancy, purpose: x, audience: klanten, names: [Stil]}
	- {id: kuiper, name: Kuiper Advocaten, branch: "Recht & <i>Orde</i>", purpose: x, audience: klanten, names: [Kuiper]}
	YAML
	days >set
	{ cat set; end_line set; } | luister-store 2>stored || return 1
}

# Posts from 9 July to 19 November, listened to since 1 July; each number follows from the day's.
days() {
	gawk 'BEGIN {
		split("duinzicht berg eik kade kuiper", firm); split("5 2 1 3 2", much)
		split("service marketing recruitment business other", process)
		for (d = 0; d < 142; d++) {
			t = 1782820800 + d * 86400            # 2026-06-30T12:00:00Z and on
			day = strftime("%Y-%m-%d", t, 1)
			if (d > 0) for (s = 0; s < 2; s++)
				printf "{\"type\":\"state\",\"v\":1,\"source\":\"%s\",\"cursor\":null,\"poll\":{\"at\":\"%sT21:30:00Z\",\"ok\":true,\"status\":200,\"posts\":3,\"error\":null,\"not_before\":null}}\n", s ? "nieuws" : "mastodon", strftime("%Y-%m-%d", t - 86400, 1)
			if (d < 9) continue
			for (f = 1; f <= 5; f++) {
				n = (d * d * 7 + f * 13 + d) % (much[f] * 2 + 1)
				if (strftime("%u", t, 1) > 5) n = int(n / 3)
				for (i = 0; i < n; i++) {
					k = (d * 31 + i * 17 + f * 7) % 10
					label = k < (d > 100 ? 3 : 5) ? "pos" : k < 7 ? "neg" : "neu"
					polarity = label == "pos" ? "0.400" : label == "neg" ? "-0.400" : "0"
					printf "{\"type\":\"post\",\"v\":1,\"id\":\"https://vb.example/%s-%d-%d\",\"source\":\"mastodon\",\"platform\":\"mastodon\",\"category\":\"message\",\"url\":\"https://vb.example/%s-%d-%d\",\"published\":\"%sT%02d:10:00Z\",\"lang\":\"nl\",\"author\":\"a%d@vb.example\",\"text\":\"bericht %d van dag %d over %s\",\"firms\":[{\"id\":\"%s\",\"role\":\"mention\",\"at\":[]}],\"sentiment\":{\"label\":\"%s\",\"polarity\":%s,\"hits\":1,\"words\":6,\"lang\":\"nl\",\"firms\":{\"%s\":{\"label\":\"%s\",\"polarity\":%s}}},\"process\":\"%s\",\"intent\":\"none\",\"needs_reply\":false}\n", firm[f], d, i, firm[f], d, i, day, 7 + i, i, i, d, firm[f], firm[f], label, polarity, firm[f], label, polarity, process[k % 5 + 1]
				}
			}
		}
	}'
	for i in 1 2 3 4 5 6; do
		author=duinzicht said "own$i" "2026-11-1${i}T15:05:00Z" mastodon message own neu 0 service none false "Wij bellen u zo, excuses $i"
	done
	polled mastodon 2026-11-20T05:07:00Z true null
	polled nieuws 2026-11-20T05:07:00Z true null
}
