# live.bash: what the tests on real servers share: a configuration, and the pipe.
load ../stage/served

live_cache=${XDG_CACHE_HOME:-$HOME/.cache}/luister-live

free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'; }
answers() { for _ in $(seq 100); do curl -fs -o /dev/null --max-time 2 "$1" && return; sleep 0.1; done; return 1; }

# setup_file says what is missing, and each test's setup skips it: this bats takes a skip in setup_file for a failure.
missing() { echo "$1" >"$BATS_FILE_TMPDIR/missing"; }
there() {
	cd "$BATS_FILE_TMPDIR" || return 1
	[ ! -e missing ] || skip "$(cat missing)"
}

configure() { # the sources come on stdin
	mkdir -p conf/firms.d
	{ echo 'sources:'; cat; } >conf/luister.yaml
	duinzicht "accounts: {mastodon: [\"duinzicht@$1\"]}"
	export LUISTER_CONFIG=$PWD/conf LUISTER_HTTP_SPACING_MS=0
	unset LUISTER_NOW
}

# Keeps every stage's stream in a file, so that jq can look at each.
ingest() {
	luister-fetch "$@" >f 2>err && luister-match <f >m 2>>err && luister-score <m >s 2>>err && luister-store <s 2>>err
}
all_sources() { sed -n 's/^  - {id: \([a-z-]*\),.*/--source \1/p' conf/luister.yaml; }
again() { ingest $(all_sources); }              # asked by name a source is always due
kept() { jq -r "select(.type == \"post\" and (.text | contains(\"$1\"))) | $2" s; }
report() { luister-report --date today --firm duinzicht --format json --now "$(date -u -d "${1:-now}" +%FT%TZ)"; }
