package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

var errAddressInUse error = windows.WSAEADDRINUSE

// isMounted reports whether a file cannot be replaced because it is mounted by itself, which Windows cannot do.
func isMounted(error) bool { return false }

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
