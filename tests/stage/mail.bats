# luister-report --mail: once to each reader, again only when it surely did not arrive.
load report

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	configure
	fill
	readers duinzicht 'lezer@duinzicht.example, "tweede@duinzicht.example"'
	echo fine >mode
	: >log
	perl "$LUISTER_SRC/tests/fault/smtp_server.pl" log mode >port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	echo "mail: {from: luister@huis.example, smtp: \"smtp://127.0.0.1:$(cat port)\"}" >>luister/luister.yaml
}

teardown() { kill "$server" 2>/dev/null || true; }

readers() { # readers FIRM LIST [WHEN]
	sed -i "s/^- {id: $1, \(mail: .*}, \)\?name/- {id: $1, mail: {to: [$2], when: ${3:-always}}, name/" luister/firms.d/firms.yaml
}
send() { report --all --mail "$@"; }
ledger=luister/store.mail
states() { cut -f1,3,5 $ledger | grep "^duinzicht" | cut -f2,3 | tr '\t' ' ' | tail -n "$1" | paste -sd,; }
killed() { sed -i "$(grep -n '^duinzicht' $ledger | tail -n 1 | cut -d: -f1)d" $ledger; } # before it knew how the last ended
taken() { grep -c '^MODE' log || true; }
calls() { grep -c '^CALL' log || true; }

# A line for each message: the server's mode, the reader, the subject as it reads.
mails() {
	perl -CO -MEncode -0777 -ne 'for (split /^(?=MODE )/m) { /^MODE (\S+) (\S+)/ or next; my ($m, $to) = ($1, $2);
		s/\r\n[ \t]/ /g; /^Subject: (.*)\r$/m; print "$m $to ", decode("MIME-Header", $1), "\n" }' log
}

late() {
	said 90 2026-11-19T18:00:00Z mastodon message mention neg -0.5 service complaint true "Nagekomen: Duinzicht is traag" >late
	{ cat late; end_line late; } | luister-store 2>/dev/null
}

@test "each reader gets a mail of their own, once: text and HTML, in lines that every server takes" {
	send >out
	[ ! -s out ]
	[ "$(mails | paste -sd,)" = "fine lezer@duinzicht.example Dagrapport Accountantskantoor Duinzicht, donderdag 19 november 2026,fine tweede@duinzicht.example Dagrapport Accountantskantoor Duinzicht, donderdag 19 november 2026" ]
	[ "$(sed '/^CALL\|^MODE/d' log | grep -vc $'\r$')" -eq 0 ]
	[ "$(awk 'length > n { n = length } END { print n }' log)" -le 79 ]
	tr -d '\r' <log >mail
	grep -q '^From: luister@huis.example$' mail
	[ "$(grep '^To: ' mail | paste -sd,)" = 'To: lezer@duinzicht.example,To: tweede@duinzicht.example' ]
	[ "$(grep '^Message-ID: ' mail | sort -u | wc -l)" -eq 2 ]
	[ "$(grep -cE '^Message-ID: <duinzicht\.2026-11-19\.1\.[0-9a-f]{16}@huis\.example>$' mail)" -eq 2 ]
	grep -q '^Auto-Submitted: auto-generated$' mail
	! grep -q '^In-Reply-To' mail || false
	grep -q '^Content-Type: text/plain' mail
	grep -q '^Content-Type: text/html' mail
	[ "$(states 4)" = '1 sending,1 sent,1 sending,1 sent' ]
	! grep -q '@' $ledger || false
	send
	[ "$(taken)" -eq 2 ]
}

@test "refused, busy or not there: 69, and the next run sends it" {
	for mode in refuse busy gone; do
		echo $mode >mode
		run send
		[ "$status" -eq 69 ]
		[ "$(states 3)" = '1 failed,1 sending,1 failed' ]
	done
	echo fine >mode
	send
	[ "$(states 3)" = '1 sent,1 sending,1 sent' ]
	[ "$(mails | grep -c '^fine')" -eq 2 ]
}

@test "one reader is refused: the other has the report, and gets it no second time" {
	echo 'refuse lezer@' >mode
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"mail: duinzicht, reader 1, 2026-11-19: RCPT failed: 554; it was not taken, the next run tries again"* ]]
	[ "$(mails | cut -d' ' -f2)" = tweede@duinzicht.example ]
	run send
	[ "$status" -eq 69 ]
	[ "$(taken)" -eq 1 ]
	echo fine >mode
	send
	[ "$(mails | cut -d' ' -f2 | paste -sd,)" = tweede@duinzicht.example,lezer@duinzicht.example ]
}

@test "a server that hangs up on one reader keeps the other from nothing" {
	echo 'drop lezer@' >mode
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"reader 1, 2026-11-19: "*"it was not taken, the next run tries again"* ]]
	[[ $output != *"reader 2"* ]]
	[ "$(mails | cut -d' ' -f2)" = tweede@duinzicht.example ]
}

@test "run daily again on the same morning: what failed is sent, and nothing else is new" {
	echo 'grey lezer@' >mode
	run luister run daily
	[ "$status" -eq 69 ]
	[ "$(grep -c 'reader' <<<"$output")" -eq 1 ]
	[[ $output == *"mail: duinzicht, reader 1, 2026-11-19: "*"451; it was not taken, the next run tries again"* ]]
	cp -r luister/reports before
	lines=$(wc -l <$ledger)
	echo fine >mode
	LUISTER_NOW=2026-11-20T06:30:00Z luister run daily
	[ "$(mails | cut -d' ' -f2 | paste -sd,)" = tweede@duinzicht.example,lezer@duinzicht.example ]
	[ "$(($(wc -l <$ledger) - lines))" -eq 2 ]      # sending, sent
	for day in 16 17 18 19; do
		jq 'del(.made)' before/duinzicht/2026-11-$day.json >was
		jq 'del(.made)' luister/reports/duinzicht/2026-11-$day.json | cmp - was
	done
	LUISTER_NOW=2026-11-20T07:30:00Z luister run daily
	[ "$(taken)" -eq 2 ]
}

@test "a server that is not there is asked once, and each reader is owed" {
	echo gone >mode
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"reader 1"*"reader 2"* || $output == *"reader 2"*"reader 1"* ]]
	[ "$(calls)" -eq 1 ]
	[ "$(states 3)" = '1 failed,1 sending,1 failed' ]
}

@test "no word after the message: it may have arrived, and is not sent again" {
	echo hangup >mode
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"whether it arrived is not known; it is not sent again"* ]]
	[ "$(states 3)" = '1 unknown,1 sending,1 unknown' ]
	echo fine >mode
	send
	[ "$(taken)" -eq 2 ]
}

@test "killed while it sent: the next run says so, and sends nothing to that reader" {
	send
	killed
	[ "$(states 2)" = '1 sent,1 sending' ]
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"reader 2"*"is not known"* ]]
	[ "$(states 2)" = '1 sending,1 unknown' ]
	[ "$(taken)" -eq 2 ]
	send
}

@test "a line of the ledger that a crash cut short is none, and spoils no other" {
	send
	printf 'duinzicht\t2026-11-19\t1\t-\tse' >>$ledger
	send
	[ "$(taken)" -eq 2 ]
	[ "$(tail -c 1 $ledger | wc -l)" -eq 1 ]
	! grep -q $'\tse$' $ledger || false
}

@test "a ledger of before each reader had lines: what was sent was sent to all" {
	printf 'duinzicht\t2026-11-19\t1\t%s\tsent\n' 0123456789abcdef >$ledger
	send
	[ "$(taken)" -eq 0 ]
	printf 'duinzicht\t2026-11-19\t1\t%s\tfailed\n' 0123456789abcdef >$ledger
	send
	[ "$(taken)" -eq 2 ]
}

@test "the ledger forgets with the reports" {
	echo 'retention: {report_days: 30}' >>luister/luister.yaml
	printf 'duinzicht\t2026-10-%s\t1\t0123456789abcdef\tsent\n' 20 21 >$ledger
	send
	[ "$(grep -c '^duinzicht.2026-10' $ledger)" -eq 1 ]
	grep -q 2026-10-21 $ledger
}

@test "a store by a path with a slash has the same ledger" {
	send
	send -d "$PWD/luister/store/"
	[ "$(taken)" -eq 2 ]
}

@test "figures that change make a new issue, and no second mail" {
	send
	late
	send --out pages --format json
	[ "$(jq .issue pages/duinzicht/2026-11-19.json)" -eq 2 ]
	[ "$(taken)" -eq 2 ]
	send --out pages --format json
	[ "$(jq .issue pages/duinzicht/2026-11-19.json)" -eq 2 ]
}

three='{address: elk@x.example, when: always}, {address: iets@x.example, when: not-empty}, {address: bijzonder@x.example, when: notable}'

@test "each reader has a when: always, not-empty, notable" {
	for each in duinzicht kuiper stil; do readers $each "$three"; done
	send
	got() { mails | grep "$1" | cut -d' ' -f2 | cut -d@ -f1 | paste -sd,; }
	[ "$(got Duinzicht)" = elk,iets,bijzonder ]     # missed dialogue
	[ "$(got Kuiper)" = elk,iets ]                  # a mention
	[ "$(got Stil)" = elk ]                         # a quiet day
	[ "$(grep -c skipped $ledger)" -eq 3 ]
	send
	[ "$(taken)" -eq 6 ]
}

@test "a day that a reader skipped is not mailed when late posts change it" {
	readers stil 'lezer@stil.example' not-empty
	send
	firm=stil late
	send --out pages --format json
	[ "$(jq -c '[.issue, .yesterday.mentions]' pages/stil/2026-11-19.json)" = '[2,1]' ]
	! mails | grep -q stil.example || false
}

@test "an incomplete day is mailed, and once more when the gap is closed, to who was promised it or wants it" {
	broken
	for each in duinzicht stil; do readers $each "$three"; done
	send
	got() { mails | grep "$1" | sed 's/^fine //; s/@x.example Dagrapport [A-Z][^,]*, donderdag 19 november 2026//' | paste -sd';'; }
	[ "$(got Duinzicht)" = 'elk;iets;bijzonder' ]
	[ "$(got Stil)" = 'elk;iets' ]
	tr -d '\r' <log | perl -0777 -pe 's/=\n//g' | grep -c 'volgt een verbeterd rapport met nummer 2026-11-19/2\.' >promises
	[ "$(cat promises)" -eq 10 ]                    # text and HTML
	# still open, and the figures change: another page, no mail, the promised number
	late
	LUISTER_NOW=2026-11-21T05:30:00Z send --out pages --format json
	[ "$(taken)" -eq 5 ]
	[ "$(jq -c '[.issue, .yesterday.mentions]' pages/duinzicht/2026-11-19.json)" = '[1,9]' ]
	mend 2026-11-21T05:07:00Z
	: >log
	LUISTER_NOW=2026-11-22T05:30:00Z send
	[ "$(got Duinzicht)" = 'elk, verbeterd rapport 2026-11-19/2;iets, verbeterd rapport 2026-11-19/2;bijzonder, verbeterd rapport 2026-11-19/2' ]
	[ "$(got Stil)" = 'elk, verbeterd rapport 2026-11-19/2;iets, verbeterd rapport 2026-11-19/2' ]
	# an answer to the first
	tr -d '\r' <log >mail
	[ "$(grep -c '^Message-ID: <stil\.2026-11-19\.2\.' mail)" -eq 2 ]
	reader=$(sed -n 's/^Message-ID: <stil\.2026-11-19\.2\.//p' mail | head -1)
	grep -qxF "In-Reply-To: <stil.2026-11-19.1.$reader" mail
	grep -qxF "References: <stil.2026-11-19.1.$reader" mail
	LUISTER_NOW=2026-11-22T05:30:00Z send
	[ "$(taken)" -eq 5 ]
	LUISTER_NOW=2026-11-23T05:30:00Z send
	[ "$(taken)" -eq 5 ]
}

@test "a day on which nobody listened is told to all, and its better report follows" {
	rm -r luister/store
	{ polled mastodon 2026-11-18T12:00:00Z true null; polled nieuws 2026-11-18T12:00:00Z true null; } >set
	{ cat set; end_line set; } | luister-store 2>stored
	readers duinzicht 'lezer@duinzicht.example' notable
	luister run daily
	[ "$(mails | grep -c ' 19 november')" -eq 1 ]
	tr -d '\r' <log | grep -q '^NIET GELUISTERD'
	mend 2026-11-21T05:07:00Z
	: >log
	LUISTER_NOW=2026-11-21T05:30:00Z luister run daily
	mails | grep -q ' donderdag 19 november 2026, verbeterd rapport 2026-11-19/2$'
}

@test "the better report comes also after a mail that nobody knows of, and a killed run" {
	broken
	echo hangup >mode
	run send
	[ "$status" -eq 69 ]
	killed
	echo fine >mode
	mend 2026-11-21T05:07:00Z
	: >log
	LUISTER_NOW=2026-11-22T05:30:00Z run send
	[ "$status" -eq 69 ]
	[[ $output == *"reader 2"*"is not known"* ]]
	[ "$(mails)" = "fine lezer@duinzicht.example Dagrapport Accountantskantoor Duinzicht, donderdag 19 november 2026, verbeterd rapport 2026-11-19/2" ]
	[ "$(states 1)" = '1 unknown' ]
	LUISTER_NOW=2026-11-23T05:30:00Z send
	[ "$(mails | cut -d' ' -f2 | paste -sd,)" = lezer@duinzicht.example,tweede@duinzicht.example ]
}

@test "run daily: a gap that closes after a week, and a mail that failed as long, are made again" {
	broken
	LUISTER_NOW=2026-11-20T05:30:00Z luister run daily
	[ "$(mails | grep -c 'donderdag 19 november 2026$')" -eq 2 ]
	for day in 21 23 25; do LUISTER_NOW=2026-11-${day}T05:30:00Z luister run daily; done
	[ "$(mails | grep -c ' 19 november')" -eq 2 ]
	mend 2026-11-27T05:07:00Z
	: >log
	echo gone >mode
	LUISTER_NOW=2026-11-27T05:30:00Z run luister run daily
	[ "$status" -eq 69 ]
	[ "$(taken)" -eq 0 ]
	echo fine >mode
	LUISTER_NOW=2026-12-02T05:30:00Z luister run daily
	[ "$(mails | grep -c 'donderdag 19 november 2026, verbeterd rapport 2026-11-19/2$')" -eq 2 ]
	[ "$(mails | grep -cE 'woensdag 25 november 2026|donderdag 26 november 2026')" -eq 4 ]
	[ "$(mails | sort | uniq -d | wc -l)" -eq 0 ]
	[ "$(jq -c '[.issue, .incomplete]' luister/reports/duinzicht/2026-11-19.json)" = '[2,false]' ]
	: >log
	LUISTER_NOW=2026-12-02T05:30:00Z luister run daily
	[ "$(taken)" -eq 0 ]
	# what nobody is owed is not made again
	[ ! -e luister/reports/duinzicht/2026-11-15.txt ]
}

@test "sendmail: the message on its standard input; when it fails the next run sends again" {
	readers duinzicht lezer@duinzicht.example
	sed -i "s#smtp: .*}#sendmail: $PWD/sendmail}#" luister/luister.yaml
	printf '#!/bin/sh\necho "$*" >%s/args\ncat > %s/got\nexit $(cat %s/code)\n' "$PWD" "$PWD" "$PWD" >sendmail
	chmod +x sendmail
	echo 75 >code
	run send
	[ "$status" -eq 69 ]
	[ "$(states 1)" = '1 failed' ]
	echo 0 >code
	send
	[ "$(cat args)" = '-i -t -f luister@huis.example' ]
	grep -q '^Subject: =?UTF-8?Q?Dagrapport' got
	grep -qx 'To: lezer@duinzicht.example' got
	! grep -q $'\r' got || false
	[ "$(states 1)" = '1 sent' ]
}

@test "nobody to send it from: 78" {
	sed -i '/^mail:/d' luister/luister.yaml
	run send
	[ "$status" -eq 78 ]
	[[ $output == *"luister.yaml: \`mail\` is missing"* ]]
}

@test "a password that cannot be read or that others may read: 77, and the server is not asked" {
	sed -i 's#}$#, user: luister, password_file: geheim}#' luister/luister.yaml
	run send
	[ "$status" -eq 77 ]
	[[ $output == *"cannot read the secret from ./luister/geheim"* ]]
	echo abc >luister/geheim
	chmod 644 luister/geheim
	run send
	[ "$status" -eq 77 ]
	[[ $output == *"chmod 600"* ]]
	# and a right one never leaves in clear
	chmod 600 luister/geheim
	run send
	[ "$status" -eq 69 ]
	[ "$(taken)" -eq 0 ]
	! grep -q abc log || false
}

@test "neither an address nor a line of a mail stands in what is said" {
	for mode in refuse busy hangup; do
		echo $mode >mode
		send 2>>err || true
	done
	[ "$(wc -l <err)" -ge 4 ]
	! grep -qE 'Portaal|Duinzicht alweer|@|lezer|tweede' err || false
}

@test "no report in clear to what is not this machine" {
	sed -i 's#smtp://127.0.0.1:#smtp://127.1:#' luister/luister.yaml
	run send
	[ "$status" -eq 69 ]
	[ "$(states 1)" = '1 failed' ]
	[ "$(taken)" -eq 0 ]
}

@test "an address that would make another header: 78, and nothing is sent" {
	sed -i 's/lezer@duinzicht.example/"lezer@duinzicht.example\\nBcc: x@y.nl"/' luister/firms.d/firms.yaml
	run send
	[ "$status" -eq 78 ]
	[[ $output == *"firms.yaml:1:"*"mail addresses"* ]]
	[ "$(taken)" -eq 0 ]
}

@test "sendmail that reads nothing fails, and kills nobody" {
	sed -i "s#smtp: .*}#sendmail: $PWD/deaf}#" luister/luister.yaml
	printf '#!/bin/sh\nexec <&-\nsleep 0.2\nexit 77\n' >deaf
	chmod +x deaf
	run send
	[ "$status" -eq 69 ]
	[ "$(states 1)" = '1 failed' ]
}

@test "sendmail that is killed may have taken it, and gets it no second time" {
	readers duinzicht lezer@duinzicht.example
	sed -i "s#smtp: .*}#sendmail: $PWD/killed}#" luister/luister.yaml
	printf '#!/bin/sh\ncat >>%s/got\nkill -9 $$\n' "$PWD" >killed
	chmod +x killed
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"ended with signal 9; whether it arrived is not known"* ]]
	send
	[ "$(grep -c '^Message-ID' got)" -eq 1 ]
}

@test "another run is at its mail: 75, and nothing is sent" {
	exec 9>luister/store.mail.lock
	flock 9
	run send 9>&-
	exec 9>&-
	[ "$status" -eq 75 ]
	[ "$(taken)" -eq 0 ]
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
	[ "$(taken)" -eq 2 ]
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
