#!/bin/bash
# One run of listening as plain pipes: the place for a stage of your own (a filter in jq, a copy by tee).
# `luister run ingest` is the same under a lock. Arguments go to luister-fetch.
luister-fetch "$@" | luister-match | luister-score | luister-store
status=("${PIPESTATUS[@]}")

# A stage that fails leaves its neighbours a cut stream (75) or a broken pipe (141): the cause is the first that
# failed of itself.
code=0
for s in "${status[@]}"; do
	case $s in
	0 | 141) ;;
	75) code=75 ;;
	*) exit "$s" ;;
	esac
done
exit "$code"
