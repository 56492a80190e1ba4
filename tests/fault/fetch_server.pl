#!/usr/bin/perl
# A server that behaves badly on request: the path says how; what stands in LOG.d is served as it is. Prints its port,
# logs each request to the file LOG in argv[0]; argv[1] is its address, 127.0.0.1 by default.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(SOL_SOCKET SO_LINGER);
use POSIX qw(strftime);

my ($log, $address) = @ARGV;
$| = 1;
local $SIG{CHLD} = 'IGNORE';
local $SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(Listen => 50, LocalAddr => $address // '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
my $port = $server->sockport;
print "$port\n";
close STDOUT;

sub feed {
	my ($name) = @_;
	return qq({"version":"https://jsonfeed.org/version/1.1","items":[{"id":"https://a.example/$name","url":"https://a.example/$name",)
		. qq("content_html":"<p>Bericht $name</p>","date_published":"2026-11-20T10:00:00Z"}]});
}

sub reply {
	my ($client, $status, $body, @headers) = @_;
	print $client "HTTP/1.1 $status X\r\n", map({ "$_\r\n" } @headers), 'Content-Length: ', length $body,
		"\r\nConnection: close\r\n\r\n", $body;
}

# How often a path was asked before this time.
sub asked { my ($path) = @_; open my $in, '<', $log or die "$log: $!"; return scalar(grep { m{^/\Q$path\E[ ?]} } <$in>) - 1 }

# The connection ends with a reset, not with an end.
sub cut { my ($client) = @_; $client->flush; setsockopt($client, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0)); close $client }

# A listing of three pages of two posts in Mastodon's manner, newest first. The tag says what is wrong with it.
sub listing {
	my ($client, $query, $tag, $path) = @_;
	sleep 5 if $tag eq 'slow' && $query =~ /max_id=5/;
	my ($max) = $query =~ /max_id=(\d+)/;
	my $top = $tag =~ /^(endless|repeat)$/ ? 999 : 6;
	if ($tag eq 'dates' && open my $in, '<', "$log.top") { $top = int <$in> }
	my ($past) = $tag =~ /^past(\d+)/;
	return reply($client, $past, 'no such page') if $past && defined $max;
	my $from = defined $max && $tag ne 'same' ? $max - 1 : $top;
	$from = $top - 2 * asked($path) if $tag eq 'repeat';
	my @posts = map { qq({"id":"$_","uri":"https://m.example/users/jan/statuses/$_","url":null,"account":{"acct":"jan"},)
		. qq("created_at":"2026-11-20T10:0@{[$_ % 10]}:00Z","content":"<p>Post $_</p>","reblog":null}) } grep { $_ > 0 } ($from, $from - 1);
	@posts = map { s/"2026[^"]*"/'"' . (m{Post 6} ? 2031 : m{Post [78]} ? 2020 : 2026) . '-01-01T00:00:00Z"'/er } @posts if $tag eq 'dates';
	@posts = () if $tag eq 'empty' && defined $max;
	my $next = $from - 1;
	$next = 7 if $tag eq 'cycle' && $from == 4;
	$next = 50 if $tag eq 'repeat';
	my @link = $next > 1 ? (qq(Link: <http://127.0.0.1:$port/$path?limit=40&max_id=$next>; rel="next"))
		: (qq(Link: <http://127.0.0.1:$port/x>; rel="prev"));
	push @link, 'X-RateLimit-Remaining: 0', 'X-RateLimit-Reset: 120' if $tag eq 'low';
	my $body = '[' . join(',', @posts) . ']';
	if ($next == 3 && $tag eq 'reset' && !-e "$log.mended") {
		print $client "HTTP/1.1 200 X\r\nContent-Length: ", length $body, "\r\n\r\n", substr($body, 0, 60);
		return cut($client);
	}
	return reply($client, 200, '<!DOCTYPE html><html><body>Even wachten</body></html>') if $next == 3 && $tag eq 'html' && !-e "$log.mended";
	reply($client, 200, $body, @link);
}

# Every login gives another token, t1, t2, ...; what /club takes stands in LOG.valid.
sub logins { open my $in, '<', $log or die "$log: $!"; return scalar grep { m{^/login} } <$in> }
sub valid { open my $in, '<', "$log.valid" or return 't1'; my $t = <$in>; chomp $t; return $t }

# LOG.robots: a status, or the file itself; without it there is none.
sub robots {
	open my $in, '<', "$log.robots" or return reply($_[0], 404, 'no');
	my $text = join '', <$in>;
	$text =~ /^(\d{3})\n/ ? reply($_[0], $1, 'no') : reply($_[0], 200, $text);
}

my %act = (
	'robots.txt' => \&robots,
	login => sub { $_[2] =~ /x-key: sesam/i ? reply($_[0], 200, '{"token":"t' . logins() . '"}') : reply($_[0], 403, 'no') },
	club => sub { $_[2] =~ /authorization: bearer (\w+)/i && $1 eq valid() ? reply($_[0], 200, feed('club')) : reply($_[0], 401, 'no') },
	404 => sub { reply($_[0], 404, 'no') },
	401 => sub { reply($_[0], 401, 'no') },
	500 => sub { reply($_[0], 500, 'no') },
	'429-seconds' => sub { reply($_[0], 429, 'slow down', 'Retry-After: 120') },
	'429-past' => sub { reply($_[0], 429, 'slow down', 'Retry-After: Wed, 21 Oct 2015 07:28:00 GMT') },
	'429-far' => sub { reply($_[0], 429, 'slow down', 'Retry-After: 99999999') },
	'429-date' => sub { reply($_[0], 429, 'slow down',
		'Retry-After: ' . strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(1795168800 + 300))) },
	'429-iso' => sub { reply($_[0], 429, 'slow down', 'X-RateLimit-Reset: 2026-11-20T10:10:00.000Z') },
	'429-epoch' => sub { reply($_[0], 429, 'slow down', 'x-rate-limit-reset: ' . (1795168800 + 60)) },
	'429-none' => sub { reply($_[0], 429, 'slow down') },
	'429-half' => sub { reply($_[0], 429, 'slow down', 'Retry-After: 2.5') },
	'429-below' => sub { reply($_[0], 429, 'slow down', 'Retry-After: -5') },
	'429-word' => sub { reply($_[0], 429, 'slow down', 'Retry-After: soon', 'RateLimit-Reset: 45') },
	'429-delta' => sub { reply($_[0], 429, 'slow down', 'X-RateLimit-Reset: 30') },
	'429-millis' => sub { reply($_[0], 429, 'slow down', 'X-RateLimit-Reset: ' . (1795168800 + 60) . '000') },
	'429-fields' => sub { reply($_[0], 429, 'slow down', 'RateLimit: limit=10, remaining=0, reset=50') },
	'429-draft' => sub { reply($_[0], 429, 'slow down', 'RateLimit: "default";r=0;t=50') },
	'503-after' => sub { reply($_[0], 503, 'later', 'Retry-After: 100') },
	flaky => sub { asked('flaky') < 2 ? reply($_[0], 500, 'no') : reply($_[0], 200, feed('flaky')) },
	hang => sub { sleep 30 },
	reset => sub { my $c = $_[0]; print $c "HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n", feed('reset'); cut($c) },
	short => sub { my $c = $_[0]; print $c "HTTP/1.1 200 X\r\nContent-Length: 90\r\nConnection: close\r\n\r\n", feed('short') },
	header => sub { reply($_[0], 200, feed('header'), 'X-Long: ' . 'x' x 1_000_000) },
	headers => sub { reply($_[0], 200, feed('headers'), map { "X-Line-$_: " . 'x' x 1000 } 1 .. 1000) },
	'etag-broken' => sub { reply($_[0], 200, '{"items": [', 'ETag: "v9"', 'Last-Modified: Thu, 19 Nov 2026 08:12:00 GMT') },
	agent => sub { my ($agent) = $_[2] =~ /^user-agent: (.*?)\r?$/im;
		return reply($_[0], 417, 'an empty Expect') if $_[2] =~ /^expect:/im;
		reply($_[0], 200, feed('agent') =~ s/Bericht agent/$agent/r) },
	escapes => sub { reply($_[0], 200, feed('x') =~ s/Bericht x/Foto\\'s uit C:\\map/r) },
	'escapes-cut' => sub { reply($_[0], 200, substr(feed('x') =~ s/Bericht x/Foto\\'s/r, 0, -3)) },
	rubbish => sub { reply($_[0], 200, "\x00\xff{{{{ not json") },
	html => sub { reply($_[0], 200, '<html><body>Log in first</body></html>') },
	half => sub { my $c = $_[0]; print $c "HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n", feed('half') },
	loop => sub { reply($_[0], 302, '', 'Location: /loop') },
	away => sub { reply($_[0], 302, '', "Location: http://localhost:$port/secret-check?$_[1]") },
	here => sub { reply($_[0], 302, '', "Location: /secret-check?$_[1]") },
	'away-in-path' => sub { reply($_[0], 302, '', "Location: http://localhost:$port/secret-check/ge%2Fheim%2B") },
	'secret-check' => sub {
		my $said = join ' ', (map { $_[2] =~ /^$_: .*ge\/heim\+/im ? $_ : () } 'authorization', 'api-key'),
			$_[1] =~ /ge%2Fheim%2B/ ? 'key' : (), $_[1] =~ /\bn=(\d)/ ? "n$1" : ();
		reply($_[0], 200, feed('x') =~ s/Bericht x/Bericht $said/r) },
	'to-loopback' => sub { reply($_[0], 302, '', "Location: http://$_[1]:$port/one") },
	'to-file' => sub { reply($_[0], 302, '', 'Location: file:///etc/passwd') },
	big => sub { my $c = $_[0]; print $c "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n";
		my $x = ' ' x 65536; 1 while print $c "10000\r\n$x\r\n" },
	bomb => sub { require Compress::Zlib; reply($_[0], 200, Compress::Zlib::memGzip(' ' x 50_000_000),
		'Content-Encoding: gzip') },
	packed => sub { require Compress::Zlib; $_[2] =~ /^accept-encoding: .*\bgzip\b/im ? reply($_[0], 200,
		Compress::Zlib::memGzip(feed('packed')), 'Content-Encoding: gzip') : reply($_[0], 406, 'no') },
	mispacked => sub { reply($_[0], 200, feed('mispacked'), 'Content-Encoding: gzip') },
	# in LOG it stands when it begins, and again when it has ended
	busy => sub { sleep 1; open my $out, '>>', $log or die; print $out "/busy-end $_[1]\n"; close $out; reply($_[0], 200, feed('busy')) },
	members => sub { reply($_[0], $_[1] =~ /again/ ? 403 : 200, feed('members')) },
	drip => sub { my $c = $_[0]; print $c "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n";
		for (1 .. 30) { print $c ' ' or last; $c->flush; sleep 1 } },
	etag => sub { $_[2] =~ /if-none-match: "v1"/i ? print { $_[0] } "HTTP/1.1 304 X\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n"
		: reply($_[0], 200, feed('etag'), 'ETag: "v1"') },
);

while (my $client = $server->accept) {
	my ($request, $head) = (scalar <$client>, '');
	while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/; $head .= $line }
	my ($path, $query) = ($request // '') =~ m{^\S+ /([^ ?]*)\??(\S*)};
	$path //= '';
	open my $out, '>>', $path eq 'robots.txt' ? "$log.asked" : $log or die "$log: $!";
	print $out "/$path $query\n";
	close $out;
	my $pid = fork;
	if (!$pid) {
		if ($path =~ m{^api/v1/timelines/tag/(\w+)}) { listing($client, $query, $1, $path) }
		elsif (open my $in, '<:raw', "$log.d/$path") { local $/; reply($client, 200, scalar <$in>) }
		elsif ($act{$path}) { $act{$path}->($client, $query, $head) }
		else { reply($client, 200, feed($path)) }
		POSIX::_exit(0);
	}
	close $client;
}
