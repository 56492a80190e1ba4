# name:     hackernews (Hacker News through Algolia's search)
# docs:     https://hn.algolia.com/api
# category: forum
# auth:     none
# limits:   some 10 000 requests an hour per address; 1000 hits a query, so pages go by time
# terms:    no written terms for this interface were found; the posts are their authors'
#
# query: Duinzicht    tags: "(story,comment)" (default; also story, comment, author_NAME, story_ID)
# days: 30 (how far the first walk goes back; all by default)
# api: https://hn.algolia.com (default)

def api: (.source.api // "https://hn.algolia.com") | rtrimstr("/");
def own: "hackernews:" + tostring;

def filters($before): [(if .source.days then "created_at_i>" + ((.now // now) - .source.days * 86400 | floor | tostring) else empty end),
	(if $before then "created_at_i<" + ($before | tostring) else empty end)]
	| if length > 0 then {numericFilters: join(",")} else {} end;

def request: {
	method: "GET", url: (api + "/api/v1/search_by_date"),
	query: ({query: .source.query, tags: (.source.tags // "(story,comment)"), hitsPerPage: 100} + filters(null))};

def page: "https://news.ycombinator.com/item?id=" + tostring;
# A story's link may be the only place where a firm's domain stands.
def with_link($text): ($text // "") + (if .url // "" | . == "" then "" else "<p>" + (.url | @html) + "</p>" end);

def text_of: if . == null or . == "" then null else . end;

# A hit of the search.
def hit:
	(.objectID | own) as $id
	| (if .story_id then .story_id | own else $id end) as $root
	| {
		id: $id, local_id: $id, url: (.objectID | page), title: (if .comment_text then null else .title end),
		html: (if .comment_text then .comment_text else with_link(.story_text) end),
		author: .author, author_name: .author, published: (.created_at // .created_at_i), updated: null,
		reply_to: (if .parent_id then .parent_id | own else null end), thread: $root,
		likes: .points, replies: .num_comments
	  };

# An item and all that hangs below it. Algolia keeps a deleted item as one without an author and a text.
def item($root):
	(.id | own) as $id
	| if .author == null and (.text | text_of) == null and (.title | text_of) == null then {type: "delete", id: $id}
	  else {
		id: $id, local_id: $id, url: (.id | page), title: (.title | text_of), html: with_link(.text),
		author: .author, author_name: .author, published: (.created_at // .created_at_i),
		reply_to: (if .parent_id then .parent_id | own else null end),
		thread: $root, likes: .points, replies: (.children // [] | length)
	  } end;
def items($root): (try item($root) catch null), (.children[]? | objects | items($root));

def fault: .body | if type != "object" then "a list where an object should be"
	elif .hits or .children then null else (.message // .error // "no list of hits" | tostring) end;

def posts:
	if fault then error(fault) else .body end
	| if .hits then .hits[] | try hit catch null else ((.story_id // .id) | own) as $root | items($root) end;

# The next page holds what is older than the last hit's second, which itself is asked again.
def next:
	(.body.hits // []) as $hits
	| ($hits | map(objects | .created_at_i | numbers) | last) as $last
	| {request: (if ($hits | length) >= (.request.query.hitsPerPage // 100) and $last != null
		then {query: filters($last + 1)} else null end)};

def thread: (.post.id // "") as $id
	| if ($id | startswith("hackernews:")) then {method: "GET", url: (api + "/api/v1/items/" + ($id[11:] | @uri)), query: {}} else null end;
