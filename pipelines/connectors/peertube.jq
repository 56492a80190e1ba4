# name:     peertube (videos found by words, or the comments under one video)
# docs:     https://docs.joinpeertube.org/api-rest-reference.html
# category: media
# auth:     none
# limits:   50 requests in 10 seconds per address; 100 items a page
# terms:    the server's
#
# host: peertube.example    search: Duinzicht    video: 9c9de5e8-... (its comments)
#
# A list has of each video, and of each conversation under one, where it begins: each leads to the whole.

def site: .source.host | if test("^https?://") then rtrimstr("/") else "https://" + . end;
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

def request: {
	method: "GET",
	url: (site + (if .source.video then "/api/v1/videos/" + (.source.video | tostring | @uri) + "/comment-threads" else "/api/v1/search/videos" end)),
	query: ({start: 0, count: 100} + (if .source.video then {sort: "-createdAt"} else {search: .source.search, sort: "-publishedAt"} end))};

def author($host): if .account == null then null else .account.name + "@" + (.account.host // $host) end;

def video($host): {
	id: ("peertube:" + (.uuid | tostring)), local_id: ("peertube:" + $host + ":" + (.uuid | tostring)),
	url: .url, title: .name, markdown: (.description // .truncatedDescription // ""),
	author: author($host), author_name: .account.displayName, published: (.publishedAt // .originallyPublishedAt), lang: .language.id,
	likes: .likes, replies: .comments};

def comment($host; $video):
	("peertube:" + $host + ":" + $video + "/") as $own
	| ($own + (.id | tostring)) as $id
	| if .isDeleted == true then {type: "delete", id: $id}
	  else {
		id: $id, local_id: ($own + (.threadId // .id | tostring) + "/" + (.id | tostring)), url: .url, markdown: (.text // ""),
		author: author($host), author_name: .account.displayName, published: .createdAt, updated: .updatedAt,
		reply_to: (if .inReplyToCommentId then $own + (.inReplyToCommentId | tostring) else "peertube:" + $video end),
		thread: ($own + (.threadId // .id | tostring)), replies: .totalReplies
	  } end;

def tree($host; $video): (try (.comment | comment($host; $video)) catch null), (.children[]? | objects | tree($host; $video));

def found($site): {type: "skip", id: ("peertube:" + (.uuid | tostring))},
	{type: "listing", newest: ("peertube:" + (.uuid | tostring)),
		request: {method: "GET", url: ($site + "/api/v1/videos/" + (.uuid | tostring | @uri)), query: {}}};

# The number of answers stands in the address (which the server leaves alone): with another one it is another listing.
def conversation($site; $host; $video): comment($host; $video),
	(if (.totalReplies // 0) > 0 then {type: "listing", newest: ("peertube:" + $host + ":" + $video + "/" + (.id | tostring)),
		request: {method: "GET", query: {}, url: ($site + "/api/v1/videos/" + $video + "/comment-threads/" + (.id | tostring | @uri)
			+ "?answers=" + (.totalReplies | tostring))}} else empty end);

# The video's own id stands in the address that was asked.
def posts:
	(.source.host | host_of) as $host
	| ((.request.url // "") | capture("/videos/(?<v>[^/]+)/comment-threads") // {}) as $asked
	| ($asked.v // (.source.video | tostring)) as $video
	| site as $site
	| .body
	| if .error or .detail then error(.detail // .error | tostring)
	elif .comment then tree($host; $video)
	elif .data then .data[] | try (if .uuid then found($site) else conversation($site; $host; $video) end) catch null
	elif .uuid then try video($host) catch null
	else error("no list of videos or comments") end;

def next: ((.request.query.start // 0 | tonumber) + ((.body.data // []) | length)) as $seen
	| {request: (if ((.body.data // []) | length) > 0 and $seen < (.body.total // 0) then {query: {start: $seen}} else null end)};

# The thread of a comment under a video.
def thread:
	(.post.local_id // "") as $id
	| ("peertube:" + (.source.host | host_of) + ":") as $own
	| site as $site
	| ($id[($own | length):] | capture("^(?<video>[^/]+)/(?<thread>[0-9]+)/[0-9]+$") // null) as $at
	| if ($id | startswith($own) | not) or $at == null then null
	  else {method: "GET", url: ($site + "/api/v1/videos/" + $at.video + "/comment-threads/" + $at.thread), query: {}} end;
