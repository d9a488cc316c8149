//go:build !windows

package main

import (
	"errors"
	"syscall"
)

var errAddressInUse error = syscall.EADDRINUSE

// isMounted reports whether a file cannot be replaced because it is mounted by itself.
func isMounted(err error) bool { return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) }

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
