// Command leadcontract checks a live deployment of the lead API against its document.
package main

import (
	"bytes"
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetOutput(standardLog{os.Stderr})
	os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr))
}

// standardLog receives net/http's messages about unsolicited data from a server. It drops the data itself, which may contain
// the token.
type standardLog struct{ w io.Writer }

func (l standardLog) Write(line []byte) (int, error) {
	words, _, quoted := bytes.Cut(bytes.TrimRight(line, "\n"), []byte{'"'})
	end := "\n"
	if quoted {
		end = "...\n"
	}
	if _, err := l.w.Write([]byte("leadcontract: net/http: " + string(words) + end)); err != nil {
		return 0, err
	}
	return len(line), nil
}
