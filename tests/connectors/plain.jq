
# plain.jq: a table's rows under jq alone. It stands behind a connector's text, as tests/stage/connectors.bats says;
# one line a row: {"got"} or {"failed"} of a `call`, {"asked", "got"} of a `walk`.

def now_here: 1795176000;

def function($name):
	if $name == "request" then request elif $name == "posts" then [posts] elif $name == "next" then next
	elif $name == "thread" then thread elif $name == "auth" then auth elif $name == "limited" then limited
	elif $name == "robots" then robots else error("\($name): no function of a connector") end;

def called: . as $row
	| {source: {}, cursor: null, env: {}, headers: {}, request: {}, now: now_here} + .in
	| try {got: function($row.call)} catch {failed: tostring};

# ---- walks: what fetch does with a connector, without its markup and its network ----

def escaped: tostring | @uri | gsub("!"; "%21") | gsub("'"; "%27") | gsub("[(]"; "%28") | gsub("[)]"; "%29") | gsub("[*]"; "%2A");

# "METHOD /path?query BODY" of a request.
def line:
	([.query // {} | to_entries[] | (.key | escaped) as $k | (.value | if type == "array" then .[] else . end)
		| select(. != null) | $k + "=" + escaped] | join("&")) as $query
	| (.url | sub("^https?://[^/]*"; "")) as $path
	| (.method // "GET") + " " + $path
		+ (if $query == "" then "" elif $path | contains("?") then "&" + $query else "?" + $query end)
		+ (.body | if . == null then "" else " " + (if type == "string" then . else tojson end) end);

# A patch with an address of its own brings its own query.
def laid_over($base): . as $patch
	| if $base == null then $patch elif $patch == null then $base
	  else (if $patch.url then $base | del(.query) else $base end) * $patch end;

def iso: "^[0-9]{4}-[0-9-]{5}T[0-9:]{8}([.][0-9]+)?Z$";
def moment: if type == "number" then (if . > 1e11 then . / 1000 else . end | floor | todate)
	elif type == "string" and test(iso) then sub("[.][0-9]+"; "") else . end;

# A post as a record; `composed` names what fetch makes in a way of its own.
def record($name; $again):
	if type != "object" then {type: "reject", reason: "not a post that the connector can read"}
	elif .deleted == true or .type == "delete" then {type: "delete", id}
	elif .type and .type != "post" then empty
	elif .id // "" | tostring | test("(^|:|[:/]null)$") then {type: "reject", reason: "no usable id"}
	elif .published // .updated // .first_seen | not then {type: "reject", reason: "no time"}
	elif [.text, .html, .markdown, .title] == [null, null, null, null] then {type: "reject", reason: "no text"}
	else . + {
		type: "post", platform: (.platform // $name),
		published: (.published // .updated // now_here | moment),
		undated: (if .published // .updated then null else true end), updated: (.updated | moment),
		context: (if $again and .id != $again then {id: $again} else null end),
		composed: ([
			(if .html or .markdown or .title or .warning or (.links // [] | length) > 0 then "text" else empty end),
			(if .title // "" | test("[&<]") then "title" else empty end),
			((.published, .updated) | select(. != null and (moment | tostring | test(iso) | not)) | "published", "updated"),
			(if .url // "" | test("^https?://[^/]+/") then empty else "url" end)])
	} end;

# The next answer to a request; after the last 404.
def ask($request):
	(if $request.method == "FILE" then . else .asked += [$request | line] end)
	| .answer = ({status: 200, headers: {}} + (.answers[0] // {status: 404})) | .answers |= .[1:]
	| .reply = {source, cursor, now: now_here, env, request: $request, body: .answer.body, status: .answer.status,
		headers: (.answer.headers | with_entries(.key |= ascii_downcase))};

def failed($why): .failed = (.failed // ($why | tostring));

def take($name; $items):
	(.again.id // null) as $again
	| .wait = ([.wait, ($items[] | select(type == "object" and .type == "wait") | .seconds)] | max)
	| .stop = (.wait != null)
	| .got += [$items[] | select(type != "object" or .type != "wait") | record($name; $again)];

def refused:
	(if .answer.status == 400 or .answer.status == 403 then [.reply | try limited catch null][0] else null end) as $wait
	| .limited = ($wait != null or .answer.status == 429)
	| .wait = ([.wait, $wait] | max)
	| if .limited then .stop = true else . end;

def posts_of: .reply | try {items: [posts]} catch {failed: tostring};

# The listings that a page leads to, but not those whose newest post was there before; a refusal only ends its own.
def leads($items): if .led then [] else .cursor.led as $known | [$items[] | select(type == "object" and .type == "listing")
	| select(.newest as $n | .request.url as $url | any($known[]?; .[0] == $url and (.[1].done | index([$n]) != null)) | not)] end;

def page($name; $base; $patches; $first):
	ask($patches | laid_over($base))
	| if .answer.status != 200 then refused
		| if .limited or .answer.status >= 500 or ((.led | not) and ($patches == null
				or ([.answer.status] | inside([400, 404, 410, 422]) | not)))
			then failed("refused") else . end
	else posts_of as $page
	| if $page.failed then failed($page.failed) else
		take($name; $page.items)
		| [$page.items[] | select(type != "object" or ([.type] | inside(["wait", "listing"]) | not))] as $posts
		| (.reply + {posts: $page.items} | next | .request) as $patch
		| ($patch | laid_over($patches)) as $more
		| reduce leads($page.items)[] as $l (.; if .stop then . else
			.led = true | page($name; $l.request; null; null) | .led = false end)
		| if .failed or ($posts | length) == 0 or $patch == null or $posts[0].id == $first or $more == $patches then .
		  elif .stop then if .led then . else .cursor = {walk: {resume: $more}} end
		  else page($name; $base; $more; $posts[0].id) end
	end end;

def listed: if type == "array" then .[] else select(. != null) end;

# Some say with 400 that there is no such post.
def told_gone: .answer.status == 400
	and ((.again.id as $id | posts_of.items // [] | any(.[]; type == "object" and .type == "delete" and .id == $id)));

# A post seen again: where it is gone, nothing else of it is asked.
def visit($name):
	. as $s
	| [{source, now: now_here, env, post: .again} | thread | listed] as $requests
	| reduce $requests[] as $r (.; if .gone or .stop or .failed then . else ask($r)
		| if .answer.status != 200 then refused | if .limited then failed("refused") else .gone = true
				| if ([.answer.status] | inside([404, 410])) or told_gone then .got += [{type: "delete", id: .again.id}] else . end end
		  else posts_of as $page | if $page.failed then failed($page.failed) else take($name; $page.items) end end end);

def login:
	({source, now: now_here, env} | auth) as $request
	| if $request == null then . else ask($request)
		| if .answer.status != 200 then failed("the login was refused")
		  else .env += (.reply | del(.request, .headers, .status, .cursor) | auth) end end;

def walked($name):
	{source: (.walk + {id: "one"}), cursor, env: (if .secret then {secret} else {} end), answers, asked: [], got: [], again: .revisit}
	| login
	| if .failed then . else
		reduce ({source, cursor, now: now_here, env} | request | listed) as $r (.;
			if .stop or .limited then . else page($name; $r; null; null) end)
		| if .again and (.failed or .stop | not) then visit($name) else . end
	  end
	| .got += [{type: "state", cursor, poll: {ok: (.failed == null), posts: ([.got[] | select(.type == "post")] | length),
		not_before: (if .wait then now_here + .wait | todate else null end)}}]
	| {asked, got};

if .call then called else try walked($name) catch {failed: tostring} end
