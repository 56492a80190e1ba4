# source.bash: reading C sources as the checks of the house do.

# uncommented FILE...: "FILE:LINE:CODE", with comments gone and the contents of strings and characters blanked, so that
# a word in prose is not taken for a call.
uncommented() {
	perl -e '
		for my $file (@ARGV) {
			open my $in, "<", $file or die "$file: $!\n";
			local $/;
			my $s = <$in>;
			my $blank = sub { my $x = shift; $x =~ s/[^\n]/ /g; $x };
			$s =~ s{(/\*.*?\*/|//[^\n]*)|("(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])*\x27)}
				{ defined $1 ? $blank->($1) : substr($2, 0, 1) . $blank->(substr($2, 1, -1)) . substr($2, -1) }gsex;
			my $n = 0;
			print "$file:", ++$n, ":$_\n" for split /\n/, $s;
		}' -- "$@"
}

# planted TEXT...: a tree in ./bad whose src/LAYER/planted.c holds these lines; the checks must find them.
plant() { # LAYER LINE...
	local layer=$1
	shift
	mkdir -p "bad/src/$layer" bad/include/luister
	printf '%s\n' "$@" >"bad/src/$layer/planted.c"
}
