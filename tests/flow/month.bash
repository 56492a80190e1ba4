# month.bash: the planted months (month.pl), stored run by run, and the reports that are made on the way.

# planted DIR: fills DIR with what month.pl plants and leaves DIR/luister (the store, its configuration), and
# for each report DIR/NN.json with all firms, DIR/NN/FIRM/DAY.* in the other formats and DIR/NN.en with the
# pages in English.
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
		[ -n "$day" ] || continue
		luister-report --date "$day" --all --format json >"$n.json" || return 1
		luister-report --date "$day" --all --format text,html,markdown,csv --out "$n" || return 1
		luister-report --date "$day" --all --lang en --format text,html,markdown --out "$n.en" \
			|| return 1
	done <runs
}
