# month.bash: the planted months (month.pl), stored run by run, and the reports that are made on the way.

# planted DIR: fills DIR with what month.pl plants and leaves DIR/luister (the store and its configuration), for each report
# DIR/NN.json with all firms, and for the RUNS of `pages` DIR/NN/FIRM/DAY.* in every format.
planted() {
	local n now day
	unset LUISTER_CONFIG
	mkdir -p "$1/luister/firms.d"
	perl "$LUISTER_SRC/tests/flow/month.pl" "$1" || return 1
	cd "$1" || return 1
	cp firms.yaml luister/firms.d/
	head -c 32 /dev/zero | tr '\0' k >luister/store.key    # pseudonyms stay the same
	chmod 400 luister/store.key
	while read -r n now day; do
		export LUISTER_NOW=$now
		cp "$n.yaml" luister/luister.yaml
		luister-store <"$n.ndjson" 2>>stored || return 1
		luister-db purge >/dev/null || return 1
		[ -z "$day" ] || luister-report --date "$day" --all --format json >"$n.json" || return 1
		[[ " $pages " != *" $n "* ]] || luister-report --date "$day" --all --format text,html,markdown,csv,json --out "$n" || return 1
	done <runs
}
