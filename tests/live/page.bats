# The report's HTML in a real browser: axe-core finds nothing in light or dark, and the page asks for nothing.
load live

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	axe=$live_cache/axe/node_modules/axe-core/axe.min.js
	command -v chromium >/dev/null || skip "chromium is not installed: tests/live/install fetches it"
	[ -e "$axe" ] || skip "axe-core is not installed: tests/live/install fetches it"
	unset LUISTER_CONFIG
	source "$LUISTER_SRC/tests/stage/report.bash"
	configure
	fill
	report --firm duinzicht --format html >page.html
	report --firm stil --format html --lang en >quiet.html
}

# The index pages of half a year, in a folder of their own.
site() {
	mkdir site && cd site || return 1
	source "$LUISTER_SRC/tests/stage/site.bash"
	many
	report --all --format html --out out
	cp out/index.html root.html
	cp out/branch-accountancy.html branch.html
	cp out/duinzicht/index.html firm.html
	cp out/stil/index.html still.html
	report --all --format html --out english --lang en
	cp english/duinzicht/index.html english.html
}

browse() { timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$PWD/profile" "$@" 2>err; }

# judged PAGE [OPTION...]: what axe-core finds
judged() {
	local page=$1
	shift
	{
		sed 's#</body></html>##' "$page"
		echo '<script>'
		cat "$axe"
		echo '</script><script>axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).then(r =>'
		echo '{ document.documentElement.innerHTML = "<pre>AXE" + JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])) + "DONE</pre>" })</script></body></html>'
	} >judged.html
	browse --virtual-time-budget=10000 "$@" --dump-dom "file://$PWD/judged.html" | grep -o 'AXE.*DONE'
}

@test "axe-core: no finding, in light and in dark, on a full and on a quiet day" {
	for page in page.html quiet.html; do
		[ "$(judged $page)" = 'AXE[]DONE' ]
		[ "$(judged $page --blink-settings=preferredColorScheme=0)" = 'AXE[]DONE' ]
	done
}

@test "axe-core: no finding on the index pages, tables open or closed, in light and in dark, on a phone" {
	site
	sed 's/<details>/<details open>/g' firm.html >open.html
	for page in root.html branch.html firm.html still.html english.html open.html; do
		[ "$(judged $page)" = 'AXE[]DONE' ]
		[ "$(judged $page --blink-settings=preferredColorScheme=0 --window-size=390,800)" = 'AXE[]DONE' ]
	done
}

@test "no index page is wider than a phone, nor asks for anything" {
	site
	port=$(free_port)
	for page in root.html branch.html firm.html; do
		sed 's#</body></html>##' $page >wide.html
		echo '<script>document.title = "WIDE" + document.documentElement.scrollWidth + "OF" + document.documentElement.clientWidth</script></body></html>' >>wide.html
		browse --window-size=500,900 --dump-dom "file://$PWD/wide.html" >dom
		grep -oE 'WIDE[0-9]+OF[0-9]+' dom | head -1 >measured
		grep -qE '^WIDE([0-9]+)OF\1$' measured
		browse --proxy-server="http://127.0.0.1:$port" --log-net-log="$PWD/net.json" --dump-dom "file://$PWD/$page" >dom
		grep -q '<h1>' dom
		! grep -qE '"url":"https?://(vb\.example|[^"]*\.example)' net.json || false
		! grep -qE '<script|(src|href)="?(https?:)?//' $page || false
	done
}

@test "the judge finds what is wrong: a picture without words" {
	sed -i 's#<main>#<main><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">#' page.html
	judged page.html | grep -q image-alt
}

@test "no request leaves the page" {
	port=$(free_port)
	browse --proxy-server="http://127.0.0.1:$port" --log-net-log="$PWD/net.json" --dump-dom "file://$PWD/page.html" >dom
	grep -q '<h1>' dom
	! grep -qE '"url":"https?://(vb\.example|[^"]*\.example)' net.json || false
}
