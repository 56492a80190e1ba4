# name:     trustpilot (reviews of one business)
# docs:     https://developers.trustpilot.com/business-units-api-(public)
# category: review
# auth:     an API key as `secret`, which comes with a Trustpilot Business contract (Connect module)
# limits:   not published; 100 reviews a page
# terms:    the contract's; show reviews unchanged, with a link
#
# business: 46d6a890000064000500e0c3 (the business unit's id)    lang: nl (optional)
# account: duinzicht.nl (who wrote the company's answers; default the business unit's domain)
#
# Accounts of a firm: that domain.

def api: (.source.api // "https://api.trustpilot.com") | rtrimstr("/");
def key: if .env.secret then {apikey: .env.secret} else {} end;

def request: {
	method: "GET", url: (api + "/v1/business-units/" + (.source.business | tostring | @uri) + "/reviews"), headers: key,
	query: ({page: 1, perPage: 100, orderBy: "createdat.desc"} + (if .source.lang then {language: .source.lang} else {} end))};

def fault: .body | if type != "object" then "a list where an object should be"
	elif .reviews or .stars then null
	else (.message // .fault.faultstring? // .error // .errors[0]?.reason? // "no list of reviews" | tostring) end;

def review($account):
	("trustpilot:" + (.id | tostring)) as $id
	| ("https://www.trustpilot.com/reviews/" + (.id | tostring)) as $url
	| {
		id: $id, local_id: $id, url: $url, title: .title, text: (.text // ""), rating: .stars, lang: .language,
		author: (.consumer.id // .consumer.displayName), author_name: .consumer.displayName,
		published: .createdAt, updated: .updatedAt, thread: $id, likes: .numberOfLikes,
		replies: (if .companyReply then 1 else 0 end)
	  },
	  (if .companyReply.text? then {
		id: ($id + ":reply"), url: $url, text: .companyReply.text, lang: .language,
		author: ($account // .businessUnit.identifyingName), author_name: (.businessUnit.displayName // $account),
		published: (.companyReply.createdAt // .updatedAt // .createdAt), updated: .companyReply.updatedAt,
		reply_to: $id, thread: $id
	  } else empty end);

def posts:
	.source.account as $account
	| (if fault then error(fault) else .body end)
	| (.reviews // [.])[] | try review($account) catch null;

# The page past the end is empty.
def next: {request: (if (.body.reviews // [] | length) >= (.request.query.perPage // 100)
	then {query: {page: ((.request.query.page // 1) + 1)}} else null end)};

# The review again, with the company's answer. One that is gone is a 404.
def thread: key as $headers
	| (.post.id // "") as $id
	| if ($id | test("^trustpilot:[^:]+$")) then {method: "GET", url: (api + "/v1/reviews/" + ($id[11:] | @uri)), headers: $headers, query: {}} else null end;
