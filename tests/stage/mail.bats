# luister-report --mail: once to each reader, again only when it surely did not arrive.
load report

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	configure
	fill
	sed -i 's/^- {id: duinzicht, /&mail: {to: [lezer@duinzicht.example, "tweede@duinzicht.example"]}, /' luister/firms.d/firms.yaml
	echo fine >mode
	: >log
	perl "$LUISTER_SRC/tests/fault/smtp_server.pl" log mode >port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	echo "mail: {from: luister@huis.example, smtp: \"smtp://127.0.0.1:$(cat port)\"}" >>luister/luister.yaml
}

teardown() { kill "$server" 2>/dev/null || true; }

send() { report --all --mail "$@"; }
ledger() { ls luister/*.mail ./*.mail 2>/dev/null | head -1; }
last() { grep "^duinzicht" "$(ledger)" | tail -n 1 | cut -f5; }
taken() { grep -c '^MODE' log || true; }

@test "a report is mailed once, with both readers, text and HTML" {
	send >out
	[ ! -s out ]
	[ "$(taken)" -eq 1 ]
	tr -d '\r' <log >mail
	grep -q '^From: luister@huis.example$' mail
	grep -q '^To: lezer@duinzicht.example,$' mail
	grep -q '^ tweede@duinzicht.example$' mail
	grep -q '^Message-ID: <duinzicht.2026-11-19.1@luister.invalid>$' mail
	grep -q '^Content-Type: text/plain' mail
	grep -q '^Content-Type: text/html' mail
	[ "$(last)" = sent ]
	send
	[ "$(taken)" -eq 1 ]
}

@test "refused, busy or not there: 69, and the next run sends it" {
	for mode in refuse busy gone; do
		echo $mode >mode
		run send
		[ "$status" -eq 69 ]
		[ "$(last)" = failed ]
	done
	echo fine >mode
	send
	[ "$(last)" = sent ]
	[ "$(grep -c '^MODE fine' log)" -eq 1 ]
}

@test "no word after the message: it may have arrived, and is not sent again" {
	echo hangup >mode
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"is not known; it is not sent again"* ]]
	[ "$(last)" = unknown ]
	echo fine >mode
	send
	[ "$(taken)" -eq 1 ]
}

@test "killed while it sent: the next run says so, and sends nothing" {
	send
	sed -i 's/\tsent$/\tsending/' "$(ledger)"
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"is not known"* ]]
	[ "$(taken)" -eq 1 ]
	send
}

@test "figures that change make a new issue, and no second mail" {
	send
	{ said 90 2026-11-19T18:00:00Z mastodon message mention neg -0.5 service complaint true "Nagekomen: Duinzicht is traag"; } >late
	{ cat late; end_line late; } | luister-store 2>/dev/null
	send --out pages --format json
	[ "$(jq .issue pages/duinzicht/2026-11-19.json)" -eq 2 ]
	[ "$(taken)" -eq 1 ]
	send --out pages --format json
	[ "$(jq .issue pages/duinzicht/2026-11-19.json)" -eq 2 ]
}

@test "who reads only what is notable gets no mail of an ordinary day" {
	sed -i 's/mail: {to: \(.*\)\]}, name/mail: {to: \1], when: notable}, name/' luister/firms.d/firms.yaml
	luister-report --date 2026-10-20 --firm duinzicht --mail
	[ "$(taken)" -eq 0 ]
}

@test "sendmail: the message on its standard input; when it fails the next run sends again" {
	sed -i "s#smtp: .*}#sendmail: $PWD/sendmail}#" luister/luister.yaml
	printf '#!/bin/sh\ncat > %s/got\nexit $(cat %s/code)\n' "$PWD" "$PWD" >sendmail
	chmod +x sendmail
	echo 75 >code
	run send
	[ "$status" -eq 69 ]
	[ "$(last)" = failed ]
	echo 0 >code
	send
	grep -q '^Subject: =?UTF-8?Q?' got
	[ "$(last)" = sent ]
}

@test "nobody to send it from: 78" {
	sed -i '/^mail:/d' luister/luister.yaml
	run send
	[ "$status" -eq 78 ]
}

@test "no line of a mail stands in what is said" {
	echo refuse >mode
	send 2>err || true
	! grep -qE 'Portaal|Duinzicht alweer|lezer@' err || false
}

@test "no report in clear to what is not this machine" {
	sed -i 's#smtp://127.0.0.1:#smtp://127.1:#' luister/luister.yaml
	run send
	[ "$status" -eq 69 ]
	[ "$(last)" = failed ]
	[ "$(taken)" -eq 0 ]
}

@test "an address that would make another header: 78, and nothing is sent" {
	sed -i 's/lezer@duinzicht.example/"lezer@duinzicht.example\\nBcc: x@y.nl"/' luister/firms.d/firms.yaml
	run send
	[ "$status" -eq 78 ]
	[[ $output == *"mail addresses"* ]]
	[ "$(taken)" -eq 0 ]
}

@test "sendmail that reads nothing fails, and kills nobody" {
	sed -i "s#smtp: .*}#sendmail: $PWD/deaf}#" luister/luister.yaml
	printf '#!/bin/sh\nexec <&-\nsleep 0.2\nexit 77\n' >deaf
	chmod +x deaf
	run send
	[ "$status" -eq 69 ]
	[ "$(last)" = failed ]
}

@test "run daily: a mail that fails keeps no day back, and no store leaves no folder" {
	echo refuse >mode
	run luister run daily
	[ "$status" -eq 69 ]
	for day in 16 17 18 19; do
		[ -s luister/reports/duinzicht/2026-11-$day.txt ]
	done
	echo fine >mode
	luister run daily
	# the fixture's listening began on the 20th: of the days before it, yesterday alone is news
	[ "$(grep -c '^MODE fine' log)" -eq 1 ]
	run luister -d nowhere run daily
	[ "$status" -eq 66 ]
	[ ! -e nowhere ]
}

@test "a day that becomes final with the same figures keeps its number" {
	send --out pages --format json
	[ "$(jq -c '[.issue, .provisional]' pages/stil/2026-11-19.json)" = '[1,true]' ]
	send --out pages --format json --now 2026-11-23T05:30:00Z
	[ "$(jq -c '[.issue, .provisional]' pages/stil/2026-11-19.json)" = '[1,false]' ]
}

@test "an unknown format writes nothing" {
	run report --all --format text,pdf --out pages
	[ "$status" -eq 64 ]
	[ ! -e pages ]
}
