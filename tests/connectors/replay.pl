#!/usr/bin/perl
# replay ANSWERS LOG: answers the n-th request with the n-th line of ANSWERS ({"status":..,"body":..}, made into
# STATUS TAB BODY by the caller), then with 404; logs the request line of each. Prints its port.
use strict;
use warnings;
use IO::Socket::INET;

my ($answers, $log) = @ARGV;
open my $in, '<', $answers or die "$answers: $!";
my @lines = <$in>;
chomp @lines;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
$| = 1;
print $server->sockport, "\n";
close STDOUT;
while (my $client = $server->accept) {
	my $head = '';
	while (my $l = <$client>) { last if $l =~ /^\r?\n$/; $head .= $l }
	my ($length) = $head =~ /^content-length: (\d+)/im;
	read $client, my $post, $length if $length;
	open my $out, '>>', $log or die "$log: $!";
	print $out $head =~ /^(\S+ \S+)/, "\n";
	close $out;
	my ($status, $body) = split /\t/, shift(@lines) // "404\tno", 2;
	$body //= '';
	print $client "HTTP/1.1 $status X\r\nContent-Type: application/json\r\nContent-Length: ", length $body,
		"\r\nConnection: close\r\n\r\n", $body;
	close $client;
}
