package report

import (
	"fmt"
	"io"
)

// Progress is one line of a terminal that is written over as rules end. It is for terminals only.
// Its methods must not be called at the same time.
type Progress struct {
	w      io.Writer
	total  int
	done   int
	broken int
}

// NewProgress expects total rules.
func NewProgress(w io.Writer, total int) *Progress { return &Progress{w: w, total: total} }

const clearLine = "\r\x1b[2K"

// Rule shows that a rule has ended.
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

// Clear takes the line away.
func (p *Progress) Clear() {
	if p.done > 0 {
		fmt.Fprint(p.w, clearLine)
	}
}
