#!/usr/bin/env bats
# What no source may hold: calls that are unsafe or have one home, lines that no screen shows whole, foreign words.
load source

setup() { cd "$BATS_TEST_TMPDIR"; }

sources() { find "$1/src" "$1/include" -name '*.[ch]' -o -name '*.cc'; } # TREE

# calls RE FILE...: code that calls a function of that name; a member or a longer name is none.
calls() {
	local re=$1
	shift
	[ $# -eq 0 ] || uncommented "$@" | grep -E "^[^:]*:[0-9]+:(.*[^A-Za-z0-9_.>])?($re)[[:space:]]*\(" || true
}

# Unsafe everywhere, the tests too.
check_unsafe() { # TREE
	calls 'strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|system|popen|alloca' \
		$(sources "$1") $(find "$1/tests" -name '*.[ch]' 2>/dev/null)
}

# At home in a file or two of base.
check_homes() { # TREE
	calls 'exit' $(sources "$1" | grep -vE '/src/base/(cli|mem)\.c$')
	calls 'time|gettimeofday|clock' $(sources "$1" | grep -v '/src/base/clock\.c$')
	calls 'malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf' $(sources "$1" | grep -v '/src/base/mem\.c$')
}

# What a library hands out is freed as it wants, and a comment on the line says whose it is.
check_free() { # TREE
	calls 'free' $(sources "$1" | grep -v '/src/base/mem\.c$') | cut -d: -f1,2 | while IFS=: read -r file line; do
		sed -n "${line}p" "$file" | grep -q '/\*.*\*/' || echo "$file:$line: free without a word on whose it is"
	done
}

# Lines over 110 columns, a tab reaching to the next eighth column.
check_width() { # TREE
	sources "$1" | { cat; find "$1/tests" -name '*.[ch]' 2>/dev/null; } | sort | xargs perl -CSD -ne '
		chomp;
		1 while s/\t/" " x (8 - $-[0] % 8)/e;
		print "$ARGV:$.: ", length, " columns\n" if length > 110;
		close ARGV if eof'
}

# The project speaks of itself alone: no path of the machine that it was written on.
check_foreign() { # TREE
	find "$1" \( -name .git -o -name 'build*' \) -prune -o -type f -print0 |
		xargs -0 grep -nIE '(^|[^A-Za-z0-9_.])/(wor[k]|roo[t]|hom[e]/[a-z]+|tmp/buil[d])/' || true
}

clean() { # CHECK: no complaint about our own tree
	run "$1" "$LUISTER_SRC"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

finds() { # CHECK: a complaint about ./bad, at src/LAYER/planted.c line 2
	"$1" bad >said
	cat said
	[ "$(wc -l <said)" -eq 1 ]
	grep -q 'planted.c:2:' said
	rm -rf bad
}
passes() { # CHECK: no complaint about ./bad
	"$1" bad >said
	cat said
	[ ! -s said ]
	rm -rf bad
}

@test "no unsafe call" { clean check_unsafe; }

@test "the check finds each unsafe call, and no word in a comment or a string" {
	for f in strcpy strcat sprintf gets strtok atoi system popen alloca; do
		plant text '' "	$f (a, b);"
		finds check_unsafe
		plant text '' "	x = (int)$f(a);"
		finds check_unsafe
	done
	plant text '/* never strcpy(a, b) */' '// nor gets(a)' '	puts("system(1)"); /* "' ' * atoi(x) */' '	snprintf(a, 1, "x");' \
		'	p->system(x); c = '\''"'\''; my_gets(a); /* " */'
	passes check_unsafe
	plant text 'char a = '\''"'\'';' '	gets(b); char *c = "\"";'
	finds check_unsafe
}

@test "exit, the clock and memory each have one home" { clean check_homes; }

@test "the check finds each of them abroad, and leaves them at home" {
	for f in exit time malloc calloc realloc strdup; do
		plant store '' "	$f(x);"
		finds check_homes
	done
	plant store '	_exit(1); cli_now(); run_time(1); t.time (3);'
	passes check_homes
	plant base ''
	echo '	exit(1);' >bad/src/base/cli.c
	echo '	p = malloc(1);' >bad/src/base/mem.c
	echo '	t = time(NULL);' >bad/src/base/clock.c
	passes check_homes
	plant base ''
	mkdir -p bad/src/fetch
	echo '	exit(1);' >bad/src/fetch/cli.c
	[ -n "$(check_homes bad)" ]
}

@test "what is freed by hand is a library's, and says so" { clean check_free; }

@test "the check finds a free without a word" {
	plant wire '	free(p); /* getline'\''s own */' '	free(p);'
	finds check_free
	plant wire '	free(p); /* getline'\''s own */' '	mem_free(p);'
	passes check_free
}

@test "no line is over 110 columns" { clean check_width; }

@test "the check finds a line of 111 columns, and counts tabs to eight and letters by one" {
	plant report '' "$(printf '%0111d' 0)"
	finds check_width
	plant report '' "$(printf '\t%0103d' 0)"
	finds check_width
	plant report '' "$(printf '%05d\t%0103d' 0 0)"
	finds check_width
	plant report "$(printf '%0110d' 0)" "$(printf '\t%0102d' 0)" "$(printf '/* %0100dé€é */' 0)" "$(printf '%07d\t%0102d' 0 0)"
	passes check_width
}

@test "no path of the machine that it was written on" { clean check_foreign; }

@test "the check finds such a path in any file" {
	for path in /wor"k"/shared /roo"t"/x /hom"e"/jan/x /tmp/buil"d"/x; do
		mkdir -p bad
		echo "see $path" >bad/README.md
		check_foreign bad | grep -qF "$path"
		echo "https://x.example$path" >bad/README.md
		[ -z "$(check_foreign bad)" ]
		rm -rf bad
	done
}
