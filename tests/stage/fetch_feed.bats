# Feeds of every kind, as posts.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	: > log
	mkdir log.d
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	port=$(cat port)
	export LUISTER_NOW=2026-11-20T12:00:00Z
}

teardown() { kill "$server" 2>/dev/null || true; }

feed() { fetch_once feed "{\"url\":\"http://127.0.0.1:$port/${1-f}\"}" > out; }
posts() { jq -c "select(.type==\"post\") | $1" out; }

@test "JSON Feed 1.1: authors, language, text beside HTML, the next page" {
	cat > log.d/f <<-END
	{"version":"https://jsonfeed.org/version/1.1","title":"x","language":"nl","next_url":"/g?n=2","items":[
	 {"id":"https://e.example/1","title":"Een &amp; al","content_html":"<p>Caf&eacute;</p>","content_text":"niet dit",
	  "authors":[{"name":"Jan"},{"name":"Piet"}],"date_published":"2026-11-19T09:12:00+01:00","date_modified":"2026-11-19T10:12:00+01:00"},
	 {"id":2,"url":"/2","content_text":"regel een\r\nregel twee","language":"fy","date_published":"2026-11-19T08:12:00Z"}]}
	END
	cat > log.d/g <<-END
	{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"3","summary":"kort","date_published":"2026-11-18"}]}
	END
	feed
	[ "$(posts '[.id,.text,.author,.lang,.published,.updated]' | sed -n 1p)" = \
		'["feed:https://e.example/1","Een & al\nCafé","Jan","nl","2026-11-19T08:12:00Z","2026-11-19T09:12:00Z"]' ]
	[ "$(posts '[.id,.url,.text,.lang]' | sed -n 2p)" = "[\"feed:127.0.0.1:$port:2\",\"http://127.0.0.1:$port/2\",\"regel een\\nregel twee\",\"fy\"]" ]
	[ "$(posts .text | sed -n 3p)" = '"kort"' ]
}

@test "JSON Feed 1.0: one author, an address elsewhere, a byte order mark in front" {
	printf '\357\273\277{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","external_url":"https://e.example/1",' > log.d/f
	printf '"content_html":"x","author":{"name":"Jan"},"date_published":"2026-11-19T08:12:00Z"}]}' >> log.d/f
	feed
	[ "$(posts '[.url,.author,.text]')" = '["https://e.example/1","Jan","x"]' ]
}

@test "items without an id have the same one tomorrow, and two of them differ" {
	cat > log.d/f <<-END
	<rss><channel>
	<item><title>Een</title><pubDate>Thu, 19 Nov 2026 09:12:00 +0100</pubDate></item>
	<item><title>Twee</title><pubDate>Thu, 19 Nov 2026 09:12:00 +0100</pubDate></item>
	<item><title>Drie</title><link>https://e.example/3</link><pubDate>19-11-2026 08:12</pubDate></item>
	</channel></rss>
	END
	feed
	posts .id > first
	[ "$(sort -u first | wc -l)" -eq 3 ]
	grep -qx '"feed:https://e.example/3"' first
	feed
	posts .id | cmp - first
}

@test "an item that stands twice in a feed has one id" {
	printf '<rss><channel><item><guid>7</guid><title>a</title><pubDate>2026-11-19</pubDate></item>%s</channel></rss>' \
		'<item><guid>7</guid><title>a</title><pubDate>2026-11-19</pubDate></item>' > log.d/f
	feed
	[ "$(posts .id | sort -u | wc -l)" -eq 1 ]
}

@test "a page of warnings, wrong bytes, entities, CDATA in CDATA, dates in Dutch: still a feed" {
	printf '<br />\n<b>Warning</b>: x\n<?xml version="1.0" encoding="ISO-8859-1"?>\n<rss><channel><item><guid>1</guid>' > log.d/f
	printf '<title>Caf&eacute; \200 5 & meer</title><link>/1?a=1&b=2</link><dc:creator>Ren\351</dc:creator>' >> log.d/f
	printf '<pubDate>do, 19 nov. 2026 09:12:00 +0100</pubDate><content:encoded><![CDATA[<p>Een</p><![CDATA[<p>Twee</p>]]]]>' >> log.d/f
	printf '<![CDATA[>]]></content:encoded></item></channel></rss>' >> log.d/f
	feed
	[ "$(posts '[.title,.text,.author,.url,.published]')" = \
		"[\"Café € 5 & meer\",\"Café € 5 & meer\\nEen\\n\\nTwee\",\"René\",\"http://127.0.0.1:$port/1?a=1&b=2\",\"2026-11-19T08:12:00Z\"]" ]
}

@test "the line that WordPress signs with is left out, and nothing else of it" {
	local item='<item><guid>%s</guid><description><![CDATA[%s]]></description><pubDate>2026-11-19</pubDate></item>'
	{
		printf '<rss><channel>'
		printf "$item" 1 '<p>Tekst.</p> <p>Het bericht <a href="https://e.example/1">Een & al</a> verscheen eerst op <a href="https://e.example">Duinzicht</a>.</p>'
		printf "$item" 2 '<p>The post <a rel="nofollow" href="https://e.example/2">X</a> appeared first on <a href="https://e.example">Duinzicht</a>.</p>'
		printf "$item" 3 'Dit verscheen eerst op de site van Duinzicht.'
		printf '</channel></rss>'
	} > log.d/f
	feed
	[ "$(posts .text | tr '\n' '|')" = '"Tekst."|""|"Dit verscheen eerst op de site van Duinzicht."|' ]
}

@test "UTF-16 and XHTML in Atom read like any other" {
	printf '%s' '<?xml version="1.0" encoding="utf-16"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>t:1</id>' \
		'<title type="html">&lt;b&gt;Kop&lt;/b&gt;</title><updated>2026-11-19T08:12:00Z</updated><content type="xhtml">' \
		'<div xmlns="http://www.w3.org/1999/xhtml"><p>Één<br/>twee</p></div></content></entry></feed>' \
		| iconv -f utf-8 -t utf-16 > log.d/f
	feed
	[ "$(posts '[.id,.text]')" = '["feed:t:1","Kop\nÉén\ntwee"]' ]
}

@test "an item without a time that can be read counts when it was first seen, and says so" {
	printf '<rss><channel><item><guid>1</guid><title>a</title><pubDate>gisteren</pubDate></item>%s</channel></rss>' \
		'<item><guid>2</guid><title>b</title><pubDate>2026-11-19</pubDate></item><item><link>/3</link><title>c</title></item>' > log.d/f
	feed
	[ "$(posts '[.text,.published,.undated]')" = "$(printf '%s\n' '["a","2026-11-20T12:00:00Z",true]' \
		'["b","2026-11-19T00:00:00Z",null]' '["c","2026-11-20T12:00:00Z",true]')" ]
	[ "$(jq -c 'select(.type=="reject")' out | wc -l)" -eq 0 ]
}

@test "an item without a time or an id is the same one at the next poll" {
	echo '{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"Duinzicht","content_text":"een"}]}' > log.d/f
	feed
	first=$(posts .id)
	LUISTER_NOW=2026-11-21T12:00:00Z feed
	[ "$(posts .id)" = "$first" ]
	[ "$(posts .published)" = '"2026-11-21T12:00:00Z"' ]
}

@test "a feed of 26 MB, as there are, is read to its end" {
	perl -e 'print "<rss><channel>"; print "<item><guid>$_</guid><title>Bericht $_</title><pubDate>2026-11-19</pubDate><x>", "lang " x 40_000,
		"</x></item>" for 1 .. 130; print "</channel></rss>"' > log.d/f
	[ "$(stat -c %s log.d/f)" -gt 26000000 ]
	feed
	[ "$(posts .id | wc -l)" -eq 130 ]
	jq -es 'last.poll.ok' out
}

@test "a poll counts what is new, also of a feed longer than the ids that are kept; all of it goes out" {
	items() {
		jq -nc --argjson n "$1" '{version: "https://jsonfeed.org/version/1.1", items: [range($n; 0; -1) | {id: "\(.)", content_text: "x",
			date_published: (1794700800 + . * 3600 | todate)}]}' > log.d/f
	}
	items 80
	feed
	[ "$(jq -c 'select(.poll) | .poll.posts' out)" -eq 80 ]
	items 83
	fetch_once feed "{\"url\":\"http://127.0.0.1:$port/f\"}" "$(jq -c 'select(.type=="state" and .cursor) | .cursor' out | tail -n 1)" > again
	[ "$(jq -c 'select(.type=="post")' again | wc -l)" -eq 83 ]
	[ "$(jq -c 'select(.poll) | .poll.posts' again)" -eq 3 ]
}
