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

browse() {
	timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --allow-file-access-from-files \
		--user-data-dir="$PWD/profile" "$@" 2>err
}

# framed PAGE SCRIPT [OPTION...]: what the script says with said(TEXT) of the page, a line each, in a frame as wide as
# a desk and in one as wide as a phone (a window is never under 500).
framed() {
	local page=$1
	{
		sed 's#</body></html>##' "$page"
		echo '<script>function said(text) { parent.postMessage("SAID" + innerWidth + text + "DONE", "*") }</script>'
		echo "$2</body></html>"
	} >inner.html
	cat >outer.html <<-'END'
	<!DOCTYPE html><title>frame</title><pre></pre>
	<script>addEventListener("message", e => document.querySelector("pre").append(e.data + "\n"))</script>
	<iframe src="inner.html" style="border:0;width:1100px;height:800px"></iframe>
	<iframe src="inner.html" style="border:0;width:360px;height:800px"></iframe>
	END
	shift 2
	browse --virtual-time-budget=10000 --window-size=1200,900 "$@" --dump-dom "file://$PWD/outer.html" \
		| grep -o 'SAID.*DONE' | sort
}

# judged PAGE [OPTION...]: how far it is wider than its frame, and what axe-core finds
judged() {
	local page=$1
	shift
	framed "$page" "<script>$(cat "$axe")</script><script>
		const html = document.documentElement, wide = html.scrollWidth - html.clientWidth
		axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }).then(r =>
			said(JSON.stringify([wide, ...r.violations.map(v => [v.id, v.nodes[0].html])])))
		</script>" "$@"
}

# fine PAGE...: nothing is found, in light and in dark
fine() {
	local page scheme
	for page; do
		for scheme in 1 0; do
			judged "$page" --blink-settings=preferredColorScheme=$scheme >found
			cat found
			[ "$(tr '\n' ' ' <found)" = 'SAID1100[0]DONE SAID360[0]DONE ' ] || return 1
		done
	done
}

# silent PAGE: it asks for nothing
silent() {
	local port
	port=$(free_port)
	browse --proxy-server="http://127.0.0.1:$port" --log-net-log="$PWD/net.json" --dump-dom "file://$PWD/$1" >dom
	grep -q '<h1>' dom
	! grep -qE '"url":"https?://([^"/]*\.)?example' net.json || false
	! grep -qE '(src|srcset|background|action)="?(https?:)?//|<(script|link|img|iframe|object|embed|form)\b' "$1" || false
}

@test "axe-core: no finding and nothing too wide, on a full, a hostile and a quiet day" {
	cp "$LUISTER_SRC/tests/flow/golden/2026-11-12-boskamp.html" hostile.html
	fine page.html quiet.html hostile.html
}

@test "axe-core: no finding and nothing too wide on the index pages, tables open or closed" {
	site
	sed 's/<details>/<details open>/g' firm.html >open.html
	fine root.html branch.html open.html still.html
}

@test "no index page asks for anything" {
	site
	for page in root.html branch.html firm.html; do silent $page; done
}

@test "the judge finds what is wrong: a picture without words, a line that is too wide" {
	sed 's#<main>#<main><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">#' page.html >bad.html
	judged bad.html | grep -q image-alt
	sed 's#<main>#<main><p style="width:400px">x</p>#' page.html >bad.html
	judged bad.html | grep -Eq 'SAID360\[[1-9]'
}

# What a stranger got into the page: scripts that ran, links that are none, handlers, elements, signs.
inside='<script>
	for (const e of document.querySelectorAll("main *")) {
		for (const kind of ["mouseover", "focus", "error", "load"]) e.dispatchEvent(new Event(kind))
		if (e.tagName == "A" && !/^https?:/.test(e.href) && !/^[a-z0-9-]+\.html$/.test(e.getAttribute("href")))
			wrong.push("link " + e.getAttribute("href"))
		for (const a of e.attributes) if (/^on|^style$/.test(a.name)) wrong.push(a.name)
		if (/^(IMG|STYLE|LINK|IFRAME|FORM|OBJECT|BASE|META)$/.test(e.tagName)) wrong.push(e.tagName)
	}
	if (document.querySelectorAll("h1").length != 1) wrong.push("headings")
	if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(document.body.innerText))
		wrong.push("signs")
	setTimeout(() => said(JSON.stringify(wrong)), 500)
	</script>'

# armed: the page with an alert that tells
armed() { sed 's#<head>#<head><script>const wrong = []; window.alert = x => wrong.push("alert " + x)</script>#' "$1"; }

@test "hostile posts in a browser: nothing runs, no address but of the web is a link, nothing leaves" {
	cp "$LUISTER_SRC/tests/flow/golden/2026-11-12-boskamp.html" hostile.html
	armed hostile.html >armed.html
	[ "$(framed armed.html "$inside" | tr '\n' ' ')" = 'SAID1100[]DONE SAID360[]DONE ' ]
	silent hostile.html
	grep -qF '&lt;script&gt;alert(1)&lt;/script&gt;' hostile.html
}

@test "what hostile posts would do is seen" {
	armed page.html | sed 's#<main>#<main><img src=x onerror=alert(2)><a href="javascript:alert(4)">x</a><h1>x</h1>\&\#x202e;#' >bad.html
	framed bad.html "$inside" >said
	for what in 'alert 2' 'link javascript:' onerror IMG headings signs; do grep -qF "$what" said; done
}

@test "printed: whole, on paper, without the way around" {
	command -v pdftotext >/dev/null || skip "pdftotext is not installed: tests/live/install fetches it"
	cp "$LUISTER_SRC/tests/flow/golden/2026-11-12-duinzicht.html" busy.html
	browse --no-pdf-header-footer --print-to-pdf=busy.pdf "file://$PWD/busy.html"
	pdftotext -layout busy.pdf busy.txt
	for what in 'In het kort' 'vorige 28' afwezig '3e kwartiel' 'plaats' 'Betrouwbaarheid'; do grep -q "$what" busy.txt; done
	grep -q '<nav>' busy.html
	! grep -q Overzicht busy.txt || false
	[ "$(pdfinfo busy.pdf | awk '/^Pages/ { print $2 }')" -le 5 ]
}

@test "no request leaves the page" {
	silent page.html
}
