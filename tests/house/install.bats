#!/usr/bin/env bats
# `cmake --install`: everything that a user needs is put in its place, and is found there when the whole is moved.

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	export root=$BATS_FILE_TMPDIR/root prefix=$BATS_FILE_TMPDIR/root/opt/luister
	DESTDIR=$root cmake --install "$LUISTER_BUILD" --prefix /opt/luister >install.log 2>&1
}

setup() { cd "$BATS_TEST_TMPDIR"; }

# As its user runs it: no variable of ours, nothing of the build on PATH, HOME elsewhere.
alone() { env -i PATH=/usr/bin:/bin HOME="$PWD" LUISTER_NOW=2026-11-20T12:00:00Z "$@"; }

same_names() { # same_names DIR PATTERN DIR2: DIR2 holds every file of DIR with that name, byte for byte
	local f n=0
	for f in "$1"/$2; do
		cmp "$f" "$3/$(basename "$f")"
		n=$((n + 1))
	done
	[ "$n" -ge 1 ]
}

@test "programs, man pages, lexicons and connectors are in their places" {
	find "$LUISTER_BUILD" -maxdepth 1 -type f -perm -u+x -name 'luister*' -printf '%f\n' | sort >built
	[ "$(wc -l <built)" -ge 8 ]
	find "$prefix/bin" -type f -perm -u+x -printf '%f\n' | sort | diff built -
	for section in 1 5 7; do
		same_names "$LUISTER_SRC/src/cmd" "*.$section" "$prefix/share/man/man$section"
	done
	same_names "$LUISTER_SRC/lexicons/nl" '*.tsv' "$prefix/share/luister/lexicons/nl"
	same_names "$LUISTER_SRC/pipelines/connectors" '*.jq' "$prefix/share/luister/pipelines/connectors"
	[ -f "$prefix/share/doc/luister/README.md" ]
}

@test "nothing is put outside the prefix, and nothing of the sources or tests" {
	[ -z "$(find "$root" -type f -not -path "$prefix/*")" ]
	[ -z "$(find "$root" -name '*.[cho]' -o -name '*.bats' -o -name '*.a' -o -name '*.in')" ]
	[ -z "$(find "$root" -perm /022 -not -type l)" ]
}

@test "each program says its version and its help" {
	for p in "$prefix"/bin/*; do
		alone "$p" --version | grep -qE "^$(basename "$p") [0-9]+\.[0-9]+\.[0-9]+$"
		alone "$p" --help | grep -q "^usage: $(basename "$p")"
	done
}

post='{"type":"post","v":1,"id":"m:1","source":"s","platform":"m","category":"news","url":"https://x.example/1","published":"2026-11-19T08:12:00Z","lang":"nl","text":"Wat een kwibbelachtig kantoor is dat, zeggen wij hier vandaag."}'
end='{"type":"end","v":1,"stages":[{"stage":"test","made":1,"in":0,"out":1,"dropped":0,"rejected":0}]}'
score() { printf '%s\n' "$post" "$end" | alone "$@" "$prefix/bin/luister-score" 2>err | head -1 | jq -r .sentiment.label; }

@test "luister-score reads the installed lexicon, not the one of the sources" {
	[ "$(score)" != pos ]
	lexicon=$prefix/share/luister/lexicons/nl/adjectives.tsv
	cp "$lexicon" kept
	printf 'kwibbelachtig\tadj\t~\t0.9\t0.9\t1\t-\t-\n' >>"$lexicon"
	label=$(score)
	cp kept "$lexicon"
	[ "$label" = pos ]
	[ "$(score)" != pos ]
	# and LUISTER_DATA still goes before it
	cp -r "$prefix/share/luister" data
	printf 'kwibbelachtig\tadj\t~\t0.9\t0.9\t1\t-\t-\n' >>data/lexicons/nl/adjectives.tsv
	[ "$(score LUISTER_DATA="$PWD/data")" = pos ]
}

@test "luister-fetch reads the installed connectors, not those of the sources" {
	mkdir -p luister/firms.d
	echo '{id: duinzicht, name: Duinzicht, branch: accountancy, purpose: x, audience: klanten, names: [Duinzicht]}' >luister/firms.d/a.yaml
	cat >luister/luister.yaml <<-'YAML'
	sources:
	  - {id: proef, connector: kwibbel, category: news, path: post.ndjson, every: 1h, basis: x, terms_checked: 2026-11-01}
	YAML
	echo '{"id":"https://x.example/1","text":"Duinzicht is open","published":"2026-11-19T08:12:00Z"}' >luister/post.ndjson
	run alone "$prefix/bin/luister-fetch" --dry-run
	[ "$status" -eq 78 ]
	cp "$prefix/share/luister/pipelines/connectors/file.jq" "$prefix/share/luister/pipelines/connectors/kwibbel.jq"
	alone "$prefix/bin/luister-fetch" --dry-run
	rm "$prefix/share/luister/pipelines/connectors/kwibbel.jq"
	sed -i 's/kwibbel/file/' luister/luister.yaml
	alone "$prefix/bin/luister-fetch" >out 2>err
	[ "$(jq -r 'select(.type=="post")|.text' out)" = "Duinzicht is open" ]
}

@test "from nothing to a report, with the installed programs alone" {
	alone "$prefix/bin/luister" -c luister init
	alone "$prefix/bin/luister" check
	alone "$prefix/bin/luister" run ingest
	alone "$prefix/bin/luister" run daily
	alone "$prefix/bin/luister" report --date yesterday --firm duinzicht --format json | jq -e '.yesterday.mentions >= 1'
	[ -s luister/reports/duinzicht/2026-11-19.txt ]
}

@test "the whole may be moved" {
	mv "$prefix" elsewhere
	prefix_before=$prefix
	prefix=$PWD/elsewhere
	label=$(score)
	status=0
	{ alone "$prefix/bin/luister" -c luister init && alone "$prefix/bin/luister" check; } || status=$?
	mv elsewhere "$prefix_before"
	[ -n "$label" ] && [ "$label" != null ]
	[ "$status" -eq 0 ]
}
