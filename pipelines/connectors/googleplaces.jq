# name:     googleplaces (reviews of places, through the Places API (New))
# docs:     https://developers.google.com/maps/documentation/places/web-service/place-details
# category: review
# auth:     an API key as `secret` (https://console.cloud.google.com, Places API (New); billing must be on)
# limits:   the five reviews that Google finds most relevant, no pages; each request is paid for: every: 24h is enough
# terms:    Google restricts how long its content may be stored: read the Places API policies first; show the author's
#           name and the link
#
# places: [ChIJ…]    the places' ids    lang: nl (default)
#
# A review that is no longer among the five is not deleted. The owner's answers are not in this interface.

def api: (.source.api // "https://places.googleapis.com") | rtrimstr("/");

def request:
	. as $in
	| [(.source.places // [.source.place])[] | select(. != null) | tostring | {
		method: "GET", url: (($in | api) + "/v1/places/" + @uri), query: {languageCode: ($in.source.lang // "nl")},
		headers: ({"X-Goog-FieldMask": "id,googleMapsUri,reviews"}
			+ (if $in.env.secret then {"X-Goog-Api-Key": $in.env.secret} else {} end))
	  }];

def fault: .body | if type != "object" then "a list where an object should be"
	elif .error then (.error.status? // "error") + ": " + (.error.message? // "" | tostring) else null end;

# A review without a text has its stars alone.
def review($map):
	(.originalText // .text // {}) as $text
	| {
		id: ("googleplaces:" + .name), url: (.googleMapsUri // $map), text: ($text.text // ""), lang: $text.languageCode,
		author: (.authorAttribution.uri // .authorAttribution.displayName), author_name: .authorAttribution.displayName,
		published: .publishTime, updated: null, rating: .rating
	  };

# A place without reviews has no list.
def posts:
	(if fault then error(fault) else .body end)
	| .googleMapsUri as $map
	| .reviews[]?
	| try review($map) catch null;
