# A real MediaWiki on SQLite: changed pages, words, a page's history, paging by the merged `continue`, deletion.
load live

wiki=/usr/share/mediawiki

edit() { php "$wiki/maintenance/edit.php" --user "$1" --summary "$3" "$2" >/dev/null 2>&1; } # edit USER PAGE SUMMARY <text

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	load live
	for need in "$wiki/api.php" /usr/bin/php; do
		[ -e "$need" ] || { missing "MediaWiki is not installed: tests/live/install fetches it"; return; }
	done
	php -m | grep -q '^pdo_sqlite$' || { missing "php-sqlite3 is not installed: tests/live/install fetches it"; return; }
	export base=http://127.0.0.1:$(free_port)
	mkdir settings
	MW_CONFIG_FILE=$PWD/settings/none.php php "$wiki/maintenance/install.php" --confpath "$PWD/settings" --dbtype sqlite \
		--dbpath "$PWD/data" --pass geheim12345678 --server "$base" --scriptpath "" Ondernemerswiki beheer >install.log 2>&1
	export MW_CONFIG_FILE=$PWD/settings/LocalSettings.php
	(cd "$wiki" && exec php -S "${base#http://}" -t .) >php.log 2>&1 3>&- &
	echo $! >pids
	answers "$base/api.php"
	mkdir many
	for n in $(seq 60); do echo "Bericht $n over [[Duinzicht|Duinzicht Accountants]]." >"many/Overleg $n.txt"; done
	php "$wiki/maintenance/importTextFiles.php" --rc -p 'Talk:' many/*.txt >import.log 2>&1
	echo "Wie kent '''Duinzicht Accountants'''? Ik zoek een [https://example.nl goede] accountant.{{Sjabloon}}" | edit Jan Talk:Accountants vraag
	configure example.nl <<-END
	  - {id: changes, connector: mediawiki, category: forum, url: "$base", local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: words, connector: mediawiki, category: forum, url: "$base", search: "goede accountant", namespace: "1", local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: history, connector: mediawiki, category: forum, url: "$base", page: "Talk:Accountants", content: true, local: true, basis: test, terms_checked: 2026-11-01}
	END
	ingest
}

teardown_file() { xargs kill <"$BATS_FILE_TMPDIR/pids" 2>/dev/null || true; }
setup() {
	there
	export MW_CONFIG_FILE=$PWD/settings/LocalSettings.php
}

of() { jq -c --arg s "$1" 'select(.type == "post" and .source == $s)' "$2"; }

# `words`: SQLite as PHP has it may be without full text search, so that nothing is found; it must be asked well.
@test "MediaWiki: more pages than one answer holds come through the merged continue, each once" {
	grep -q ' 0 failed' err
	[ "$(of changes f | jq -r .id | sort -u | wc -l)" -eq 61 ]
	[ "$(of changes f | wc -l)" -eq 61 ]
}

@test "MediaWiki: wikitext reads as text, and names its page, author and time" {
	of changes m | jq -es 'any(.[]; .title == "Talk:Accountants" and .author == "Jan" and (.text | contains("Wie kent Duinzicht Accountants? Ik zoek een goede accountant.")))'
	of changes s | jq -es 'any(.[]; .title == "Talk:Accountants" and .intent == "question" and .needs_reply)'
}

@test "MediaWiki: the history of a page is a post for each revision, one answering the other" {
	echo "Ik ken ze: Duinzicht Accountants is traag en duur." | edit Piet Talk:Accountants antwoord
	again
	grep -q ' 0 failed' err
	of history f | jq -es 'map(.author) | sort == ["Jan", "Piet"] or . == ["Piet"]'
	of history f | jq -es 'any(.[]; .author == "Piet" and .reply_to != null and (.thread | startswith("mediawiki:127.0.0.1")))'
	of changes s | jq -es 'any(.[]; .title == "Talk:Accountants" and .author == "Piet" and .sentiment.label == "neg")'
}

@test "MediaWiki: an error with status 200 fails its source and no other" {
	sed -i 's/^  - {id: words, .*/  - {id: words, connector: mediawiki, category: forum, url: "'"${base//\//\\/}"'", search: "x", sort: "nonsense", local: true, basis: test, terms_checked: 2026-11-01}/' conf/luister.yaml
	again || true
	grep -q ' 1 failed' err
	jq -es 'any(.[]; .type == "state" and .source == "words" and .poll.ok == false and (.poll.error | contains("badvalue")))' f
	jq -es 'any(.[]; .type == "state" and .source == "changes" and .poll.ok)' f
}
