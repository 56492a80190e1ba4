# A real WordPress with MariaDB on loopback: its feeds and its REST API.
load live

php_wp() { # php_wp 'CODE': runs in the site
	WP=$PWD/wp php -d display_errors=stderr -r '$_SERVER["HTTP_HOST"] = "127.0.0.1"; require getenv("WP")."/wp-load.php"; '"$1"
}

wp_config() {
	cat >wp/wp-config.php <<-END
	<?php
	define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
	define('DB_HOST', 'localhost:$PWD/db.sock'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
	define('WP_HOME', '$base'); define('WP_SITEURL', '$base'); define('DISABLE_WP_CRON', true);
	define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
	\$table_prefix = 'wp_';
	if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
	require_once ABSPATH . 'wp-settings.php';
	END
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	load live
	for need in /usr/share/wordpress/wp-load.php /usr/sbin/mariadbd /usr/bin/php; do
		[ -e "$need" ] || { missing "WordPress is not installed: tests/live/install fetches it"; return; }
	done
	export base=http://127.0.0.1:$(free_port)
	cp -rL /usr/share/wordpress wp 2>/dev/null
	mkdir -p wp/wp-content/themes wp/wp-content/plugins
	mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$PWD/db" --auth-root-authentication-method=normal \
		--skip-test-db >db.log 2>&1
	/usr/sbin/mariadbd --no-defaults --user="$(id -un)" --datadir="$PWD/db" --socket="$PWD/db.sock" --skip-networking \
		--skip-grant-tables --pid-file="$PWD/db.pid" >>db.log 2>&1 3>&- &
	echo $! >pids
	for _ in $(seq 100); do mariadb --socket="$PWD/db.sock" -e 'create database wp' 2>/dev/null && break; sleep 0.2; done
	wp_config
	WP=$PWD/wp php -r 'define("WP_INSTALLING", true); $_SERVER["HTTP_HOST"] = "127.0.0.1"; require getenv("WP")."/wp-load.php";
		require ABSPATH."wp-admin/includes/upgrade.php";
		wp_install("Ondernemersblog", "beheer", "b@example.nl", true, "", "geheim");
		update_option("permalink_structure", "/%postname%/"); update_option("comment_moderation", 0);
		update_option("comment_previously_approved", 0); flush_rewrite_rules();
		wp_delete_post(1, true);' >install.log 2>&1
	(cd wp && exec php -S "${base#http://}" -t .) >php.log 2>&1 3>&- &
	echo $! >>pids
	answers "$base/wp-json/"
	plant
	configure example.nl <<-END
	  - {id: feed, connector: feed, category: blog, url: "$base/feed/", local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: atom, connector: feed, category: blog, url: "$base/feed/atom/", local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: posts, connector: wordpress, category: blog, url: "$base", local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: comments, connector: wordpress, category: blog, url: "$base", what: comments, local: true, basis: test, terms_checked: 2026-11-01}
	END
	ingest
}

teardown_file() { xargs kill <"$BATS_FILE_TMPDIR/pids" 2>/dev/null || true; }
setup() { there; }

plant() { # three posts, of which two name the firm, and a comment that does
	php_wp '
		$at = fn($h) => ["post_date_gmt" => gmdate("Y-m-d H:i:s", time() - $h * 3600), "post_date" => gmdate("Y-m-d H:i:s", time() - $h * 3600), "post_status" => "publish"];
		$a = wp_insert_post(["post_title" => "Overgestapt", "post_content" => "<p>Wij stapten over naar Duinzicht Accountants &amp; zijn dik tevreden.</p>\n<p>Ze denken mee, bellen terug en leggen alles geduldig uit. Caf&eacute; erbij!</p>"] + $at(5));
		wp_insert_post(["post_title" => "Nooit meer", "post_content" => "<p>Een waardeloze ervaring met Duinzicht Accountants: drie keer gebeld, geen reactie, en dan een boete.</p>"] + $at(4));
		wp_insert_post(["post_title" => "Weer", "post_content" => "<p>Het regent al dagen in Haarlem.</p>"] + $at(3));
		wp_insert_comment(["comment_post_ID" => $a, "comment_author" => "Piet", "comment_content" => "Helpt Duinzicht Accountants ook starters?", "comment_date_gmt" => gmdate("Y-m-d H:i:s", time() - 7200), "comment_date" => gmdate("Y-m-d H:i:s", time() - 7200), "comment_approved" => 1]);
		echo $a;' >first
}

of() { jq -c "select(.type == \"post\" and .source == \"$1\")" "$2"; }

@test "WordPress: RSS, Atom and REST give the three posts, and REST the comment" {
	for source in feed atom posts; do [ "$(of $source f | wc -l)" -eq 3 ]; done
	[ "$(of comments f | wc -l)" -eq 1 ]
	for source in feed atom posts; do [ "$(of $source m | wc -l)" -eq 2 ]; done
	[ "$(of comments m | wc -l)" -eq 1 ]
}

@test "WordPress: HTML becomes text that reads, with its title first" {
	of posts m | jq -r 'select(.title == "Overgestapt") | .text' >text
	diff text - <<-END
	Overgestapt
	Wij stapten over naar Duinzicht Accountants & zijn dik tevreden.

	Ze denken mee, bellen terug en leggen alles geduldig uit. Café erbij!
	END
	of posts m | jq -er '.url | test("^http://127.0.0.1:[0-9]+/(overgestapt|nooit-meer)/$")'
	of feed m | jq -er '.published | test("^20[0-9-]{8}T[0-9:]{8}Z$")'
}

@test "WordPress: the comment answers its post" {
	of comments m | jq -e --arg p "wordpress:${base#http://}:$(cat first)" '.reply_to == $p and .thread == $p and .author_name == "Piet"'
}

@test "WordPress: tone, question, and one mention for a post that three sources give" {
	of posts s | jq -se 'map(.sentiment.label) | sort == ["neg", "pos"]'
	of comments s | jq -e '.intent == "question" and .needs_reply'
	# RSS and Atom give one id, REST another one with the same words: a copy
	for day in yesterday today; do luister-report --date $day --firm duinzicht --format json; done |
		jq -es '(map(.waterfall.copies) | add) == 2 and (map(.waterfall.mentions) | add) == 3'
}

@test "WordPress: a second run is 304 for the feeds and stores nothing new" {
	luister-db export | sort >before
	again
	jq -es 'any(.[]; .source == "feed" and .poll.status == 304 and .poll.ok)' f
	grep -q 'luister-store: 0 new, 0 changed' err
	luister-db export | sort | cmp - before
}

@test "WordPress: an edit changes the post, a page past the end is no failure" {
	php_wp 'wp_update_post(["ID" => '"$(cat first)"', "post_content" => "<p>Toch teleurgesteld in Duinzicht Accountants, de nota was schandalig hoog.</p>"]);'
	again
	grep -q ' 0 failed' err
	of posts s | jq -es 'any(.[]; .title == "Overgestapt" and .sentiment.label == "neg" and .published < .updated)'
	grep -Eq 'luister-store: 0 new, [1-9][0-9]* changed' err
	luister-db check
}

@test "WordPress: a question has its answer after four hours, and one that went to the bin is gone" {
	sed -i "s|accounts: .*|accounts: {wordpress: [\"duinzicht@${base#http://}\"]}|" conf/firms.d/duinzicht.yaml
	php_wp '
		$now = time();
		$comment = fn($name, $text, $h, $to) => wp_insert_comment(["comment_post_ID" => get_posts(["s" => "Haarlem"])[0]->ID, "comment_parent" => $to,
			"comment_author" => $name, "comment_content" => $text, "comment_date_gmt" => gmdate("Y-m-d H:i:s", $now - $h * 3600),
			"comment_date" => gmdate("Y-m-d H:i:s", $now - $h * 3600), "comment_approved" => 1]);
		$q = $comment("Saskia", "Weet iemand of Duinzicht Accountants ook op zaterdag open is?", 7, 0);
		$comment("duinzicht", "Ja, elke eerste zaterdag van de maand.", 3, $q);'
	again
	jq -es 'any(.[]; .type == "post" and .firms[0].role == "own")' s
	report '+1 day' | jq -e '.dialogue | .answered == 1 and .median_response_seconds == 14400'
	php_wp 'foreach (get_comments(["search" => "starters"]) as $c) wp_trash_comment($c->comment_ID);'
	again
	jq -r 'select(.type == "delete") | .id' f | grep -qxE "wordpress:${base#http://}:c[0-9]+"
	[ "$(jq -r 'select(.type == "delete") | .id' f | wc -l)" -eq 1 ]
	luister-db check
}
