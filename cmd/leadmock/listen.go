package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/spf13/pflag"
)

// bothLoopbacks is the host that means both 127.0.0.1 and ::1, because clients that resolve localhost try either first.
const bothLoopbacks = "localhost"

// listen listens on the address of the flags. The first listener is the one to print.
func (f *flags) listen(set *pflag.FlagSet) ([]net.Listener, error) {
	host, port, err := f.address(set)
	if err != nil {
		return nil, err
	}
	listeners, err := listenOn(host, port)
	if isBusy(err) {
		var opError *net.OpError
		errors.As(err, &opError)
		return nil, fmt.Errorf("port %s is in use%s%s", port, onSecond(opError.Addr), nextFree(host, port))
	}
	return listeners, err
}

// onSecond names the address in use if it is ::1, because users would look at 127.0.0.1.
func onSecond(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.Equal(net.IPv6loopback) {
		return " on [::1]"
	}
	return ""
}

// listenOn listens on one address, or on both loopbacks. A machine without IPv6 has only one.
func listenOn(host, port string) ([]net.Listener, error) {
	if host != bothLoopbacks {
		one, err := net.Listen("tcp", net.JoinHostPort(host, port))
		if err != nil {
			return nil, err
		}
		return []net.Listener{one}, nil
	}
	const tries = 20 // until a free port is free on both
	for try := 1; ; try++ {
		first, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			return nil, err
		}
		_, picked, _ := net.SplitHostPort(first.Addr().String()) // always host:port
		second, err := net.Listen("tcp6", net.JoinHostPort("::1", picked))
		switch {
		case err == nil:
			return []net.Listener{first, second}, nil
		case !isBusy(err):
			return []net.Listener{first}, nil
		}
		_ = first.Close()
		if port != "0" || try == tries {
			return nil, err
		}
	}
}

func isBusy(err error) bool {
	var opError *net.OpError
	return errors.As(err, &opError) && errors.Is(opError.Err, errAddressInUse)
}

// nextFree suggests the next free port.
func nextFree(host, busy string) string {
	port, _ := strconv.Atoi(busy)
	for next := port + 1; next <= min(port+20, 65535); next++ {
		listeners, err := listenOn(host, strconv.Itoa(next))
		if err == nil {
			for _, one := range listeners {
				_ = one.Close()
			}
			return fmt.Sprintf("; %d is free: leadmock --port %d", next, next)
		}
	}
	return ""
}
