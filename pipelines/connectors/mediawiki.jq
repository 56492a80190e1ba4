# name:     mediawiki (pages of one wiki: changed lately, found by words, or the history of a page)
# docs:     https://www.mediawiki.org/wiki/API:Main_page
# category: forum
# auth:     none where the wiki is public
# limits:   50 pages or revisions a request; ask one request at a time
# terms:    the wiki's (Wikimedia: CC BY-SA, name the page's authors, a User-Agent with a contact)
#
# url: https://nl.wikipedia.org/w    (the folder of api.php), and one of
#   search: Duinzicht    pages with these words; sort: last_edit_desc where the wiki has CirrusSearch, as Wikipedia
#   page: Overleg:Duinzicht    its revisions; each is a post: its summary, and with content: true the whole text
#   (none)                     pages that changed lately       namespace: 1|3|4 (default 1: talk pages)
#
# A page is one post; an edit is a newer form of it.

def api: (.source.url | rtrimstr("/")) + "/api.php";
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;
def common: {action: "query", format: "json", formatversion: 2, maxlag: 5};
def content: {prop: "revisions|info", rvprop: "ids|timestamp|user|comment|content", rvslots: "main", inprop: "url"};

def request: {
	method: "GET", url: api,
	query: (common + (if .source.page then {titles: .source.page, prop: "revisions|info", inprop: "url", rvslots: "main", rvlimit: 50,
			rvprop: ("ids|timestamp|user|comment" + (if .source.content then "|content" else "" end))}
		elif .source.search then content + {generator: "search", gsrsearch: .source.search, gsrlimit: 50,
			gsrnamespace: (.source.namespace // "0|1" | tostring)} + (if .source.sort then {gsrsort: .source.sort} else {} end)
		else content + {generator: "recentchanges", grctype: "edit|new", grclimit: 50, grcnamespace: (.source.namespace // 1 | tostring)} end))};

# Errors come with HTTP 200.
def fault: .body | if type != "object" then "a list where an object should be"
	elif .error then (.error.code // "error") + ": " + (.error.info // "" | tostring)
	elif .errors then (.errors[0] | (.code // "error") + ": " + (.text // .html // "" | tostring))
	elif .query or has("batchcomplete") or .continue then null else "no result of a query" end;

# Enough of the markup goes away for the words to be read: templates, links, headings, bold.
def plain: gsub("<!--[^>]*-->|<ref[^>]*/>|<ref[^>]*>[^<]*</ref>"; "") | gsub("\\{\\{[^{}]*\\}\\}"; "") | gsub("\\{\\{[^{}]*\\}\\}"; "")
	| gsub("\\[\\[(?:[^\\[\\]|]*\\|)?(?<t>[^\\[\\]|]*)\\]\\]"; .t) | gsub("\\[https?://\\S+ (?<t>[^\\]]*)\\]"; .t)
	| gsub("'''?"; "") | gsub("(?m)^=+\\s*(?<t>.*?)\\s*=+\\s*$"; .t) | gsub("</?[a-z][^>]*>"; "");
def summary: if . == null then "" else gsub("/\\*\\s*(?<t>.*?)\\s*\\*/"; .t + ":") end;

def revision($own; $page; $history):
	($own + ($page.pageid | tostring)) as $id
	| {
		id: (if $history then $id + ":" + (.revid | tostring) else $id end),
		url: (if $history and $page.canonicalurl then ($page.canonicalurl | if contains("?") then . + "&" else . + "?" end) + "oldid=" + (.revid | tostring)
			else ($page.canonicalurl // $page.fullurl) end),
		title: $page.title,
		text: ((.slots.main.content // null) as $c | if $c then $c | plain else .comment | summary end),
		author: .user, author_name: .user, published: .timestamp, updated: .timestamp, lang: $page.pagelanguage,
		reply_to: (if $history and (.parentid // 0) != 0 then $id + ":" + (.parentid | tostring) else null end),
		thread: (if $history then $id else null end)
	  } | if $history then . else .local_id = .id end;

# Pages come in no order: newest first. A page that was deleted since is `missing`; a hidden revision has no text.
def posts:
	(.source.page != null) as $history
	| ("mediawiki:" + (.source.url | host_of) + ":") as $own
	| (if fault then error(fault) else . end)
	| .request.gone as $gone
	| [.body.query.pages[]?] | sort_by([.revisions?[]?.timestamp?] | max // "") | reverse | .[]
	| try (. as $page
	| if .missing or .invalid then (if $gone then {type: "delete", id: $gone} else {type: "skip"} end)
	  else .revisions[]? | if .suppressed or .texthidden or (.userhidden and .commenthidden) then {type: "delete", id: (if $history
			then $own + ($page.pageid | tostring) + ":" + (.revid | tostring) else $own + ($page.pageid | tostring) end)}
		else revision($own; $page; $history) end end) catch null;

# The whole object `continue` goes into the query, and what the one before it brought goes out.
def next:
	(.request.continued // [] | map({(.): null}) | add // {}) as $old
	| {request: (if .body.continue then {query: ($old + .body.continue), continued: (.body.continue | keys)} else null end)};

def thread:
	("mediawiki:" + (.source.url | host_of) + ":") as $own
	| (.post.id // "") as $id
	| ($id[($own | length):]) as $local
	| if ($id | startswith($own) | not) or ($local | test("^[0-9]+$") | not) then null
	  else {method: "GET", url: api, query: (common + content + {pageids: $local}), gone: $id} end;
