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
