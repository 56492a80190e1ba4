# strange.jq: rows of a table again, each list of posts with strange ones among the good: no objects, empty ones, and
# copies of the first with one part missing or of a wrong type. It stands behind a connector's text. A line for each row
# that fails or loses a record.
#   jq -rn --arg name CONNECTOR --slurpfile rows TABLE -f ...

def now_here: 1795176000;
def tidy: if type == "object" then with_entries(select(.value != null) | .value |= tidy) elif type == "array" then map(tidy) else . end;

# Where a platform keeps its posts.
def lists: [[], ["posts"], ["comments"], ["latest_posts"], ["post_stream", "posts"], ["feed"], ["thread", "replies"], ["items"],
	["articles"], ["reviews"], ["hits"], ["data"], ["data", "children"], ["topics"], ["results"], ["descendants"],
	["ancestors"], ["query", "pages"]];

def warped: . as $good
	| [paths | select(length < 5)][] as $p
	| (null, 7, "x", true, [], {}, ["x"], {"x": 1}) as $wrong
	| $good | setpath($p; $wrong);

def strange: null, 7, "x", true, [], {}, ["x"], {"id": {}}, (if type == "object" then warped else empty end);

def spoilt: . as $body
	| reduce lists[] as $at ($body;
		(try getpath($at) catch null) as $list
		| if ($list | type) == "array" and ($list | length) > 0 then
			setpath($at; [$list[0] | strange] + $list) else . end);

def complaint($row):
	($row.want | tidy | map(select(.type != "listing"))) as $want
	| try ({source: {}, cursor: null, env: {}, headers: {}, now: now_here} + $row.in | .body |= spoilt
			| .request = {url: "https://h.example/", query: {}, body: "{}"} + .request
			| [posts] as $posts
			| . + {posts: $posts} | next
			| $want - ($posts | tidy) | if . == [] then empty else "lost \(length) of \($want | length)" end)
		catch "failed: \(tostring)";

$rows[] | select(.call == "posts" and .want and (.want | length) > 0) | . as $row | complaint($row) | "\($name): \($row.case): \(.)"
