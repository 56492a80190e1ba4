#!/usr/bin/perl
# replay ANSWERS LOG: answers the n-th request with the n-th line of ANSWERS (STATUS TAB HEADERS TAB BODY, the last two
# in base64; headers are whole lines; :PORT in them becomes its own), then with 404; logs "METHOD PATH BODY" of each
# request. Prints its port.
use strict;
use warnings;
use IO::Socket::INET;
use MIME::Base64;

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
	my $post = '';
	read $client, $post, $length if $length;
	open my $out, '>>', $log or die "$log: $!";
	print $out $head =~ /^(\S+ \S+)/, $post eq '' ? '' : " $post", "\n";
	close $out;
	my ($status, $headers, $body) = split /\t/, shift(@lines) // "404\t\t";
	for ($headers, $body) {
		$_ = decode_base64($_ // '');
		s/:PORT\b/':' . $server->sockport/ge;
	}
	$headers = "Content-Type: application/json\r\n$headers" unless $headers =~ /^content-type:/im;
	print $client "HTTP/1.1 $status X\r\n${headers}Content-Length: ", length $body, "\r\nConnection: close\r\n\r\n", $body;
	close $client;
}
