# name:     bluesky (posts found by words or a tag, or those of one account)
# docs:     https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
# category: message
# auth:     for a search an account's HANDLE:APP_PASSWORD as `secret` (Settings, App Passwords); none for `account`
# limits:   3000 requests in 5 minutes per address; few logins a day, so a login is kept; 100 posts a page
# terms:    the search is for readers, not a copy of the network; what users delete must be deleted too
#
# query: Duinzicht     tag: jaarrekening     lang: nl (the author's own tag: better left out)
# account: duinzicht.nl (handle or did)
# host: https://bsky.social (the server of the login)    api: https://public.api.bsky.app (for `account` without login)

def pds: (.source.host // "https://bsky.social") | if test("^https?://") then . else "https://" + . end | rtrimstr("/");
def public: (.source.api // "https://public.api.bsky.app") | rtrimstr("/");
def bearer: if .env.token then {Authorization: ("Bearer " + .env.token)} else {} end;
def known: (.env.token // .env.secret // "") != "";
def server: if known then pds else public end;

# An app password has no colon, a handle neither.
def auth:
	if has("body") then
		if .body.accessJwt then {token: .body.accessJwt} else error("login: " + (.body.message // .body.error // "no token" | tostring)) end
	elif (.env.secret // "") == "" then null
	else (.env.secret | capture("^(?<handle>[^:]+):(?<password>.*)$") // error("the secret is HANDLE:APP_PASSWORD")) as $s
	| {
		method: "POST", url: (pds + "/xrpc/com.atproto.server.createSession"),
		body: ({identifier: $s.handle, password: $s.password} | tojson),
		headers: {"Content-Type": "application/json"}
	} end;

def request:
	if .source.account or known then . else error("a search wants a login: HANDLE:APP_PASSWORD as `secret`") end
	| {
	method: "GET", headers: bearer,
	url: (server + "/xrpc/app.bsky.feed." + (if .source.account then "getAuthorFeed" else "searchPosts" end)),
	query: (if .source.account then {actor: .source.account, limit: 100}
		else {q: (.source.query // ("#" + (.source.tag | tostring | ltrimstr("#")))), sort: "latest", limit: 100}
		+ (if .source.query and .source.tag then {tag: (.source.tag | tostring | ltrimstr("#"))} else {} end)
		+ (if .source.lang then {lang: .source.lang} else {} end) end)};

def own: "bluesky:" + .;

# Who wants to be seen by those who are logged in alone is left out of what a search finds, and in a thread without words.
def hides: any((.labels, .author.labels | arrays | .[]); .val? == "!no-unauthenticated");

def post:
	(.record.reply // {}) as $reply
	| {
		id: (.uri | own), local_id: (.uri | own),
		url: ("https://bsky.app/profile/" + (.author.handle // .author.did) + "/post/" + (.uri | split("/") | last)),
		text: (.record.text // ""),
		links: [.record.facets[]? | select(.features[0].uri) | {from: .index.byteStart, to: .index.byteEnd, url: .features[0].uri}],
		author: .author.handle, author_name: .author.displayName,
		published: (if .record.createdAt == null or .record.createdAt > .indexedAt then .indexedAt else .record.createdAt end),
		lang: (.record.langs // [])[0],
		reply_to: (if $reply.parent.uri then $reply.parent.uri | own else null end),
		thread: ($reply.root.uri // .uri | own),
		likes: .likeCount, reposts: .repostCount, replies: .replyCount
	};

# A thread: the post, what it answers, and the answers, all nested. What is gone says so.
def nested:
	if ."$type" == "app.bsky.feed.defs#notFoundPost" or .notFound == true then {type: "delete", id: (.uri | own)}
	elif .post then (try (.post | if hides then post | .text = "" | .links = [] else post end) catch null), (.parent | objects | nested), (.replies[]? | objects | nested)
	else empty end;

def posts:
	.request.gone as $gone
	| (.source.account == null) as $found
	| .body
	| if .error then error(.message // .error | tostring)
	elif .posts == [] and $gone then {type: "delete", id: $gone}
	elif .posts then .posts[] | try (if hides and $found then {type: "skip", id: (.uri | own)} else post end) catch null
	elif .feed then .feed[] | try (if .reason then {type: "skip", id: (.post.uri | own)} else .post | post end) catch null
	elif .thread then .thread | nested
	else error("no list of posts") end;

def next: {request: (if .body.cursor and ((.body.posts // .body.feed // []) | length) > 0
	then {query: {cursor: .body.cursor}} else null end)};

# Whether the post is still there (the thread of one that is gone is an error like any other), and its answers.
def thread:
	(.post.id // "") as $id | ($id | ltrimstr("bluesky:")) as $uri
	| (server + "/xrpc/app.bsky.feed.") as $feed | bearer as $headers
	| if ($id | startswith("bluesky:at://") | not) then null else [
		{method: "GET", headers: $headers, url: ($feed + "getPosts"), query: {uris: $uri}, gone: $id},
		{method: "GET", headers: $headers, url: ($feed + "getPostThread"), query: {uri: $uri, depth: 6, parentHeight: 0}}] end;
