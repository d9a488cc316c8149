// Command leadcontract holds a live deployment of the lead API against its document.
package main

import "os"

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }
