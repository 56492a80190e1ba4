# What luister-fetch does when servers misbehave.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	: > log
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	port=$(cat port)
	export LUISTER_HTTP_SPACING_MS=0 LUISTER_HTTP_RETRY_MS=10 LUISTER_HTTP_TIMEOUT_S=10 LUISTER_NOW=2026-11-20T10:00:00Z
	mkdir -p conf/firms.d
	cat > conf/firms.d/duinzicht.yaml <<-END
	id: duinzicht
	name: Duinzicht
	branch: accountancy
	purpose: weten wat klanten vragen
	audience: klanten
	names: [Duinzicht]
	END
	printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
}

teardown() { kill "$server" 2>/dev/null || true; }

# source ID PATH [more YAML]
source_feed() {
	printf '  - {id: %s, connector: feed, category: blog, basis: x, terms_checked: 2026-11-01, local: true, url: "http://127.0.0.1:%s/%s"%s}\n' \
		"$1" "$port" "$2" "${3:-}" >> conf/luister.yaml
}

fetch() { luister-fetch -c conf -d store "$@" > out 2> err; }

state() { jq -c "select(.type==\"state\" and .source==\"$1\" and .poll) | .poll" out; }

@test "a source that answers 404 is a failed poll, the stream is whole, exit 69" {
	source_feed a 404
	run fetch
	[ "$status" -eq 69 ]
	[ "$(state a | jq -c '[.ok,.status]')" = '[false,404]' ]
	[ "$(tail -n 1 out | jq -r .type)" = end ]
	[ "$(wc -l < log)" -eq 1 ]
}

@test "a 500 is tried three times, no more" {
	source_feed a 500
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 3 ]
}

@test "two good sources are unharmed beside bad ones" {
	source_feed good1 one
	source_feed bad1 rubbish
	source_feed bad2 half
	source_feed good2 two
	run fetch
	[ "$status" -eq 69 ]
	[ "$(jq -c 'select(.type=="post") | .source' out | sort | tr -d '\n')" = '"good1""good2"' ]
	[ "$(state good1 | jq .ok)" = true ]
	[ "$(state bad1 | jq .ok)" = false ]
	[ "$(state bad2 | jq .ok)" = false ]
}

@test "a rate limit is 75 and its time is kept, in every form, between 1 second and 1 day" {
	while read -r path want; do
		printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
		source_feed a "$path"
		run fetch
		[ "$status" -eq 75 ]
		got=$(state a | jq -r .not_before)
		echo "$path: $got"
		[ "$got" = "$want" ] || [ "$got" = "${want%?Z}1Z" ]
	done <<-END
	429-seconds 2026-11-20T10:02:00Z
	429-past 2026-11-20T10:00:01Z
	429-far 2026-11-21T10:00:00Z
	429-date 2026-11-20T10:05:00Z
	429-iso 2026-11-20T10:10:00Z
	429-epoch 2026-11-20T10:01:00Z
	429-millis 2026-11-20T10:01:00Z
	429-delta 2026-11-20T10:00:30Z
	429-half 2026-11-20T10:00:03Z
	429-below 2026-11-20T10:15:00Z
	429-word 2026-11-20T10:00:45Z
	429-fields 2026-11-20T10:00:50Z
	429-draft 2026-11-20T10:00:50Z
	429-none 2026-11-20T10:15:00Z
	503-after 2026-11-20T10:01:40Z
	END
}

@test "401 is a matter of credentials: 77" {
	source_feed a 401
	run fetch
	[ "$status" -eq 77 ]
}

@test "a login page instead of a feed is a failure that says so" {
	source_feed a html
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("HTML page")'
	[ "$(jq -c 'select(.type=="post")' out | wc -l)" -eq 0 ]
}

@test "a redirect loop ends after five" {
	source_feed a loop
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 6 ]
	grep -q 'too many redirects' err
}

@test "a redirect never leads to a file" {
	source_feed a to-file
	run fetch
	[ "$status" -eq 69 ]
	! grep -q root: out || false
}

@test "no secret header and no query key follows a redirect to another host, and both stay on one host" {
	mkdir -p data/pipelines/connectors
	sed 's|headers: {|headers: {Authorization: ("Bearer " + .env.secret), "Api-Key": .env.secret, |; s|url: .source.url|&, query: {key: .env.secret, n: 1}|' \
		"$LUISTER_SRC/pipelines/connectors/feed.jq" > data/pipelines/connectors/feed.jq
	[ "$(grep -o env.secret data/pipelines/connectors/feed.jq | wc -l)" -eq 3 ]
	(umask 077; echo 'ge/heim+' > conf/token)
	for path in secret-check away here away-in-path; do
		source_feed "$path" "$path" ', robots: false, secret: {file: token}'
	done
	LUISTER_DATA=$PWD/data run fetch
	[ "$status" -eq 69 ]
	[ "$(jq -r 'select(.type=="post") | "\(.source) \(.text)"' out | sort | tr '\n' ',')" = \
		'away Bericht n1,here Bericht authorization api-key key n1,secret-check Bericht authorization api-key key n1,' ]
	state away-in-path | jq -e '.error | test("with the secret in its path")'
	! grep -q heim out err || false
}

@test "a chunked answer without end and a gzip bomb stop at the cap" {
	source_feed a big
	source_feed b bomb
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("too large")'
	state b | jq -e '.error | test("too large")'
}

@test "an answer with wrong escapes is read, and that is said with a count; one cut short is not" {
	source_feed a escapes
	source_feed b escapes-cut
	run fetch
	[ "$status" -eq 69 ]
	[ "$(jq -r 'select(.type=="post") | .text' out)" = "Foto's uit C:\\map" ]
	grep -qx 'a: an answer was no valid JSON: read after 2 repairs in its strings' err
	state a | jq -e '.ok'
	state b | jq -e '.error | test("not JSON")'
	! grep -q '^b: an answer' err || false
}

@test "a dripping server is left after the time limit" {
	source_feed a drip
	start=$SECONDS
	LUISTER_HTTP_TIMEOUT_S=2 run fetch
	[ "$status" -eq 69 ]
	[ $((SECONDS - start)) -lt 10 ]
}

@test "a server that never answers is left after the time limit, the others are unharmed" {
	source_feed a hang
	source_feed b one
	start=$SECONDS
	LUISTER_HTTP_TIMEOUT_S=2 run fetch
	[ "$status" -eq 69 ]
	[ $((SECONDS - start)) -lt 10 ]
	state a | jq -e '.ok == false and (.error | test("[Tt]imeout"))'
	state b | jq -e '.ok and .posts == 1'
	[ "$(grep -c hang log)" -eq 1 ]
}

@test "nobody at the door is asked three times" {
	source_feed a one
	sed -i "s/:$port/:1/" conf/luister.yaml
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.status == 0 and (.error | test("connect"))'
}

@test "a connection that is reset halfway is a short answer; wrong lengths are no answer" {
	source_feed a reset
	source_feed b half
	source_feed c short
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("cut short")'
	state b | jq -e '.error | test("cut short")'
	state c | jq -e '.error | test("not JSON")'
	[ "$(jq -c 'select(.type=="post")' out | wc -l)" -eq 0 ]
}

@test "500 and then 200 is a success" {
	source_feed a flaky
	fetch
	[ "$(wc -l < log)" -eq 3 ]
	state a | jq -e '.ok and .status == 200 and .posts == 1'
}

@test "headers without end are refused" {
	source_feed a header
	source_feed b headers
	source_feed c one
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("header is too large")'
	state b | jq -e '.error | test("too large")'
	[ "$(state c | jq .ok)" = true ]
}

@test "what an answer that cannot be read says of its version is forgotten" {
	source_feed a etag-broken
	run fetch
	[ "$status" -eq 69 ]
	! grep -q v9 out || false
	! grep -q '19 Nov 2026' out || false
}

@test "who asks says its version and whom to write to" {
	source_feed a agent
	echo 'contact: beheer@duinzicht.example' >> conf/luister.yaml
	fetch
	jq -r 'select(.type=="post") | .text' out | grep -E '^luister/[0-9.]+ \(\+beheer@duinzicht.example\)$'
}

@test "this machine, the private network and nobody at all are refused under every name that they have" {
	for host in 127.0.0.1 localhost 127.1 2130706433 0x7f000001 0.0.0.0 '[::1]' '[::ffff:127.0.0.1]' '[::]' \
		10.0.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8 198.18.0.1 224.0.0.1 255.255.255.255 \
		'[::ffff:10.0.0.1]' '[64:ff9b::10.0.0.1]' '[64:ff9b:1::10.0.0.1]' '[2002:7f00:1::]' '[fe80::1]' '[fec0::1]' '[fc00::1]' \
		'[fd12::1]' '[ff02::1]' '[::127.0.0.1]'; do
		printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
		source_feed a one
		sed -i "s/local: true/local: false/; s/127.0.0.1/$host/" conf/luister.yaml
		grep -qF "//$host:" conf/luister.yaml
		run fetch
		[ "$status" -eq 69 ]
		state a | jq -e '.error | test("private or loopback")'
	done
	[ ! -s log ]
}

# ---- certificates ----

# An authority of our own, and what it signs for NAME ("IP:..." or "DNS:...") between two days.
authority() {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Gezag -days 30 2> /dev/null
	openssl req -newkey rsa:2048 -nodes -keyout key -out req -subj /CN=bron 2> /dev/null
	mkdir made
	: > made/index
	printf '[ca]\ndefault_ca=c\n[c]\ndatabase=made/index\nnew_certs_dir=made\nrand_serial=yes\nunique_subject=no\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' > ca.conf
}

signed() { # FILE NAME FROM UNTIL
	echo "subjectAltName=$2" > extension
	openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in req -out "$1" -notext -extfile extension \
		-startdate "$3" -enddate "$4" 2> /dev/null
}

# A server with this certificate takes one connection and no more: a second try would find nobody.
tls_source() { # ID CERTIFICATE
	local tls
	openssl s_server -accept 127.0.0.1:0 -cert "$2" -key key -WWW -naccept 1 > "tls.$1" 2> /dev/null 3>&- &
	for _ in $(seq 50); do grep -q '^ACCEPT .*:' "tls.$1" && break; sleep 0.1; done
	tls=$(sed -n 's/^ACCEPT .*://p' "tls.$1")
	source_feed "$1" feed.json ', robots: false'
	sed -i "/id: $1,/s|http://127.0.0.1:$port|https://127.0.0.1:$tls|" conf/luister.yaml
	servers+=($!)
}

@test "a certificate is taken when all is right with it; else it says what is wrong and what to do, and asks once" {
	authority
	echo '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"x","date_published":"2026-11-20"}]}' > feed.json
	signed right.pem IP:127.0.0.1 20200101000000Z 20460101000000Z
	signed old.pem IP:127.0.0.1 20200101000000Z 20210101000000Z
	signed early.pem IP:127.0.0.1 20450101000000Z 20460101000000Z
	signed other.pem DNS:elders.example 20200101000000Z 20460101000000Z
	openssl req -x509 -key key -out self.pem -subj /CN=bron -addext subjectAltName=IP:127.0.0.1 -days 30
	servers=()
	for name in right old early other self; do tls_source "$name" "$name.pem"; done
	source_feed plain one
	SSL_CERT_FILE=$PWD/ca.pem run fetch
	kill "${servers[@]}" 2> /dev/null || true
	[ "$status" -eq 69 ]
	state right | jq -e '.ok and .posts == 1'
	state plain | jq -e '.ok and .posts == 1'
	state old | jq -e '.ok == false and (.error | test("certificate has expired .its owner must renew it"))'
	state early | jq -e '.ok == false and (.error | test("certificate is not yet valid .*clock"))'
	state other | jq -e '.ok == false and (.error | test("host name .127.0.0.1.*is the address right"))'
	state self | jq -e '.ok == false and (.error | test("self.signed certificate .*SSL_CERT_FILE"))'
	[ "$(jq -r 'select(.type=="post") | .source' out | sort | tr '\n' ' ')" = "plain right " ]
}

@test "an authority that nobody named is not trusted" {
	authority
	signed right.pem IP:127.0.0.1 20200101000000Z 20460101000000Z
	servers=()
	tls_source a right.pem
	run fetch
	kill "${servers[@]}" 2> /dev/null || true
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("unable to get local issuer.*SSL_CERT_FILE")'
}

@test "loopback is refused unless the source says local" {
	source_feed a one
	sed -i 's/local: true/local: false/' conf/luister.yaml
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 0 ]
	grep -q private err
}

@test "a connector that does not compile is 78 with its file and jq's message" {
	mkdir -p data/pipelines/connectors
	printf '# wrong\ndef request: {;\ndef posts: .;\n' > data/pipelines/connectors/feed.jq
	source_feed a one
	LUISTER_DATA=$PWD/data run fetch
	[ "$status" -eq 78 ]
	grep -q 'feed.jq.*syntax error' err
}

@test "a connector that fails on a post says why and not what the post says" {
	mkdir -p data/pipelines/connectors
	for wrong in '.items[0] + 1' '.items[0].url | fromjson' '.items[0].url | tonumber' '.items[0].url[]'; do
		printf 'def request: {url: .source.url};\ndef posts: .body | %s;\n' "$wrong" > data/pipelines/connectors/feed.jq
		printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
		source_feed a one ', robots: false'
		LUISTER_DATA=$PWD/data run fetch
		[ "$status" -eq 69 ]
		state a | jq -e '.error | test("feed.jq: .*[(][.]{3}[)]")'
		! grep -q 'https\|a.example' err out || false
	done
}

@test "a connector sees neither the environment nor another secret" {
	mkdir -p data/pipelines/connectors
	sed 's|title: .title|title: ("env " + ($ENV \| keys \| join(",")))|' "$LUISTER_SRC/pipelines/connectors/feed.jq" \
		> data/pipelines/connectors/feed.jq
	source_feed a one
	LUISTER_DATA=$PWD/data GEHEIM=1 run fetch
	[ "$status" -eq 0 ]
	[ "$(jq -r 'select(.type=="post") | .title' out)" = 'env HOME' ]
}

@test "a full disk is 74" {
	source_feed a one
	run bash -c 'luister-fetch -c conf -d store > /dev/full'
	[ "$status" -eq 74 ]
}

@test "one connection a host, several hosts at once" {
	source_feed a 'busy?a' ', robots: false'
	source_feed b 'busy?b' ', robots: false'
	source_feed c 'busy?c' ', robots: false'
	sed -i '/id: c,/s/127.0.0.1/localhost/' conf/luister.yaml
	fetch
	[ "$(jq -c 'select(.type=="post")' out | wc -l)" -eq 3 ]
	grep '[ab]$' log | cut -d ' ' -f 1 | tr '\n' ' ' | grep -qx '/busy /busy-end /busy /busy-end '
	[ "$(grep -n 'busy c$' log | cut -d: -f1)" -lt "$(grep -n busy-end log | head -n 1 | cut -d: -f1)" ]
}

@test "what is packed is asked for and read; what says so and is not is a failure" {
	source_feed a packed
	source_feed b mispacked
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.ok and .posts == 1'
	state b | jq -e '.ok == false and .posts == 0 and (.error | test("[Ee]ncoding"))'
}

@test "a public server that sends us to this machine is refused there" {
	unshare -rn ip link set lo up 2> /dev/null || skip "no network of one's own can be made here"
	cat > inside <<-'END'
	ip link set lo up && ip addr add 203.0.113.7/32 dev lo
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log 0.0.0.0 > port 3>&- &
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	sed -i "s/:PORT/:$(cat port)/" conf/luister.yaml
	luister-fetch -c conf -d store > out 2> err
	echo $? > status
	kill %1
	END
	kill "$server"
	: > port
	for to in 127.0.0.1 localhost 0 10.0.0.1; do
		printf '  - {id: to%s, connector: feed, category: blog, basis: x, terms_checked: 2026-11-01, robots: false, url: "%s"}\n' \
			"$to" "http://203.0.113.7:PORT/to-loopback?$to" >> conf/luister.yaml
	done
	printf '  - {id: %s, connector: feed, category: blog, basis: x, terms_checked: 2026-11-01, robots: false, local: %s, url: "http://%s:PORT/two"}\n' \
		public false 203.0.113.7 here true 127.0.0.1 >> conf/luister.yaml
	unshare -rn bash inside
	[ "$(cat status)" -eq 69 ]
	state public | jq -e .ok
	state here | jq -e .ok
	for to in 127.0.0.1 localhost 0 10.0.0.1; do state "to$to" | jq -e '.ok == false and (.error | test("private or loopback"))'; done
	[ "$(grep -c to-loopback log)" -eq 4 ]
	! grep -q '^/one' log || false
}

@test "three refusals in a row end the re-visits of a run; one does not" {
	cat > show.jq <<-'END'
	def request: {url: (.source.url + "/members")};
	def posts: .body.items[] | {id, text: .content_html, published: .date_published};
	def thread: {url: (.source.url + "/" + (.post.id | ltrimstr("x:")))};
	END
	mkdir -p data/pipelines/connectors
	mv show.jq data/pipelines/connectors/
	for id in members?again one members?again members?again members?again two; do
		printf '{"type":"post","v":1,"id":"x:%s","source":"a","platform":"show","category":"forum","published":"2026-11-20T0%s:00:00Z","text":"Weet iemand of Duinzicht ook op zaterdag open is?"}\n' \
			"$id&$((++n))" "$n"
	done > planted
	printf '{"type":"end","v":1,"stages":[{"stage":"x","made":6,"in":0,"out":6,"dropped":0,"rejected":0}]}\n' >> planted
	source_feed a x
	sed -i "s/connector: feed/connector: show/; s|:$port/x|:$port|" conf/luister.yaml
	luister-match -c conf < planted | luister-score | luister-store -c conf -d store
	LUISTER_DATA=$PWD/data fetch --source a
	[ "$(grep -c 'again' log)" -eq 4 ]
	grep -q '^/one' log
	! grep -q '^/two' log || false
}

# ---- robots.txt (RFC 9309) ----

@test "robots.txt is asked once for all feeds of a site, and obeyed" {
	printf 'User-agent: *\nDisallow: /geheim\n' > log.robots
	source_feed a one
	source_feed b geheim
	source_feed c two
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log.asked)" -eq 1 ]
	[ "$(jq -c 'select(.type=="post") | .source' out | sort | tr -d '\n')" = '"a""c"' ]
	state b | jq -e '.error | test("robots.txt forbids /geheim .robots: false overrides it.")'
	! grep -q geheim log || false
}

@test "our own group in robots.txt decides alone" {
	printf 'User-agent: *\nDisallow: /\n\nUser-agent: luister\nAllow: /\n' > log.robots
	source_feed a one
	fetch
	[ "$(state a | jq .ok)" = true ]
}

@test "no robots.txt forbids nothing; a server that cannot say forbids all" {
	source_feed a one
	fetch
	[ "$(state a | jq .ok)" = true ]
	echo 503 > log.robots
	run luister-fetch -c conf -d nowhere
	[ "$status" -eq 69 ]
	[[ "$output" == *"robots.txt cannot be read: 127.0.0.1: HTTP 503 (robots: false overrides it)"* ]]
}

@test "robots: false is said, and asks nobody" {
	printf 'User-agent: *\nDisallow: /\n' > log.robots
	source_feed a one ', robots: false'
	fetch
	[ "$(state a | jq .ok)" = true ]
	[ ! -e log.asked ]
	grep -q 'a: robots.txt is not asked' err
}

@test "an interface for programs is not walked: its robots.txt is not asked" {
	printf 'User-agent: *\nDisallow: /\n' > log.robots
	printf '  - {id: m, connector: mastodon, category: message, basis: x, terms_checked: 2026-11-01, local: true, host: "http://127.0.0.1:%s", tag: x}\n' \
		"$port" >> conf/luister.yaml
	fetch
	[ "$(state m | jq .ok)" = true ]
	[ ! -e log.asked ]
}

# ---- listings that go wrong: nothing lost, nothing endless ----

listing() { # TAG [CURSOR]
	fetch_once mastodon "{\"host\":\"http://127.0.0.1:$port\",\"tag\":\"$1\"}" "${2-}"
}

numbers() { jq -r 'select(.type=="post") | .text | ltrimstr("Post ")' "$1" | tr '\n' ' '; }

cursor() { jq -c 'select(.type=="state" and .cursor) | .cursor' "$1" | tail -n 1; }

poll() { jq -c 'select(.type=="state" and .poll) | .poll' "$1"; }

@test "the same page for ever, and pages that go round, end the walk" {
	listing same > out
	[ "$(numbers out)" = "6 5 6 5 " ]
	cursor out | jq -e '.done[0] | endswith("/6")'
	: > log
	listing cycle > out
	[ "$(numbers out)" = "6 5 4 3 6 5 " ]
	cursor out | jq -e '(.done[0] | endswith("/6")) and (has("walk") | not)'
}

@test "an empty page ends the walk though it names a next one, and so does a page that is not there" {
	listing empty > out
	[ "$(numbers out)" = "6 5 " ]
	[ "$(wc -l < log)" -eq 2 ]
	cursor out | jq -e '(.done[0] | endswith("/6")) and (has("walk") | not)'
	for status in 400 404; do
		: > log
		listing "past$status" > out
		[ "$(numbers out)" = "6 5 " ]
		poll out | jq -e '.ok'
		cursor out | jq -e '(.done[0] | endswith("/6")) and (has("walk") | not)'
	done
}

@test "a post with a time years ahead, and ones that come late with an old time, hide nothing that comes later" {
	listing dates > out
	[ "$(jq -r 'select(.type=="post") | .published' out | sort | tail -n 1)" = 2031-01-01T00:00:00Z ]
	echo 8 > log.top
	listing dates "$(cursor out)" > more
	[ "$(numbers more)" = "8 7 6 5 " ]
	[ "$(jq -r 'select(.type=="post" and .text=="Post 8") | .published' more)" = 2020-01-01T00:00:00Z ]
	poll more | jq -e '.ok'
	cursor more | jq -e '.done[0] | endswith("/8")'
}

@test "a cursor that repeats ends the walk, though its posts are new" {
	listing repeat > out
	[ "$(wc -l < log)" -eq 2 ]
	poll out | jq -e '.ok'
}

@test "a listing without end stops after 50 pages, and the next run goes on there" {
	listing endless > out
	[ "$(wc -l < log)" -eq 50 ]
	[ "$(numbers out | wc -w)" -eq 100 ]
	cursor out | jq -e '.done == [] and (.walk.head[0] | endswith("/999"))'
	: > log
	listing endless "$(cursor out)" > more
	head -n 1 log | grep -q max_id=900
	[ "$(numbers more | cut -d ' ' -f 1)" -eq 899 ]
}

@test "a walk that breaks on its second page goes on there: nothing lost, nothing twice in its pages" {
	for how in reset html; do
		rm -f log.mended
		run listing "$how"
		[ "$status" -eq 69 ]
		printf '%s\n' "$output" | grep '^{' > out
		[ "$(numbers out)" = "6 5 " ]
		poll out | jq -e '.ok == false'
		cursor out | jq -e '.done == [] and .walk.resume'
		touch log.mended
		: > log
		listing "$how" "$(cursor out)" > rest
		[ "$(numbers rest)" = "4 3 2 1 6 5 " ]
		cursor rest | jq -e '(.done[0] | endswith("/6")) and (has("walk") | not)'
	done
}

@test "nothing remaining on a 200: what came is kept, and the rest waits until the time that was named" {
	listing low > out
	[ "$(numbers out)" = "6 5 " ]
	[ "$(wc -l < log)" -eq 1 ]
	poll out | jq -e '.ok and .not_before == "2026-11-20T10:02:00Z"'
	cursor out | jq -e '.walk.resume'
}
