# luister itself: what the administrator types first, and what cron calls.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export LUISTER_NOW=2026-11-20T06:30:00Z LUISTER_HTTP_SPACING_MS=0
	unset LUISTER_CONFIG
}

begun() { luister -c conf init > /dev/null; export LUISTER_CONFIG=$PWD/conf; }

# A folder with luister and stages that end as they are told: fake NAME 'SHELL'
fake() {
	mkdir -p bin
	cp "$(command -v luister)" bin/
	for s in fetch match score store report db; do
		[ -e "bin/luister-$s" ] || printf '#!/bin/sh\ncat > /dev/null\n' > "bin/luister-$s"
	done
	printf '#!/bin/sh\n%s\n' "$2" > "bin/luister-$1"
	chmod +x bin/*
}

@test "init writes a configuration that works at once" {
	run luister -c conf init
	[ "$status" -eq 0 ]
	[ "$(stat -c %a conf/luister.yaml)" = 600 ]
	luister -c conf check
	luister -c conf run ingest
	luister -c conf run daily
	grep -q '2 vermeldingen' conf/reports/duinzicht/2026-11-19.txt
}

@test "init overwrites nothing, whichever file is there" {
	begun
	echo mine > conf/luister.yaml
	run luister -c conf init
	[ "$status" -eq 73 ]
	[ "$(cat conf/luister.yaml)" = mine ]
	rm conf/luister.yaml conf/voorbeeld.rss
	run luister -c conf init
	[ "$status" -eq 73 ]
	[[ "$output" == *duinzicht.yaml* ]]
	[ ! -e conf/luister.yaml ]
}

@test "init --notice says purpose, sources, days and rights" {
	begun
	run luister init --notice
	[ "$status" -eq 0 ]
	[[ "$output" == *"weten wat klanten vragen"* && "$output" == *"tekst 10 dagen"* && "$output" == *"voorbeeld (file)"* ]]
}

@test "check: a wrong key has its file, line and nearest neighbour" {
	begun
	sed -i 's/^timezone:/timezoen:/' conf/luister.yaml
	run luister check
	[ "$status" -eq 78 ]
	[[ "$output" == *"conf/luister.yaml:4:1: unknown key \"timezoen\"; the nearest known one is \"timezone\""* ]]
}

@test "check: a connector that is not there, and one that does not compile, also when its source is not due" {
	begun
	luister run ingest
	sed -i 's/connector: file/connector: fille/' conf/luister.yaml
	run luister check
	[ "$status" -eq 78 ]
	[[ "$output" == *fille* && "$output" == *"connectors WRONG"* ]]
	mkdir -p data/pipelines/connectors
	ln -s "$LUISTER_SRC/lexicons" data/lexicons
	printf 'def request: {url: "x"};\ndef posts: .body[ ;\n' > data/pipelines/connectors/fille.jq
	LUISTER_DATA=$PWD/data run luister check
	[ "$status" -eq 78 ]
	[[ "$output" == *"fille.jq"*"line 2"* ]]
}

@test "check: a lexicon of your own is the one that is looked at and used" {
	begun
	cp -r "$LUISTER_SRC/lexicons/nl" conf/words
	sed -i 's|^# lexicon: .*|lexicon: words|' conf/luister.yaml
	luister check
	printf 'fijn\tadj\n' >> conf/words/adjectives.tsv
	run luister check
	[ "$status" -ne 0 ]
	[[ "$output" == *"adjectives.tsv:"* && "$output" == *"lexicon    WRONG"* ]]
	run luister run ingest
	[ "$status" -eq 78 ]
}

@test "check: a secret that others may read is 77, and its path is seen from the configuration" {
	begun
	sed -i 's/^    terms_checked: 2026-01-01$/&\n    secret: {file: token}/' conf/luister.yaml
	run luister check
	[ "$status" -eq 77 ]
	(umask 077; echo s3sam > conf/token)
	luister check
	chmod 644 conf/token
	run luister check
	[ "$status" -eq 77 ]
	[[ "$output" == *"chmod 600"* && "$output" != *s3sam* ]]
}

@test "check: mail as init shows it is right, and its readers and password are looked at" {
	begun
	luister check >said
	! grep -q '^mail' said || false
	sed -i 's/^# mail: {/mail: {/' conf/firms.d/duinzicht.yaml
	luister check >said
	grep -qx 'mail       none: 2 readers, but luister.yaml has no `mail`' said
	sed -i '/^# mail:/,/password_file/ s/^# //' conf/luister.yaml
	run luister check
	[ "$status" -eq 77 ]
	[[ "$output" == *"conf/luister.yaml: mail: cannot read the secret from "*"conf/mail.password"* ]]
	(umask 077; echo s3sam > conf/mail.password)
	luister check >said
	grep -qx 'mail       fine: 2 readers' said
}

@test "check --online: a row for each source" {
	begun
	run luister check --online
	[ "$status" -eq 0 ]
	[[ "$output" == *"voorbeeld"*"file"*"fine"*" 2 "* ]]
	mv conf/voorbeeld.rss away
	run luister check --online
	[ "$status" -eq 69 ]
	[[ "$output" == *"voorbeeld"*"WRONG"*"No such file"* ]]
}

@test "check --online: each source has its row, also after one that fails, and what is rejected is counted with its reason" {
	begun
	cat > conf/luister.yaml <<-END
	timezone: Europe/Amsterdam
	sources:
	  - {id: gone, connector: file, category: blog, basis: x, terms_checked: 2026-11-01, path: nowhere.xml}
	  - {id: table, connector: file, category: blog, basis: x, terms_checked: 2026-11-01, path: t.csv}
	  - {id: feed, connector: file, category: blog, basis: x, terms_checked: 2026-11-01, path: f.rss}
	END
	printf 'id,text,published\n1,een,2026-11-18T08:00:00Z\n2,twee,\n3,drie,\n' > conf/t.csv
	printf '<rss><channel><item><guid>1</guid><title>Een</title></item></channel></rss>' > conf/f.rss
	run luister check --online
	[ "$status" -eq 69 ]
	grep -E '^gone +file +WRONG +0 .*No such file' <<< "$output"
	grep -E '^table +file +fine +1  2026-11-18T08:00:00Z +[0-9]+ ms  2 rejected: no time$' <<< "$output"
	# the newest of posts that tell no time is not known
	grep -E '^feed +file +fine +1  - +[0-9]+ ms  $' <<< "$output"
}

@test "check: a search that logs in first is right when its secret is there, and its secret is not said" {
	begun
	cat > conf/luister.yaml <<-END
	timezone: Europe/Amsterdam
	sources:
	  - {id: b, connector: bluesky, category: message, basis: x, terms_checked: 2026-11-01, query: x, secret: {file: token}}
	  - {id: y, connector: youtube, category: media, basis: x, terms_checked: 2026-11-01, query: x, secret: {file: token}}
	END
	(umask 077; echo 'jan.example:s3/s+am' > conf/token)
	luister check
	luister-fetch -d nowhere --dry-run > out 2> err
	[ ! -s out ]
	grep -qx 'b: POST https://bsky.social/xrpc/com.atproto.server.createSession' err
	grep -qx 'b: GET https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=x&sort=latest&limit=100' err
	grep -q '^y: GET .*search?.*q=x (and the secret)$' err
	! grep -qE 's3|am$' err || false
	rm conf/token
	run luister-fetch -d nowhere --dry-run
	[ "$status" -eq 77 ]
}

@test "run ingest: the lock is held: 75, and nothing is asked" {
	begun
	mkdir -p conf/store
	exec 9> conf/store/ingest.lock
	flock 9
	run luister run ingest 9>&-
	[ "$status" -eq 75 ]
	exec 9>&-
	luister run ingest
}

@test "run ingest: one line says how each stage ended" {
	begun
	luister run ingest 2> err
	[ "$(grep -c '^luister: ' err)" -eq 1 ]
	grep -q 'ingest: fetch 0, match 0, score 0, store 0: fine' err
}

@test "run ingest: the cause is the first stage that failed of itself" {
	begun
	fake score 'exit 78'
	fake store 'cat > /dev/null; exit 75'
	run bin/luister run ingest
	[ "$status" -eq 78 ]
	[[ "$output" == *"luister-score ended with 78"* ]]
	fake score 'cat > /dev/null; kill -9 $$'
	run bin/luister run ingest
	[ "$status" -eq 75 ]
	fake score 'cat > /dev/null; kill -SEGV $$'
	run bin/luister run ingest
	[ "$status" -eq 70 ]
	fake score 'cat > /dev/null'
	fake fetch 'exit 69'
	run bin/luister run ingest
	[ "$status" -eq 69 ]
}

@test "run ingest: no sources or no firms is a matter of configuration" {
	begun
	rm conf/firms.d/duinzicht.yaml
	run luister run ingest
	[ "$status" -eq 78 ]
	[[ "$output" == *firms* ]]
}

@test "run ingest --backfill: an unknown firm is 64, a known one walks back" {
	begun
	run luister run ingest --backfill kuiper
	[ "$status" -eq 64 ]
	luister run ingest
	luister run ingest --backfill duinzicht 2> err
	grep -q '2 same' err
}

@test "run daily: writes whole private files, and again is no trouble" {
	begun
	luister run ingest
	luister run daily
	cp -r conf/reports before
	luister run daily
	# the first run did not know the days after a day
	diff -r -I "^<nav>" before conf/reports
	[ "$(find conf/reports -type f -perm /077 | wc -l)" -eq 0 ]
	[ "$(find conf/reports -name '2026-11-19.*' | wc -l)" -eq 3 ]
}

@test "a stage by its short name, also behind the common options" {
	begun
	run luister -c conf report --date 2026-11-19 --firm duinzicht
	[ "$status" -eq 66 ]
	run luister lexicon expand klacht
	[ "$status" -eq 0 ]
	[[ "$output" == *klachten* ]]
	run luister nonsense
	[ "$status" -eq 64 ]
	run luister
	[ "$status" -eq 64 ]
}

@test "check --online: a page of each listing is enough" {
	begun
	: > log
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	printf 'timezone: Europe/Amsterdam\nsources:\n  - {id: m, connector: mastodon, category: message, basis: x, %s,\n' \
		'terms_checked: 2026-11-01, local: true' > conf/luister.yaml
	printf '     instances: ["http://127.0.0.1:%s", "http://localhost:%s"], tag: endless}\n' "$(cat port)" "$(cat port)" >> conf/luister.yaml
	LUISTER_HTTP_SPACING_MS=0 run luister check --online
	kill "$server"
	[ "$status" -eq 0 ]
	grep -E '^m +mastodon +fine +4 ' <<< "$output"
	[ "$(wc -l < log)" -eq 2 ]
}
