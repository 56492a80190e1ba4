#!/usr/bin/perl
# replay ANSWERS LOG: serves each line of ANSWERS on a port of its own, printed in their order. A line is
# STATUS TAB HEADERS TAB BODY of the first answer, TAB and the next one (HEADERS, whole lines, and BODY in base64; :PORT in
# them becomes the line's port); after the last it is 404. Logs "LINE TAB METHOD PATH BODY" of each request, LINE from 0.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use MIME::Base64;

my ($answers, $log) = @ARGV;
open my $in, '<', $answers or die "$answers: $!";
open my $out, '>>', $log or die "$log: $!";
my (%row_of, %left, @ports);
while (my $line = <$in>) {
	chomp $line;
	my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "listen: $!";
	$row_of{$server} = $. - 1;
	$left{$server} = [split /\t/, $line, -1];
	push @ports, $server;
}
my $servers = IO::Select->new(@ports);
$out->autoflush;
$SIG{PIPE} = 'IGNORE';
print $_->sockport, "\n" for @ports;
close STDOUT;

sub answer {
	my ($server, $client) = @_;
	my $head = '';
	while (my $l = <$client>) { last if $l =~ /^\r?\n$/; $head .= $l }
	my ($length) = $head =~ /^content-length: (\d+)/im;
	my $post = '';
	read $client, $post, $length if $length;
	print $out "$row_of{$server}\t", $head =~ /^(\S+ \S+)/, $post eq '' ? '' : " $post", "\n";
	my ($status, $headers, $body) = splice @{$left{$server}}, 0, 3;
	for ($headers, $body) {
		$_ = decode_base64($_ // '');
		s/:PORT\b/':' . $server->sockport/ge;
	}
	$headers = "Content-Type: application/json\r\n$headers" unless $headers =~ /^content-type:/im;
	print $client 'HTTP/1.1 ', $status || 404, " X\r\n${headers}Content-Length: ", length $body,
		"\r\nConnection: close\r\n\r\n", $body;
}

while (my @ready = $servers->can_read) {
	for my $server (@ready) {
		my $client = $server->accept or next;
		answer($server, $client);
		close $client;
	}
}
