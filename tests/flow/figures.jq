# figures.jq: the figures of one firm's day, counted again from the posts themselves, slowly and by another way.
# Takes all posts as one list; $firm, $now, and the starts of days in the firm's zone: $from, $to, $week, ...
(map({key: .id, value: .}) | from_entries) as $by
| def root: if .reply_to then ($by[.reply_to] | root) else .id end;
  def role: .firms[0].role;
  def other: role == "mention" or role == "addressed";
  def mention: other and (.spam | not);
  def within($a; $b): (.published | fromdate) as $t | $t >= $a and $t < $b;
  def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor]
	else ((.[length / 2 - 1] + .[length / 2]) / 2 | floor) end;
  def labels: {mentions: length} + ([("pos", "neu", "neg", "mixed", "none") as $l
	| {($l): (map(select(.sentiment.label == $l)) | length)}] | add);
  map(. + {root: root, t: (.published | fromdate)}) as $all
| ($all | map(select(.firms[0].id == $firm))) as $mine
| ($mine | map(select(mention))) as $mentions
| ($mine | map(select(role == "own" and .t <= $now))) as $own
| def answer: . as $q | [$own[] | select(.root == $q.root and .t >= $q.t and .id != .root) | .t] | min;
  ($mentions | map(select(.needs_reply and within($week; $to)) | . + {answer: answer})) as $asked
| ($asked | map(select($now - .t >= 86400))) as $old
| ($own | map(select(within($month; $to)))) as $active
| ($own | map({key: .id, value: true}) | from_entries) as $ours
| {
	yesterday: ($mentions | map(select(within($from; $to))) | labels),
	days7: ($mentions | map(select(within($week; $to))) | labels),
	previous7: ($mentions | map(select(within($week2; $week))) | labels),
	days28: ($mentions | map(select(within($month; $to))) | labels),
	previous28: ($mentions | map(select(within($month2; $month))) | labels),
	spam: ($mine | map(select(other and .spam and within($from; $to))) | length),
	processes: ([("marketing", "service", "innovation", "recruitment", "business", "other") as $p
		| {($p): ($mentions | map(select(.process == $p and within($from; $to))) | labels)}] | add),
	dialogue: (if $active == [] then null else {
		needing_reply: ($old | length),
		answered: ($old | map(select(.answer)) | length),
		median_response_seconds: ($old | map(select(.answer) | .answer - .t) | median),
		missed_addressed: ($old | map(select(.answer | not)) | group_by(.root)
			| map(select(.[0].root as $r | any($own[]; .root == $r) | not))
			| map(select(any(.[]; role == "addressed"))) | length),
		missed_not_addressed: ($old | map(select(.answer | not)) | group_by(.root)
			| map(select(.[0].root as $r | any($own[]; .root == $r) | not))
			| map(select(any(.[]; role == "addressed") | not)) | length),
	} end),
	open: ($asked | map(select(.answer | not) | .url) | sort),
	threads: ($mentions | map(select(within($from; $to)) | .root) | unique | length),
	expected: ([range(1; 9) as $w | $mentions
		| map(select(within($thursdays[8 - $w]; $fridays[8 - $w])) | .root) | unique | length] | add * 1000 / 8 | round / 1000),
	repliers: (if $active == [] then null else $active | map(select(.id != .root and ($ours[.reply_to] | not)) | .author) | unique | length end),
	presence: ($active | group_by(.platform) | map({platform: .[0].platform, posts: length,
		replies: (map(select(.id != .root and ($ours[.reply_to] | not))) | length)})),
	share7: (($mentions | map(select(within($week; $to))) | length)
		/ ($all | map(select(mention and within($week; $to))) | length) * 1000 | round / 1000)
}
