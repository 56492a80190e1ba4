# name:     youtube (videos found by words, with their comments; comments under videos or a whole channel)
# docs:     https://developers.google.com/youtube/v3/docs
# category: media
# auth:     an API key as `secret` (https://console.cloud.google.com, YouTube Data API v3, free)
# limits:   100 searches a day, 10 000 units for the rest (a page of comments is one); over them 403 until
#           midnight in California: ask `query` sources every 6h at most. Each video found costs a unit or more
# terms:    stored data must be refreshed or deleted after 30 days; show that it comes from YouTube
#
# query: Duinzicht accountants     videos, and the comments under them     lang: nl (a preference, optional)
# videos: [dQw4w9WgXcQ]            the comments under them
# channel: UCxxxxxxxxxxxxxxxxxxxxxx   the comments under all its videos
#
# Accounts of a firm: its channel's id.

def api: (.source.api // "https://www.googleapis.com") | rtrimstr("/");
def key: if .env.secret then {key: .env.secret} else {} end;

def comments($which): {method: "GET", url: (api + "/youtube/v3/commentThreads"),
	query: (key + {part: "snippet,replies", order: "time", textFormat: "plainText", maxResults: 100} + $which)};

# A listing keeps its place under its address, so the video stands there and not in the query.
def under($video): comments({}) | .url += "?videoId=" + ($video | @uri);

def request:
	. as $in
	| if .source.query then {method: "GET", url: (api + "/youtube/v3/search"),
		query: (key + {part: "snippet", type: "video", order: "date", maxResults: 50, q: .source.query}
			+ (if .source.lang then {relevanceLanguage: .source.lang} else {} end))}
	  elif .source.channel then comments({allThreadsRelatedToChannelId: .source.channel})
	  else [.source.videos[]? as $v | $in | under($v)] end;

def fault: .body | if type != "object" then "a list where an object should be"
	elif .error then ((.error.errors? // [])[0].reason? // .error.status? // "error") + ": " + (.error.message? // "" | tostring)
	elif has("items") then null else "no list of items" end;

def own: "youtube:" + tostring;
def page($video; $comment): "https://www.youtube.com/watch?v=" + $video + (if $comment then "&lc=" + $comment else "" end);

def comment($video; $parent; $replies):
	(.id | own) as $id
	| .snippet
	| {
		id: $id, local_id: $id, url: (if ($video // .videoId) then page($video // .videoId; ($id | ltrimstr("youtube:"))) else null end),
		text: (.textOriginal // .textDisplay // ""),
		author: (.authorChannelId.value? // .authorDisplayName), author_name: .authorDisplayName,
		published: .publishedAt, updated: .updatedAt,
		reply_to: (($parent // .parentId // $video // .videoId) | if . then own else null end),
		thread: (($video // .videoId) | if . then own else null end),
		likes: .likeCount, replies: $replies
	  };

def video:
	((.id | if type == "object" then .videoId else . end) | own) as $id
	| .statistics as $n
	| .snippet | {
		id: $id, local_id: $id, url: page(($id | ltrimstr("youtube:")); null), title: .title, html: null, text: (.description // ""),
		author: .channelId, author_name: .channelTitle, published: .publishedAt, updated: null,
		lang: (.defaultAudioLanguage // .defaultLanguage), thread: $id,
		likes: ($n.likeCount // null | tonumber? // null), replies: ($n.commentCount // null | tonumber? // null)
	  };

# Replies come at most five with their thread.
def conversation:
	.snippet.totalReplyCount as $n | .snippet.videoId as $v | .snippet.topLevelComment.id as $p
	| (.snippet.topLevelComment | comment($v; null; $n)),
	  (.replies.comments[]? | try comment($v; $p; null) catch null);

# A search gives channels and playlists too, and of a video its description's first words alone: its page leads to the
# videos, and to the comments under each.
def found($in): (.id.videoId? | strings) as $v | {type: "skip", id: ($v | own)}, {type: "listing", request: ($in | under($v))};
def whole($in): [.items[]? | select(.kind? == "youtube#searchResult") | .id.videoId? | strings] as $ids
	| if $ids == [] then empty else {type: "listing", newest: ($ids[0] | own), request: {
		method: "GET", url: (($in | api) + "/youtube/v3/videos?id=" + ($ids | map(@uri) | join(","))),
		query: (($in | key) + {part: "snippet,statistics"})}} end;

def posts:
	. as $in
	| (if fault then error(fault) else .body end)
	| whole($in),
	  (.items[]? | try (if .kind == "youtube#commentThread" then conversation
		elif .kind == "youtube#comment" then comment(null; null; null)
		elif .kind == "youtube#searchResult" and .id.videoId then found($in)
		elif .kind == "youtube#video" then video
		else {type: "skip"} end) catch null),
	  (if $in.request.gone and (.items | length) == 0 then {type: "delete", id: $in.request.gone} else empty end);

def next: {request: (if .body.nextPageToken then {query: {pageToken: .body.nextPageToken}} else null end)};

# The day's units come back at midnight in California: asked again every six hours.
def limited: if [.body.error?.errors[]?.reason] | any(. == "quotaExceeded" or . == "dailyLimitExceeded") then 21600
	elif [.body.error?.errors[]?.reason] | any(. == "rateLimitExceeded") then 60 else null end;

# A comment's id is that of its thread; after a dot comes that of a reply. A video's id has eleven signs.
def thread:
	(.post.id // "") as $id
	| ($id | ltrimstr("youtube:")) as $local
	| (api + "/youtube/v3/") as $base
	| key as $key
	| if ($id | startswith("youtube:") | not) then null
	  elif ($local | length) == 11 then [
		{method: "GET", url: ($base + "videos"), query: ($key + {part: "snippet,statistics", id: $local}), gone: $id},
		comments({videoId: $local})]
	  else [
		{method: "GET", url: ($base + "comments"), query: ($key + {part: "snippet", id: $local, textFormat: "plainText"}), gone: $id},
		{method: "GET", url: ($base + "comments"), query: ($key + {part: "snippet", parentId: ($local | sub("\\..*$"; "")), textFormat: "plainText", maxResults: 100})}]
	  end;
