# Who waits at a terminal sees how far the run is; cron's mail has one line.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p config/firms.d
	printf '{"id":"p:1","url":"https://a.example/1","published":"2026-11-19T08:00:00Z","author":"jan","text":"Duinzicht"}\n' > posts.ndjson
	cat > config/luister.yaml <<-END
	timezone: Europe/Amsterdam
	sources:
	  - {id: here, connector: file, category: message, path: "$PWD/posts.ndjson", basis: test, terms_checked: 2026-11-01}
	  - {id: nowhere, connector: file, category: message, path: "$PWD/none.ndjson", basis: test, terms_checked: 2026-11-01}
	END
	cat > config/firms.d/duinzicht.yaml <<-END
	id: duinzicht
	name: Duinzicht
	branch: accountancy
	purpose: test
	audience: klanten
	names: [Duinzicht]
	END
	export LUISTER_NOW=2026-11-20T12:00:00Z
}

@test "on a terminal each source has its row" {
	command -v script > /dev/null || skip "script is not installed"
	script -qec "luister-fetch -c config -d db > out" /dev/null > seen || true
	tr '\r' '\n' < seen | grep -Eq '^.{0,4}here +fine +1 posts'
	tr '\r' '\n' < seen | grep -Eq '^.{0,4}nowhere +FAILED +0 posts  .+'
	jq -es 'map(select(.type == "post")) | length == 1' out
}

@test "elsewhere there is no row, only what went wrong and the sum" {
	luister-fetch -c config -d db > out 2> err || true
	[ "$(wc -l < err)" -le 2 ]
	! grep -q 'posts so far\|FAILED' err || false
	grep -q '^luister-fetch: 2 sources, 1 failed' err
}
