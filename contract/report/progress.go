package report

import (
	"fmt"
	"io"
)

// Progress is a line that it overwrites as rules end. It is only for terminals.
// Its methods must not be called concurrently.
type Progress struct {
	w      io.Writer
	total  int
	done   int
	broken int
}

// NewProgress returns a Progress for total rules.
func NewProgress(w io.Writer, total int) *Progress { return &Progress{w: w, total: total} }

const clearLine = "\r\x1b[2K"

// Rule counts and shows a result.
func (p *Progress) Rule(result Result) {
	p.done++
	if result.failed() {
		p.broken++
	}
	line := fmt.Sprintf("%d/%d", p.done, p.total)
	if p.broken > 0 {
		line += fmt.Sprintf(", %d broken", p.broken)
	}
	fmt.Fprint(p.w, clearLine+clip(line+"  "+OneLine(result.ID), 79))
}

// Clear erases the line.
func (p *Progress) Clear() {
	if p.done > 0 {
		fmt.Fprint(p.w, clearLine)
	}
}
