#!/bin/sh
# Checks that the daemon in this container is alive, for Docker's HEALTHCHECK, and prints the daemon's response. It uses
# Debian's own perl, so that the image needs no curl.
exec perl -MIO::Socket::INET -e '
    ($port) = ($ENV{SHARDLINE_HTTP_LISTEN} || "9180") =~ /(\d+)$/;
    $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 3)
        or die "no server at port $port\n";
    $SIG{ALRM} = sub { die "no response within 4 seconds\n" };
    alarm 4;
    print $socket "GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n";
    @answer = <$socket>;
    ($head, $body) = split /\r\n\r\n/, join("", @answer), 2;
    print $body;
    exit($head =~ m{^HTTP/1\.[01] 200 } ? 0 : 1);
'
