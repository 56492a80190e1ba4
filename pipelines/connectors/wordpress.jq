# name:     wordpress (posts and comments of one site)
# docs:     https://developer.wordpress.org/rest-api/reference/
# category: blog
# auth:     none
# limits:   none in WordPress itself; 100 items a page
# terms:    the site's
#
# url: https://example.nl    what: posts (default) or comments    search: Duinzicht (optional)
# plain: true where posts have addresses as /?p=5: there /wp-json is not known

def site: .source.url | rtrimstr("/");
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

def call($what; $query): {method: "GET"} + (if .source.plain == true
	then {url: (site + "/"), query: ({rest_route: ("/wp/v2/" + $what)} + $query)}
	else {url: (site + "/wp-json/wp/v2/" + $what), query: $query} end);

def request:
	(.source.what // "posts") as $what
	| call($what; {per_page: (.source.per_page // 100), page: 1, orderby: "date", order: "desc"}
		+ (if .source.search then {search: .source.search} else {} end)
		+ (if $what == "posts" then {_embed: "author"} else {} end));

def item($host):
	(.type == "comment" or has("post")) as $comment
	| ("wordpress:" + $host + ":") as $own
	| if (.content.protected? // false) then {type: "skip", id: ($own + (.id | tostring))}
	  elif $comment then {
		id: ($own + "c" + (.id | tostring)), local_id: ($own + "c" + (.id | tostring) + "/" + (.post | tostring)), url: .link, html: .content.rendered,
		author: (.author_name + "@" + $host), author_name: .author_name, published: .date_gmt,
		reply_to: (if (.parent // 0) != 0 then $own + "c" + (.parent | tostring) else $own + (.post | tostring) end),
		thread: ($own + (.post | tostring))
	  } else {
		id: ($own + (.id | tostring)), local_id: ($own + (.id | tostring)), url: .link, title: .title.rendered,
		html: .content.rendered, published: .date_gmt, updated: .modified_gmt,
		author: (((._embedded.author? // [])[0]?.slug? // .author) | tostring + "@" + $host),
		author_name: (._embedded.author? // [])[0]?.name?
	  } end;

def posts:
	(.source.url | host_of) as $host
	| .request.gone as $gone
	| .body
	| if type != "array" then error(.message // "an object where a list should be")
	  elif . == [] and $gone then {type: "delete", id: $gone}
	  else .[] | try item($host) catch null end;

# Past the last page WordPress answers 400, so its count of pages is asked first.
def next:
	(.headers["x-wp-totalpages"] // "0" | tonumber? // 0) as $total
	| (.request.query.page // 1) as $page
	| {request: (if (.body | length) > 0 and $page < $total then {query: {page: ($page + 1)}} else null end)};

# The post or comment again, and the newest comments beside it; a comment's post stands in its local id. What lies in the
# bin is refused with 401 when it is asked for by itself, as all is on a site that closed, so a list of one is asked for.
def thread:
	("wordpress:" + (.source.url | host_of) + ":") as $own
	| (.post.local_id // "") as $id
	| ($id[($own | length):] | capture("^(c(?<comment>[0-9]+)/)?(?<post>[0-9]+)$") // null) as $at
	| if ($id | startswith($own) | not) or $at == null then null else [
		(if $at.comment then call("comments"; {include: $at.comment}) else call("posts"; {include: $at.post, _embed: "author"}) end)
			+ {gone: .post.id},
		call("comments"; {post: $at.post, per_page: 100, orderby: "date", order: "desc"})] end;
