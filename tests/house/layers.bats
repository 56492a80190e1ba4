#!/usr/bin/env bats
# The layers. src/{wire,config,text,fetch,store,report} are siblings on base and meet only in src/cmd: a file of one
# includes its own private headers, and of include/luister those of base, its own, and plain data (headers that no
# layer implements: they declare no function). report and store share plain structs only. cmd may include all.
# Third-party libraries: libfyaml in config; PCRE2 in text; libcurl in fetch (pages in, mail out), libjq, libxml2, md4c and
# oniguruma in one file each of it; LMDB in one file of store; libsodium in store. Nowhere else, and no others.
load source

setup() { cd "$BATS_TEST_TMPDIR"; }

siblings="wire config text fetch store report"

# owner TREE HEADER: the layer that implements include/luister/HEADER.h, or "plain".
owner() {
	local layer
	for layer in base $siblings; do
		if [ -f "$1/src/$layer/$2.c" ] || [ "$2" = "$layer" ]; then
			echo "$layer"
			return
		fi
	done
	echo plain
}

# includes FILE...: "FILE:LINE HEADER", HEADER with its <> or "".
includes() { grep -nHE '^[[:space:]]*#[[:space:]]*include' "$@" /dev/null | sed -E 's/^([^:]*:[0-9]+):[^<"]*([<"][^>"]*[>"]).*/\1 \2/'; }

may_use() { # may_use LAYER OWNER
	[ "$1" = cmd ] || [ "$2" = base ] || [ "$2" = plain ] || [ "$2" = "$1" ]
}

# Each complaint is a line; none is right.
check_layers() { # TREE
	local tree=$1 layer at header name
	for layer in base $siblings cmd; do
		includes $(find "$tree/src/$layer" -name '*.[ch]' -o -name '*.cc' 2>/dev/null) | while read -r at header; do
			name=${header:1:-1}
			case $header in
			\"*) [ -f "$tree/src/$layer/$name" ] && [[ $name != */* ]] || echo "$at: $header is no header of $layer" ;;
			'<luister/'*)
				name=${name#luister/}
				may_use $layer "$(owner "$tree" "${name%.h}")" || echo "$at: $layer includes $header" ;;
			esac
		done
	done
	for header in "$tree"/include/luister/*.h; do
		[ -f "$header" ] || continue
		layer=$(owner "$tree" "$(basename "$header" .h)")
		includes "$header" | while read -r at name; do
			[[ $name == '<luister/'* ]] || continue
			name=${name:9:-3}
			may_use "$layer" "$(owner "$tree" "$name")" || echo "$at: a header of $layer includes $name.h"
		done
		[ "$layer" = plain ] || continue
		uncommented "$header" | grep -E '^[^:]*:[0-9]+:[a-z].*[a-z_]\(.*;' | sed 's/$/ (plain data declares a function)/'
	done
}

# Where each library is at home; "1" after the layer: in one file of it.
home_of() { # NAME of a header without <>
	case $1 in
	libfyaml.h) echo config ;;
	pcre2.h) echo text ;;
	curl/*) echo fetch ;;           # pages in, mail out
	jq.h | jv.h) echo fetch 1 ;;
	libxml/*) echo fetch 1 ;;
	md4c.h | oniguruma.h) echo fetch 1 ;;
	dlfcn.h) echo fetch 1 ;;           # libcurl, for the mail
	lmdb.h) echo store 1 ;;
	sodium.h | sodium/*) echo store ;;
	assert.h | ctype.h | dirent.h | errno.h | fcntl.h | float.h | getopt.h | inttypes.h | limits.h | math.h | poll.h | signal.h) echo any ;;
	stdarg.h | stdbool.h | stddef.h | stdint.h | stdio.h | stdlib.h | string.h | strings.h | time.h | unistd.h | malloc.h) echo any ;;
	arpa/inet.h | netdb.h | netinet/in.h | sys/*.h) echo any ;;
	*) echo nowhere ;;
	esac
}

# One name for all headers of a library, so that its files can be counted.
library() {
	case $1 in
	jq.h | jv.h) echo libjq ;;
	libxml/*) echo libxml2 ;;
	*) echo "${1%.h}" ;;
	esac
}

check_libraries() { # TREE
	local at header layer home one
	: >seen
	includes $(find "$1/src" "$1/include" -name '*.[ch]' -o -name '*.cc') | while read -r at header; do
		[[ $header == '<'* && $header != '<luister/'* ]] || continue
		header=${header:1:-1}
		read -r home one <<<"$(home_of "$header")"
		[ "$home" != any ] || continue
		layer=${at#"$1/src/"}
		layer=${layer%%/*}
		[ "$layer" = "$home" ] || echo "$at: <$header> is at home in $home"
		[ -z "$one" ] || echo "$(library "$header") ${at%:*}" >>seen
	done
	sort -u seen | cut -d' ' -f1 | uniq -d | sed 's/$/ is used in more than one file/'
}

# finds CHECK WORD: the check complains of ./bad, and says WORD.
finds() {
	"$1" bad >said
	cat said
	grep -qF -- "$2" said
	rm -rf bad
}

@test "siblings include base, themselves and plain data alone" {
	run check_layers "$LUISTER_SRC"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	# the check has something to look at
	for layer in base $siblings cmd; do
		[ "$(includes "$LUISTER_SRC/src/$layer"/*.c | wc -l)" -ge 4 ]
	done
	[ "$(owner "$LUISTER_SRC" fact)" = plain ]
	[ "$(owner "$LUISTER_SRC" daily)" = report ]
	[ "$(owner "$LUISTER_SRC" store)" = store ]
}

@test "the check finds a sibling's header, a private header and a path out of the folder" {
	plant wire ''
	plant report '#include <luister/record.h>'
	touch bad/src/wire/record.c
	finds check_layers 'report includes <luister/record.h>'
	plant base '#include <luister/store.h>'
	finds check_layers 'base includes <luister/store.h>'
	plant text '#	include "keys.h"'
	mkdir bad/src/store
	touch bad/src/store/keys.h
	finds check_layers '"keys.h" is no header of text'
	plant cmd '#include "../store/keys.h"'
	mkdir bad/src/store
	touch bad/src/store/keys.h
	finds check_layers '"../store/keys.h" is no header of cmd'
}

@test "the check finds a header that leads to a sibling, and plain data that acts" {
	plant wire ''
	touch bad/src/wire/record.c
	echo '#include <luister/record.h>' >bad/include/luister/fact.h
	finds check_layers 'a header of plain includes record.h'
	plant wire ''
	echo 'int fact_count(const struct fact *f);' >bad/include/luister/fact.h
	finds check_layers 'plain data declares a function'
}

@test "each library is used at home alone" {
	run check_libraries "$LUISTER_SRC"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	for name in libjq libxml2 md4c lmdb; do
		grep -q "^$name " seen
	done
}

@test "the check finds a library abroad, a stranger, and one in two files" {
	for line in jansson.h:wire libfyaml.h:cmd pcre2.h:wire curl/curl.h:cmd lmdb.h:report sodium.h:base; do
		plant "${line#*:}" "#include <${line%:*}>"
		finds check_libraries "<${line%:*}> is at home in"
	done
	plant fetch '#include <openssl/ssl.h>'
	finds check_libraries '<openssl/ssl.h> is at home in nowhere'
	plant report ''
	echo '#include <pcre2.h>' >bad/include/luister/match.h
	finds check_libraries '<pcre2.h> is at home in text'
	plant fetch '#include <jq.h>'
	echo '#include <jv.h>' >bad/src/fetch/other.c
	finds check_libraries 'libjq is used in more than one file'
	plant store '#include <lmdb.h>'
	echo '#include <lmdb.h>' >bad/src/store/other.c
	finds check_libraries 'lmdb is used in more than one file'
}

# What links is what counts: a declaration by hand instead of an include would pass the checks above.
@test "the archives of the layers ask for the symbols of their own libraries alone" {
	command -v nm >/dev/null || skip "nm is not installed"
	bin=$(dirname "$(command -v luister)")
	asks() { nm -u "$bin/libluister_$1.a" 2>/dev/null | sed -n 's/^ *U //p' | grep -cE "$2" || true; }
	[ "$(asks text '^pcre2_')" -ge 1 ]
	for layer in base config text fetch store report cmd; do
		[ -f "$bin/libluister_$layer.a" ]
		[ "$(asks $layer '^(json_loadb|json_object_|json_dump)')" -eq 0 ]
		[ $layer = config ] || [ "$(asks $layer '^fy_')" -eq 0 ]
		[ $layer = text ] || [ "$(asks $layer '^pcre2_')" -eq 0 ]
		[ $layer = fetch ] || [ "$(asks $layer '^(curl_|jq_|jv_|xml[A-Z]|html[A-Z])')" -eq 0 ]
		[ $layer = store ] || [ "$(asks $layer '^(mdb_|crypto_|sodium_|randombytes)')" -eq 0 ]
	done
}
