//go:build !windows

package main

import "syscall"

var errAddressInUse error = syscall.EADDRINUSE
