package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

var errAddressInUse error = windows.WSAEADDRINUSE

// isMounted finds that a file cannot be replaced since it is mounted by itself, which Windows does not do.
func isMounted(error) bool { return false }

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
