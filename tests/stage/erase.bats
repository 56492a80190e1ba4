# luister-db access and erase: all that is held of a person, in the store and beside it, is shown, and goes.
load report

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	configure
	fill
	{
		said 91 2026-11-19T11:00:00Z mastodon message mention neg -0.3 service complaint true "@A1 dat klopt, zie https://vb.example/1 en https://vb.example/12 over Duinzicht"
		firm=stil said 92 2026-11-17T11:00:00Z mastodon message mention neu 0 service none false "Dank a1@vb.example en @a12, groet van Stil"
	} >more
	{ cat more; end_line more; } | luister-store 2>stored
	for day in 18 20; do LUISTER_NOW=2026-11-${day}T05:30:00Z luister run daily 2>/dev/null; done
	luister-db backup kopie
}

held() { # what a reader of all files finds of the person; the backup is another matter
	find luister -type f -not -name '*.key' -exec strings -n 2 {} + | grep -E "$1"
}
mine='[@ ]a1([^0-9a-z]|$)|a1@vb|vb\.example/1([^0-9]|$)|alweer onbereikbaar'

@test "access: posts with all that is kept of each, texts of others with the name, pages of reports" {
	luister-db access --author @a1@VB.example >all
	[ "$(jq -c 'select(.post) | [.url, .id, .firms[0].polarity, .first_seen, .needs_reply, (.author | length)]' all)" = \
		'["https://vb.example/1","https://vb.example/1",-0.62,"2026-11-20T05:30:00Z",true,16]' ]
	[ "$(jq -r '.named_in // empty' all | wc -l)" -eq 2 ]
	jq -r '.report // empty' all | sed 's/.*reports/reports/' >pages
	grep -qx reports/duinzicht/2026-11-19.html pages
	grep -qx reports/stil/2026-11-18.json pages
	! grep -q -e kuiper -e stil/2026-11-16 -e duinzicht/2026-11-18 -e index pages || false
	luister-db access --author niemand@vb.example >none
	[ ! -s none ]
}

@test "erase: no file of the house holds author, handle, address or words; counts stay" {
	held "$mine" >before
	[ "$(wc -l <before)" -gt 10 ]
	luister-db erase --author a1@vb.example >out
	run held "$mine"
	[ -z "$output" ]
	# others' names, addresses and pages stay
	held 'a12' >kept
	held 'vb\.example/12' >kept
	[ -s luister/reports/kuiper/2026-11-19.html ]
	[ -s luister/reports/stil/2026-11-16.html ]
	grep -q '^erased 1 posts, took the name out of 2 texts of others$' out
	grep -qE '^removed 12 pages of reports that may show them; `luister-report --date DAY --all --format text,html,json --out .*reports` makes' out
	luister-report --date 2026-11-19 --all --format json --out luister/reports
	[ "$(jq -c '[.issue, .yesterday.mentions]' luister/reports/duinzicht/2026-11-19.json)" = '[2,9]' ]
	run held "$mine"
	[ -z "$output" ]
}

@test "erase: known backups are named until they are gone" {
	luister-db erase --author a1@vb.example >out
	grep -q "^not erased: the backup $PWD/kopie; erase there too, with -d and --key, or remove it$" out
	luister-db -d kopie --key luister/store.key erase --author a1@vb.example
	! find kopie -type f -exec strings -n 2 {} + | grep -qE "$mine" || false
	rm -r kopie
	luister-db erase --author a1@vb.example >out
	! grep -q 'backup' out || false
}
