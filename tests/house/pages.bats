#!/usr/bin/env bats
# The man pages keep up with the programs: what --help says is in the page, and the page says no more.

setup() {
	cd "$BATS_TEST_TMPDIR"
	pages=$LUISTER_SRC/src/cmd
	bin=$(dirname "$(command -v luister)")
}

programs() { find "$bin" -maxdepth 1 -type f -perm -u+x -name 'luister*' -printf '%f\n' | sort; }

# One option a line, as -x or --long, from the lines of a --help that begin with one.
help_options() {
	sed -nE -e 's/^ +(-[A-Za-z]), (--[a-z][a-z-]*)( .*)?$/\1\n\2/p' -e 's/^ +(--?[A-Za-z][a-z-]*)( .*)?$/\1/p' | sort -u
}

# The same from a page's .It and synopsis: "Fl -long" is --long, "Fl x" is -x.
page_options() { grep -oE '\bFl -?[A-Za-z][a-z-]*' "$1" | sed -E 's/^Fl /-/' | sort -u; }

@test "there are programs, and each has a page that says its own name" {
	[ "$(programs | wc -l)" -ge 2 ]
	bad=
	for p in $(programs); do
		page=$pages/$p.1
		if ! grep -qxF ".Nm $p" "$page"; then
			echo "$p: no page $page with .Nm $p"
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "each section 1 page is of a program that is built" {
	bad=
	for page in "$pages"/*.1; do
		name=$(basename "$page" .1)
		if [ ! -x "$bin/$name" ]; then
			echo "$page: no program $name in $bin"
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "the options of each --help are the options of its page" {
	bad=
	for p in $(programs); do
		"$p" --help >help
		help_options <help >in-help
		page_options "$pages/$p.1" >in-page
		grep -qxF -e --help in-help
		comm -23 in-help in-page >missing
		comm -13 in-help in-page >extra
		if [ -s missing ] || [ -s extra ]; then
			echo "$p: not in the page:" $(<missing) "not in --help:" $(<extra)
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "each option of a page is one that the program knows" {
	bad=
	for p in $(programs); do
		for o in $(page_options "$pages/$p.1"); do
			"$p" "$o" x --help >/dev/null 2>err || true
			if grep -qE "unrecognized option|invalid option" err; then
				echo "$p: does not know $o"
				bad=1
			fi
		done
	done
	[ -z "$bad" ]
}

@test "each page has its sections, in order" {
	bad=
	for page in "$pages"/*.1; do
		sed -n 's/^\.Sh //p' "$page" >sections
		printf '%s\n' NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES 'SEE ALSO' >wanted
		if ! grep -xFf wanted sections | cmp -s - wanted; then
			echo "$page: sections" $(paste -sd, sections)
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "each reference between our pages leads to one" {
	bad=
	for page in "$pages"/*.[157]; do
		for to in $(sed -nE 's/^\.Xr (luister[a-z-]*) ([0-9]).*/\1.\2/p' "$page" | sort -u); do
			if [ ! -f "$pages/$to" ]; then
				echo "$page: no $to"
				bad=1
			fi
		done
	done
	[ -z "$bad" ]
}

@test "mandoc finds nothing in any page" {
	command -v mandoc >/dev/null || skip "mandoc is not installed"
	mandoc -Tlint -Wwarning "$pages"/*.[157]
}

# Keys of the tables in config.c are all in luister.5, and so are the names on the wire.
@test "luister.5 names every configuration key" {
	grep -oE '\.key = "[a-z_]+"' "$LUISTER_SRC/src/config/config.c" | cut -d'"' -f2 | sort -u >keys
	[ "$(wc -l <keys)" -ge 30 ]
	bad=
	for k in $(<keys); do
		if ! grep -qE "^\.(It )?Cm (.* )?$k( |$)" "$pages/luister.5"; then
			echo "luister.5: no Cm $k"
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "luister.5 names every field that is written and every name a field may have" {
	{
		grep -oE '(put_[a-z]+|json_key)\(&?j, "[a-z_]+"' "$LUISTER_SRC/src/wire/record.c" |
			cut -d'"' -f2
		grep -oE 'json_key\(&j, "[a-z_]+"' "$LUISTER_SRC/src/cmd/luister-score.c" | cut -d'"' -f2
		sed -nE '/^static const char \*const (categories|roles|labels|processes|intents)/p' "$LUISTER_SRC/src/base/post.c" |
			grep -oE '"[a-z]+"' | tr -d '"'
	} | sort -u >names
	[ "$(wc -l <names)" -ge 60 ]
	bad=
	for n in $(<names); do
		if ! grep -qE "^\.(It )?Cm (.* )?$n( |$)" "$pages/luister.5"; then
			echo "luister.5: no Cm $n"
			bad=1
		fi
	done
	[ -z "$bad" ]
}

@test "luister.5 names every variable of the environment that is read" {
	grep -rhoE '(getenv|env_number)\("[A-Z_]+"' "$LUISTER_SRC"/src --include='*.c' | cut -d'"' -f2 | sort -u >variables
	[ -s variables ]
	bad=
	for v in $(<variables); do
		if ! grep -qE "^\.(It )?Ev (.* )?$v( |$)" "$pages/luister.5"; then
			echo "luister.5: no Ev $v"
			bad=1
		fi
	done
	[ -z "$bad" ]
}
