// Command leadcontract holds a live deployment of the lead API against its document.
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

// standardLog is where net/http says what a server has sent without being asked. It leaves out the words of the server: the token can be
// in them.
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
